import { afterEach, expect, it, vi } from "vitest";
import { defaultProvider } from "../../../lambdas/wiring/environment-credentials.ts";

afterEach(() => vi.unstubAllEnvs());

function environment(key: string, secret: string, token: string): void {
  vi.stubEnv("AWS_ACCESS_KEY_ID", key);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", secret);
  vi.stubEnv("AWS_SESSION_TOKEN", token);
}

it("finds what Lambda hands to the function, the session's token included", async () => {
  environment("AKIAEXAMPLE", "secret", "token");

  expect(await defaultProvider()()).toEqual({
    ...{ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret", sessionToken: "token" },
  });
});

it("makes do without a session's token, and with nothing else missing", async () => {
  environment("AKIAEXAMPLE", "secret", "");
  expect(await defaultProvider()()).toEqual({ accessKeyId: "AKIAEXAMPLE", secretAccessKey: "secret" });

  environment("AKIAEXAMPLE", "", "token");
  await expect(defaultProvider()()).rejects.toThrow("no credentials in the function's environment");
});
