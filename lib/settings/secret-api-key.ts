import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
  SecretsManagerServiceException,
} from "@aws-sdk/client-secrets-manager";
import { FILL_IN_COMMAND } from "../contract/fill-in-command.ts";
import { ApiKeyError } from "../domain/api-key-error.ts";
import { isKept } from "../domain/kept-for.ts";

const CACHE_MS = 5 * 60_000;

/**
 * The Edges key from Secrets Manager, kept for five minutes. `fresh` fetches it anew: the last one was refused, so it
 * may have been rotated.
 *
 * @throws ApiKeyError when the secret is empty or may not be read: with the secret's name, the service's own words and the
 *   command that puts a key in, and never with its value
 */
export function createSecretApiKey(
  client: SecretsManagerClient,
  secretId: string,
  now: () => Date,
): (options?: { readonly fresh?: boolean }) => Promise<string> {
  let cached: { readonly key: string; readonly at: Date } | null = null;
  return async ({ fresh = false } = {}) => {
    if (!fresh && cached !== null && isKept(cached.at, CACHE_MS, now())) return cached.key;
    const key = (await fetchSecret(client, secretId)).trim();
    if (key === "") throw new ApiKeyError(`the secret ${secretId} is empty: ${fillIn(secretId)}`);
    cached = { key, at: now() };
    return key;
  };
}

/** The same command as in the stack's output `FillInApiKeyCommand`. */
const fillIn = (secretId: string): string =>
  `put your Edges API key in it with: ${FILL_IN_COMMAND.before}${secretId}${FILL_IN_COMMAND.after}`;

async function fetchSecret(client: SecretsManagerClient, secretId: string): Promise<string> {
  try {
    return (await client.send(new GetSecretValueCommand({ SecretId: secretId }))).SecretString ?? "";
  } catch (error) {
    // The stack creates the secret without any value, and that is how Secrets Manager answers until it has one.
    if (error instanceof ResourceNotFoundException) {
      throw new ApiKeyError(`the secret ${secretId} has no value yet: ${fillIn(secretId)}`, { cause: error });
    }
    // The service's errors name the caller and the secret, and quote no value.
    if (error instanceof SecretsManagerServiceException) {
      throw new ApiKeyError(
        `the secret ${secretId} cannot be read (${error.name}: ${error.message}): let the function read it again, or ${fillIn(secretId)}`,
        { cause: error },
      );
    }
    // Of any other fault only its kind is told: what it says may be about what was read.
    const code: unknown = error instanceof Error && "code" in error ? error.code : null;
    const kind = typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code) ? ` (${code})` : "";
    throw new ApiKeyError(`the secret ${secretId} cannot be read${kind}: the next run tries again`, { cause: error });
  }
}
