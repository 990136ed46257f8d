/**
 * The API key cannot be had. The message says where it is looked for, in the store's own words where it has any, and what
 * to do; never the key. Every other error of a store is dropped where the key is read, for it may quote the secret.
 */
export class ApiKeyError extends Error {
  override readonly name = "ApiKeyError";
}
