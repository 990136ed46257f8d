import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

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
    const key = (await fetchSecret(client, secretId)).trim();
    if (key === "") throw new Error(`the secret ${secretId} is empty: ${REMEDY}`);
    cached = { key, until: now().getTime() + CACHE_MS };
    return key;
  };
}

const REMEDY = "put your Edges API key in it with the command in the stack's output FillInApiKeyCommand";

async function fetchSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId: secretId }))).SecretString ?? "";
  } catch (error) {
    // The stack creates the secret without any value, and that is how Secrets Manager answers until it has one.
    if (error instanceof ResourceNotFoundException) {
      throw new Error(`the secret ${secretId} has no value yet: ${REMEDY}`, { cause: error });
    }
    throw error;
  }
}
