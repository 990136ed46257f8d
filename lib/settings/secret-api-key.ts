import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

const CACHE_MS = 5 * 60_000;

/**
 * The Edges key from Secrets Manager, kept for five minutes. `fresh` fetches it anew: the last one was refused, so it
 * may have been rotated. Throws when the secret is empty, naming the secret and never its value.
 */
export function createSecretApiKey(
  client: SecretsManagerClient,
  secretId: string,
  now: () => Date,
): (options?: { readonly fresh?: boolean }) => Promise<string> {
  let cached: { readonly key: string; readonly until: number } | null = null;
  return async ({ fresh = false } = {}) => {
    if (!fresh && cached !== null && now().getTime() < cached.until) return cached.key;
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretId }));
    const key = SecretString?.trim() ?? "";
    if (key === "") throw new Error(`the secret ${secretId} is empty: put your Edges API key in it`);
    cached = { key, until: now().getTime() + CACHE_MS };
    return key;
  };
}
