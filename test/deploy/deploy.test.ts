import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readContext } from "../../lib/config.ts";
import { readCdkArguments } from "../../lib/deploy/cdk-arguments.ts";
import { deploy } from "../../lib/deploy/deploy.ts";
import { DeployRefused } from "../../lib/deploy/refused.ts";
import { type Account, startAccount } from "./helpers/account.ts";

const REGION = "eu-central-1";
const PROTECTED = ["--parameters", "ProtectTables=true"];

let account: Account;
beforeEach(async () => {
  account = await startAccount();
});
afterEach(() => account.close());

/** Deploys to the account; `cdk` is not run, only what it would be given. */
async function deployed(args: readonly string[] = [], inviteSweeper: Record<string, unknown> = {}) {
  const to = { region: REGION, endpoint: account.url, credentials: { accessKeyId: "id", secretAccessKey: "secret" } };
  const known = readCdkArguments(args);
  const lines: string[] = [];
  const runs: (readonly string[])[] = [];
  const end = await deploy({
    args,
    known,
    reading: readContext(inviteSweeper, known.stackName),
    qualifier: "hnb659fds",
    region: REGION,
    clients: {
      sts: new STSClient({ ...to, maxAttempts: 1 }),
      ssm: new SSMClient({ ...to, maxAttempts: 1 }),
      cloudFormation: new CloudFormationClient({ ...to, maxAttempts: 1 }),
    },
    out: (line) => void lines.push(line),
    runCdk: async (given) => {
      runs.push(given);
      return 0;
    },
  }).catch((error: unknown) => error);
  return { end, lines, runs };
}

const refusal = async (...given: Parameters<typeof deployed>) => {
  const { end, runs } = await deployed(...given);
  expect(end).toBeInstanceOf(DeployRefused);
  expect(runs).toEqual([]);
  return (end as Error).message;
};

describe("before anything is built, a deployment", () => {
  it("says whose account it is, where, which stack, and what is there, and passes the arguments on", async () => {
    const { end, lines, runs } = await deployed(["--require-approval", "never"]);

    expect(end).toBe(0);
    expect(lines).toEqual([
      "account    123456789012 (arn:aws:sts::123456789012:assumed-role/deployer/me)",
      "region     eu-central-1",
      "stack      invite-sweeper: not there, this is its first deployment",
      "bootstrap  version 27",
      "tables     not protected against deletion before the second deployment, or going live",
    ]);
    expect(runs).toEqual([["deploy", "--require-approval", "never"]]);
    expect([...account.asked].sort()).toEqual([
      "DescribeStacks invite-sweeper",
      "GetCallerIdentity",
      "GetParameter /cdk-bootstrap/hnb659fds/version",
    ]);
  });

  it("is refused with credentials that have expired", async () => {
    account.signedIn = false;

    expect(await refusal()).toMatch(/^AWS does not take these credentials \(ExpiredToken: .*\); sign in again$/);
    expect(account.asked).toEqual(["GetCallerIdentity"]);
  });

  it("is refused where the account is not bootstrapped, with the command", async () => {
    account.bootstrap = null;

    expect(await refusal()).toContain("run `npx cdk bootstrap aws://123456789012/eu-central-1` once");
  });

  it("is refused where the bootstrap stack is too old", async () => {
    account.bootstrap = "5";

    expect(await refusal()).toContain("of version 5, and 6 is needed");
  });

  it("goes on where the caller may not look, and says so", async () => {
    account.bootstrap = "denied";
    account.mayDescribeStacks = false;

    const { lines, runs } = await deployed();

    expect(lines).toContain("bootstrap  could not be read (AccessDeniedException)");
    expect(lines).toContain("stack      invite-sweeper: could not be read (AccessDenied)");
    expect(lines.at(-1)).toContain("If it is, add --parameters ProtectTables=true");
    expect(runs).toEqual([["deploy"]]);
  });

  it("is refused for faults of cdk.json, without asking AWS anything", async () => {
    expect(await refusal([], { retentionDays: 1 })).toContain("inviteSweeper.retentionDays: found 1");
    expect(account.asked).toEqual([]);
  });

  it("is refused for a key of another region and a boundary of another account, both told", async () => {
    const told = await refusal([], {
      kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
      permissionsBoundaryArn: "arn:aws:iam::999999999999:policy/boundary",
    });

    expect(told.split("\n")).toEqual([
      "inviteSweeper.kmsKeyArn is a key of us-east-1; tables and queues take one of eu-central-1 only",
      "inviteSweeper.permissionsBoundaryArn is a policy of account 999999999999; roles take one of 123456789012 only",
    ]);
  });
});

describe("the tables", () => {
  it.each(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_IN_PROGRESS", "IMPORT_COMPLETE"])(
    "are protected once the stack has come up: %s",
    async (status) => {
      account.stacks.set("invite-sweeper", status);

      expect((await deployed(["--hotswap"])).runs).toEqual([["deploy", ...PROTECTED, "--hotswap"]]);
    },
  );

  it.each(["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS"])(
    "are not while a first deployment may have to be taken back: %s",
    async (status) => {
      account.stacks.set("invite-sweeper", status);

      expect((await deployed()).runs).toEqual([["deploy"]]);
    },
  );

  it("of a stack that takes them along have no such parameter", async () => {
    account.stacks.set("invite-sweeper", "UPDATE_COMPLETE");

    expect((await deployed([], { removal: "destroy" })).runs).toEqual([["deploy"]]);
  });

  it("are as the caller says", async () => {
    account.stacks.set("invite-sweeper", "UPDATE_COMPLETE");
    const said = ["--parameters", "invite-sweeper:ProtectTables=false"];

    expect((await deployed(said)).runs).toEqual([["deploy", ...said]]);
  });

  it("are those of the stack that is named on the command line", async () => {
    account.stacks.set("sweeper-staging", "CREATE_COMPLETE");

    expect((await deployed(["-c", "stackName=sweeper-staging"])).runs[0]).toContain("ProtectTables=true");
    expect((await deployed()).runs[0]).not.toContain("ProtectTables=true");
  });
});
