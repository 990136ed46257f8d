import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Check } from "../../../lib/cli/doctor/check.ts";
import { saveTarget } from "../../../lib/cli/saved-target.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { AwsFailure, type FakeAccount, startFakeAccount } from "../../helpers/fake-account.ts";

let aws: FakeAccount;
beforeEach(async () => {
  aws = await startFakeAccount();
  const home = temporaryFolder();
  for (const [name, value] of Object.entries({
    ...{ AWS_ENDPOINT_URL: aws.url, AWS_REGION: "eu-central-1", AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "s" },
    ...{ HOME: home, AWS_EC2_METADATA_DISABLED: "true", AWS_PROFILE: "", AWS_CONFIG_FILE: `${home}/none` },
  })) {
    vi.stubEnv(name, value);
  }
  aws.on("sts:GetCallerIdentity", () => ({ Account: "111122223333", Arn: "arn:aws:iam::111122223333:user/somebody" }));
  aws.on("cloudformation:DescribeStacks", () => {
    throw new AwsFailure("ValidationError", "Stack with id fresh does not exist");
  });
  aws.on("ssm:GetParameter", () => ({ Parameter: { Value: "21", Version: 1 } }));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.close();
});

async function doctor(...argv: string[]) {
  const { code, out, err, target } = await sweeper(["doctor", "--json", ...argv], { env: process.env });
  const checks: readonly Check[] = out === "" ? [] : JSON.parse(out).checks;
  return { code, out, err, target, checks, of: (name: string) => checks.find((check) => check.name === name) };
}

const statuses = (checks: readonly Check[]) => checks.map(({ name, status }) => `${name} ${status}`);

describe("doctor for a stack that is not there yet", () => {
  it("says that one can be deployed, and how", async () => {
    const { code, checks, of, target } = await doctor("--stack", "fresh");

    expect(statuses(checks)).toEqual(["Node ok", "region ok", "credentials ok", "bootstrap ok", "deployment failing"]);
    expect(of("deployment")?.remedy).toContain("npm run deploy");
    expect({ code, target }).toEqual({ code: 1, target: "stack fresh" });
  });

  it("names nobody but the account", async () => {
    expect((await doctor("--stack", "fresh")).out).not.toContain("somebody");
  });

  it("tells before any synthesis that the account is not bootstrapped", async () => {
    aws.on("ssm:GetParameter", () => {
      throw new AwsFailure("ParameterNotFound");
    });

    const { of } = await doctor("--stack", "fresh");

    expect(of("bootstrap")).toMatchObject({
      status: "failing",
      remedy: expect.stringContaining("npx cdk bootstrap aws://111122223333/eu-central-1"),
    });
  });

  it("looks for it by the saved target, without an option", async () => {
    const data = temporaryFolder();
    saveTarget(data, { kind: "stack", stack: "fresh", region: null, account: null });

    expect(statuses((await doctor("--data", data)).checks)).toContain("deployment failing");
  });

  it.each([
    ["no region", "region", "AWS_REGION", { AWS_REGION: "" }],
    ["no credentials", "credentials", "AWS_PROFILE", { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" }],
  ])("with %s says so, what to do, and that the rest was not looked at", async (_, name, words, env) => {
    for (const [variable, value] of Object.entries(env)) vi.stubEnv(variable, value === "" ? undefined : value);

    const { code, of, checks } = await doctor("--stack", "fresh");

    expect(of(name)).toMatchObject({ status: "failing", remedy: expect.stringContaining(words) });
    expect(checks.filter(({ found }) => found.startsWith("could not look")).every((c) => c.status === "warning")).toBe(
      true,
    );
    expect(of("bootstrap")?.status).toBe("warning");
    expect(code).toBe(1);
  });

  it("tells of credentials that AWS does not take", async () => {
    const expired = () => {
      throw new AwsFailure("ExpiredToken", "The security token included in the request is expired", 403);
    };
    aws.on("sts:GetCallerIdentity", expired);
    aws.on("cloudformation:DescribeStacks", expired);

    const { of } = await doctor("--stack", "fresh");

    expect(of("credentials")).toMatchObject({ status: "failing", found: expect.stringContaining("ExpiredToken") });
  });
});
