import {
  GetSecretValueCommand,
  SecretsManagerClient,
  SecretsManagerServiceException,
} from "@aws-sdk/client-secrets-manager";
import { mockClient } from "aws-sdk-client-mock";
import { describe, expect, it } from "vitest";
import { ApiKeyError } from "../../lib/domain/api-key-error.ts";
import { createSecretApiKey } from "../../lib/settings/secret-api-key.ts";

const SECRET = "sweeper/edges-api-key";
const read = async (answer: string | Error): Promise<unknown> => {
  const secrets = mockClient(SecretsManagerClient);
  if (typeof answer === "string") secrets.on(GetSecretValueCommand).resolves({ SecretString: answer });
  else secrets.on(GetSecretValueCommand).rejects(answer);
  const now = new Date("2026-11-02T12:00:00.000Z");
  return createSecretApiKey(new SecretsManagerClient({}), SECRET, () => now)().catch((error: unknown) => error);
};

const refusal = (name: string, message: string) =>
  new SecretsManagerServiceException({ name, message, $fault: "client", $metadata: {} });

describe("a secret without a key that can be had", () => {
  it.each([
    ["is empty", " \n", /is empty/],
    [
      "may not be read",
      refusal("AccessDeniedException", "not authorized to perform GetSecretValue"),
      /AccessDeniedException: not authorized to perform GetSecretValue/,
    ],
    [
      "cannot be decrypted",
      refusal("DecryptionFailure", "the key is disabled"),
      /DecryptionFailure: the key is disabled/,
    ],
  ])("that %s says so in the service's words, with the command that fills it in", async (_, answer, words) => {
    const error = await read(answer);

    expect(error).toBeInstanceOf(ApiKeyError);
    expect(String(error)).toMatch(words);
    expect(String(error)).toContain(`put-secret-value --secret-id ${SECRET} --secret-string file:///dev/stdin`);
  });

  it("tells of any other fault only its kind, for its words may quote what was read", async () => {
    const error = await read(Object.assign(new Error("k-secret is not JSON"), { code: "ECONNREFUSED" }));

    expect(error).toBeInstanceOf(ApiKeyError);
    expect(String(error)).toContain("cannot be read (ECONNREFUSED)");
    expect(String(error)).not.toContain("k-secret");
  });
});

it("is read without the line break that was pasted with it", async () => {
  expect(await read("k-1\n")).toBe("k-1");
});
