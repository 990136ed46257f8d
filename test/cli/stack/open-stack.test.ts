import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OPTIONAL_OUTPUTS, OUTPUTS } from "../../../lib/contract/outputs.ts";
import { createDynamoLedger } from "../../../lib/ledger/dynamo-ledger.ts";
import { createTables } from "../../../lib/local/create-tables.ts";
import { startDynalite } from "../../../lib/local/dynalite.ts";
import { LOCAL_AWS } from "../../../lib/local/local-aws.ts";
import { DEMO_TEAM } from "../../../lib/sandbox/demo-team.ts";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";

const cloudFormation = mockClient(CloudFormationClient);
const ssm = mockClient(SSMClient);
const secrets = mockClient(SecretsManagerClient);
const lambda = mockClient(LambdaClient);

const STACK_ID = "arn:aws:cloudformation:us-east-1:111122223333:stack/staging/6a0e2f80-0001-11f1-8000-0a0000000000";

let sandbox: Sandbox;
let dynalite: Awaited<ReturnType<typeof startDynalite>>;
let policy: { text: string; version: number };

beforeEach(async () => {
  dynalite = await startDynalite({});
  const client = new DynamoDBClient({ ...LOCAL_AWS, endpoint: dynalite.url });
  await createTables(client, ({ id }) => `staging-${id}`);
  client.destroy();
  const [first] = DEMO_TEAM.identities;
  if (first === undefined) throw new Error("the demo team has an identity");
  sandbox = await startSandbox({ identities: [{ ...first, backlog: 20 }], apiKey: "the-stack's-key" });
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", dynalite.url);
  vi.stubEnv("AWS_REGION", LOCAL_AWS.region);
  vi.stubEnv("AWS_ACCESS_KEY_ID", LOCAL_AWS.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", LOCAL_AWS.credentials.secretAccessKey);

  policy = { text: JSON.stringify({ thresholdDays: 21 }), version: 4 };
  const values: Readonly<Record<string, string>> = {
    [OUTPUTS.invitationsTable]: "staging-Invitations",
    [OUTPUTS.identitiesTable]: "staging-Identities",
    [OUTPUTS.runsTable]: "staging-Runs",
    [OUTPUTS.stopsTable]: "staging-Runs",
    [OUTPUTS.flagsTable]: "staging-Flags",
    [OUTPUTS.policyParameter]: "/staging/policy",
    [OUTPUTS.edgesApiKeySecret]: "staging-key",
    [OUTPUTS.startRunFunction]: "staging-start-run",
    [OPTIONAL_OUTPUTS.edgesBaseUrl]: sandbox.url,
    [OPTIONAL_OUTPUTS.retentionDays]: "730",
  };
  const Outputs = Object.entries(values).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
  for (const mock of [cloudFormation, ssm, secrets, lambda]) mock.reset();
  const missing = Object.assign(new Error("Stack with id nowhere does not exist"), { name: "ValidationError" });
  cloudFormation.on(DescribeStacksCommand).rejects(missing);
  cloudFormation.on(DescribeStacksCommand, { StackName: "staging" }).resolves({
    Stacks: [
      { StackName: "staging", StackId: STACK_ID, CreationTime: new Date(), StackStatus: "CREATE_COMPLETE", Outputs },
    ],
  });
  ssm.on(GetParameterCommand, { Name: "/staging/policy" }).callsFake(() => ({
    Parameter: { Value: policy.text, Version: policy.version },
  }));
  ssm.on(PutParameterCommand, { Name: "/staging/policy", Overwrite: true }).callsFake(({ Value }) => {
    policy = { text: Value, version: policy.version + 1 };
    return { Version: policy.version };
  });
  secrets.on(GetSecretValueCommand, { SecretId: "staging-key" }).resolves({ SecretString: "the-stack's-key" });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
  await dynalite.close();
});

const onStack = (...argv: string[]) => sweeper([...argv, "--stack", "staging"]);

describe("--stack", () => {
  it("previews with the stack's own key, policy and tables", async () => {
    const { code, out } = await onStack("preview");

    expect(code).toBe(0);
    expect(out.split("\n").at(-1)).toMatch(/^20 pending: \d+ to withdraw, \d+ kept$/);
  });

  it.each(["outcomes", "report", "holdout", "runs", "identities", "digest"])(
    "reads %s from the stack's tables",
    async (command) => {
      const { code, out, err, target } = await onStack(command);

      expect({ code, err, target }).toEqual({ code: 0, err: "", target: "stack staging (us-east-1, 111122223333)" });
      expect(out).not.toBe("");
      expect(out).not.toContain("Sandbox");
    },
  );

  it("flags, imports and unflags in the stack's table", async () => {
    const file = join(temporaryFolder(), "flags.csv");
    writeFileSync(file, "profile,as,note\n90001,customer,\nlinkedin.com/in/ana-lee,customer,\n");
    await onStack("flag", "90001", "--as", "protected");

    const imported = await onStack("flags", "import", file, "--json");
    const again = await onStack("flags", "import", file, "--json");
    const unflagged = await onStack("unflag", "90001", "--as", "protected");
    const { out } = await onStack("flags", "--as", "customer");

    expect([imported, again].map((ran) => JSON.parse(ran.out).written)).toEqual([2, 0]);
    expect(unflagged.out).toBe("90001 is no longer flagged protected");
    expect(out).toContain("2 flags as customer");
  });

  it("changes the threshold in the parameter, and shows before and after", async () => {
    const { code, out } = await onStack("threshold", "set", "18");

    expect(code).toBe(0);
    expect(out).toContain("21 → 18 days (policy version 5)");
    expect(out).toContain("change cdk.json too");
    expect(JSON.parse(policy.text)).toEqual({ thresholdDays: 18 });
  });

  it("refuses a policy with faults and leaves the parameter alone", async () => {
    const { code, err } = await onStack("policy", "set", "thresholdDays=3", "dailyCap=0");

    expect(code).toBe(2);
    expect(err).toContain("policy.thresholdDays");
    expect(err).toContain("policy.dailyCap");
    expect(policy.version).toBe(4);
  });

  it("starts a run by invoking the function of the schedule", async () => {
    const started = { runId: "r", mode: "dry-run", identities: ["a", "b"], notConnected: ["c"], alreadyStarted: false };
    lambda.on(InvokeCommand, { FunctionName: "staging-start-run" }).resolves({
      Payload: new TextEncoder().encode(JSON.stringify(started)) as never,
    });

    const { code, out, err } = await onStack("run");

    const sent = JSON.parse(String(Buffer.from((lambda.call(0).args[0].input as { Payload: Uint8Array }).Payload)));
    expect(code).toBe(4);
    expect(out).toContain("Run r (dry-run) started for 2 identities.");
    expect(err).toBe(
      "left out: c is not connected to Edges: reconnect it there, or leave it out for good with `sweeper pause c --stack staging`",
    );
    expect(new Date(sent.scheduledTime).getTime()).not.toBeNaN();
  });

  it("does not let --live override what the stack's policy says", async () => {
    const { code, err } = await onStack("run", "--live");

    expect(code).toBe(2);
    expect(err).toContain("policy set mode=live --stack staging");
    expect(lambda.calls()).toHaveLength(0);
  });

  it("does not let --on-event ask for what only this machine can do", async () => {
    const { code, err } = await onStack("run", "--on-event", "cat");

    expect(code).toBe(2);
    expect(err).toContain("EventBridge bus");
  });

  it("tells the function's own words when the run did not start", async () => {
    lambda.on(InvokeCommand).resolves({
      FunctionError: "Unhandled",
      Payload: new TextEncoder().encode('{"errorMessage":"the policy is not valid"}') as never,
    });

    const { code, err } = await onStack("run");

    expect({ code, err }).toEqual({ code: 1, err: "the run did not start: the policy is not valid" });
  });

  it("pauses an identity in the stack's table, and refuses one that neither ledger nor Edges knows", async () => {
    const id = DEMO_TEAM.identities[0]?.uid ?? "";

    const paused = await onStack("pause", id, "--reason", "on holiday");
    const unknown = await onStack("pause", "33333333-3333-4333-8333-333333333333");

    expect(paused.code).toBe(0);
    expect(paused.out).toContain("from the next call on");
    expect(paused.out).toContain(`sweeper resume ${id} --stack staging`);
    expect(JSON.parse((await onStack("policy", "show")).out).paused).toEqual([
      { id, since: expect.any(String), reason: "on holiday" },
    ]);
    expect(unknown.code).toBe(2);
    expect(policy).toEqual({ text: '{"thresholdDays":21}', version: 4 });
  });

  it("resumes an identity: its pause and its mark in the table are lifted together", async () => {
    const id = DEMO_TEAM.identities[0]?.uid ?? "";
    const { client, documentClient } = connect(dynalite.url);
    const tables = { invitations: "staging-Invitations", identities: "staging-Identities", runs: "", flags: "" };
    const { identities } = createDynamoLedger({ documentClient, tables, now: () => new Date() });
    await identities.setNeedsPerson(id, { since: new Date(), why: "outcomes-not-known", ref: null });
    await onStack("pause", id);

    const { code, out } = await onStack("resume", id, "--json");

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      target: "stack staging (us-east-1, 111122223333)",
      was: { why: "outcomes-not-known" },
      pause: { id },
      stillPaused: false,
    });
    expect((await identities.find(id)).gate.needsPerson).toBeNull();
    expect(JSON.parse((await onStack("policy", "show")).out).paused).toEqual([]);
    client.destroy();
  });

  it("names the stack and the region when there is no such stack", async () => {
    const { code, err } = await sweeper(["runs", "--stack", "nowhere"]);

    expect(code).toBe(2);
    expect(err).toBe("there is no stack nowhere in us-east-1; check the name, AWS_REGION and AWS_PROFILE");
  });
});
