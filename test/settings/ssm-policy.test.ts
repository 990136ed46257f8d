import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { liveForNow } from "../../lib/settings/live-override.ts";
import { PolicyError } from "../../lib/settings/policy-error.ts";
import { createSecretApiKey } from "../../lib/settings/secret-api-key.ts";
import { createSsmPolicy } from "../../lib/settings/ssm-policy.ts";
import { policyOf } from "../helpers/test-bed.ts";

const ssm = mockClient(SSMClient);
const secrets = mockClient(SecretsManagerClient);
beforeEach(() => {
  ssm.reset();
  secrets.reset();
});

function aClock() {
  let ms = Date.parse("2026-03-10T09:30:00.000Z");
  return {
    now: () => new Date(ms),
    pass(seconds: number) {
      ms += seconds * 1000;
    },
  };
}

const parameter = (Value: string, Version: number) => ({ Parameter: { Value, Version } });
const aPolicy = (clock = aClock()) =>
  createSsmPolicy(new SSMClient({ region: "us-east-1" }), "/sweeper/policy", clock.now);
const aKey = (clock = aClock()) =>
  createSecretApiKey(new SecretsManagerClient({ region: "us-east-1" }), "edges-key", clock.now);

describe("the policy in SSM", () => {
  it("comes with its version and its defaults filled in", async () => {
    ssm.on(GetParameterCommand).resolves(parameter('{"thresholdDays": 18}', 7));

    const { policy, version } = await aPolicy().read();

    expect(version).toBe(7);
    expect(policy).toMatchObject({ mode: "dry-run", thresholdDays: 18, dailyCap: 25 });
  });

  it("that an earlier version stored with a zone refused today stops all calls, with its place and the remedy", async () => {
    const workingHours = { timezone: "EST", start: "09:00", end: "17:00", days: ["mon"] };
    ssm.on(GetParameterCommand).resolves(parameter(JSON.stringify({ workingHours }), 7));

    const reading = aPolicy().read();

    await expect(reading).rejects.toThrow(PolicyError);
    await expect(reading).rejects.toThrow(
      /^the policy in the parameter \/sweeper\/policy has 1 fault:\n {2}policy\.workingHours\.timezone: found "EST"; .*"America\/New_York"\nNo calls are made until it is corrected: sweeper policy set PATH=VALUE$/,
    );
  });

  it("is kept for 60 seconds and then read anew", async () => {
    const clock = aClock();
    const source = aPolicy(clock);
    ssm.on(GetParameterCommand).resolves(parameter('{"mode": "live"}', 1));
    await source.read();
    ssm.on(GetParameterCommand).resolves(parameter('{"mode": "off"}', 2));

    clock.pass(59.9);
    const kept = await source.read();
    clock.pass(0.1);
    const fresh = await source.read();

    expect(kept).toMatchObject({ version: 1, policy: { mode: "live" } });
    expect(fresh).toMatchObject({ version: 2, policy: { mode: "off" } });
  });

  it("that was read by a clock that has been set back since is read anew", async () => {
    const clock = aClock();
    const source = aPolicy(clock);
    ssm.on(GetParameterCommand).resolves(parameter('{"mode": "live"}', 1));
    await source.read();
    ssm.on(GetParameterCommand).resolves(parameter('{"mode": "off"}', 2));

    clock.pass(-10 * 24 * 3600);

    expect(await source.read()).toMatchObject({ version: 2, policy: { mode: "off" } });
  });

  it.each([
    ["is not JSON", '{"mode": '],
    ["has faults", '{"mode": "life", "dailycap": 3}'],
    ["is no object", "[]"],
  ])("that %s is a PolicyError, and is read anew at the next asking", async (_, text) => {
    const source = aPolicy();
    ssm.on(GetParameterCommand).resolves(parameter(text, 3));
    await expect(source.read()).rejects.toThrow(PolicyError);
    ssm.on(GetParameterCommand).resolves(parameter("{}", 4));

    const { version } = await source.read();

    expect(version).toBe(4);
  });

  it("that was valid a minute ago does not stand in for one that cannot be read now", async () => {
    const clock = aClock();
    const source = aPolicy(clock);
    ssm.on(GetParameterCommand).resolves(parameter('{"mode": "live"}', 1));
    await source.read();
    ssm.on(GetParameterCommand).rejects(new Error("throttled"));
    clock.pass(61);

    const reading = source.read();

    await expect(reading).rejects.toThrow(PolicyError);
    await expect(reading).rejects.toThrow("/sweeper/policy");
  });

  it("tells all its faults together", async () => {
    ssm.on(GetParameterCommand).resolves(parameter('{"mode": "life", "dailycap": 3, "thresholdDays": 2}', 3));

    const error: unknown = await aPolicy()
      .read()
      .catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(PolicyError);
    const { faults, message } = error as PolicyError;
    expect(faults.map(({ path }) => path).toSorted()).toEqual(["dailycap", "mode", "thresholdDays"]);
    expect(message).toContain("7 to 365");
  });
});

describe("the key in Secrets Manager", () => {
  it("is kept for five minutes and then read anew", async () => {
    const clock = aClock();
    const key = aKey(clock);
    secrets.on(GetSecretValueCommand).resolves({ SecretString: "old\n" });
    await key();
    secrets.on(GetSecretValueCommand).resolves({ SecretString: "new" });

    clock.pass(299);
    const kept = await key();
    clock.pass(1);
    const fresh = await key();

    expect([kept, fresh]).toEqual(["old", "new"]);
  });

  it("is read anew at once when it was refused, and the new one is kept", async () => {
    const key = aKey();
    secrets.on(GetSecretValueCommand).resolves({ SecretString: "old" });
    await key();
    secrets.on(GetSecretValueCommand).resolves({ SecretString: "new" });

    const fresh = await key({ fresh: true });
    const after = await key();

    expect([fresh, after]).toEqual(["new", "new"]);
    expect(secrets.commandCalls(GetSecretValueCommand)).toHaveLength(2);
  });

  it.each([{}, { SecretString: "" }, { SecretString: " \n" }])(
    "that is empty (%j) is a fault that names it",
    async (value) => {
      secrets.on(GetSecretValueCommand).resolves(value);

      await expect(aKey()()).rejects.toThrow("edges-key");
    },
  );
});

describe("live for now", () => {
  it("turns a dry run into a live one and leaves the rest", async () => {
    const source = policyOf({ mode: "dry-run", dailyCap: 3 }, 9);

    const { policy, version } = await liveForNow(source).read();

    expect(policy).toMatchObject({ mode: "live", dailyCap: 3 });
    expect(version).toBe(9);
  });

  it("never turns off into live", async () => {
    await expect(liveForNow(policyOf({ mode: "off" })).read()).rejects.toThrow(PolicyError);
  });
});
