import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Check } from "../../../lib/cli/doctor/check.ts";
import { liveLeaseName } from "../../../lib/cli/stack/live-lease-name.ts";
import { DIGEST_OUTPUTS, OPTIONAL_OUTPUTS, OUTPUTS } from "../../../lib/contract/outputs.ts";
import { createDynamoLedger } from "../../../lib/ledger/dynamo-ledger.ts";
import { createDynamoStops } from "../../../lib/ledger/dynamo-stops.ts";
import { DEMO_TEAM } from "../../../lib/sandbox/demo-team.ts";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import { aRun } from "../../helpers/dynamo-records.ts";
import { AwsFailure } from "../../helpers/fake-account.ts";
import { type FakeDeployment, type FakeStack, startFakeDeployment } from "../../helpers/fake-stack.ts";

let aws: FakeDeployment;
let stack: FakeStack;
let sandbox: Sandbox;

/** A stack in which nothing is to be put right. */
beforeEach(async () => {
  aws = await startFakeDeployment();
  stack = await aws.deploy("staging");
  const [first] = DEMO_TEAM.identities;
  if (first === undefined) throw new Error("the demo team has an identity");
  sandbox = await startSandbox({ identities: [{ ...first, backlog: 1 }], apiKey: stack.apiKey });
  stack.outputs[OUTPUTS.stopsTable] = "staging-Runs";
  for (const name of [...Object.values(OUTPUTS), ...Object.values(DIGEST_OUTPUTS)])
    stack.outputs[name] ??= `staging-${name}`;
  Object.assign(stack.outputs, {
    [OPTIONAL_OUTPUTS.edgesBaseUrl]: sandbox.url,
    [OPTIONAL_OUTPUTS.retentionDays]: "730",
    [OPTIONAL_OUTPUTS.edgesPlan]: "trial",
    [OPTIONAL_OUTPUTS.removal]: "retain",
    [OPTIONAL_OUTPUTS.cleanupQueueUrl]: "https://sqs.us-east-1.amazonaws.com/111122223333/staging-Cleanup",
  });
  stack.policy.text = JSON.stringify({ mode: "live" });
  const { account } = aws;
  account.on("ssm:GetParameter", ({ Name }) => {
    if (Name === liveLeaseName(stack.apiKey)) return parameter(lease);
    if (Name !== "/staging/policy") throw new AwsFailure("ParameterNotFound");
    return parameter(stack.policy.text);
  });
  lease = JSON.stringify({ stack: "staging", region: "us-east-1", since: "2026-01-01T00:00:00Z" });
  account.on("sns:ListSubscriptionsByTopic", () => subscriptions("arn:aws:sns:us-east-1:111122223333:t:1"));
  account.on("scheduler:GetSchedule", ({ Name }) => ({ ...DAILY, Name, State: "ENABLED" }));
  account.on("sqs:GetQueueAttributes", ({ QueueUrl }) => ({
    Attributes: {
      QueueArn: `arn:aws:sqs:us-east-1:111122223333:${QueueUrl}`,
      ApproximateNumberOfMessages: "0",
      ApproximateNumberOfMessagesNotVisible: "0",
    },
  }));
  account.on("lambda:ListEventSourceMappings", () => ({ EventSourceMappings: [MAPPING] }));
  account.on("lambda:GetAccountSettings", () => ({ AccountLimit: { UnreservedConcurrentExecutions: 1000 } }));
  account.on("lambda:GetFunctionConfiguration", ({ FunctionName }) => ({
    ...{ FunctionName, State: "Active", LastUpdateStatus: "Successful" },
    LoggingConfig: { LogGroup: `log of ${FunctionName}` },
  }));
  account.on("logs:DescribeLogGroups", ({ logGroupNamePrefix }) => ({
    logGroups: [{ logGroupName: logGroupNamePrefix, retentionInDays: 30 }],
  }));
  account.on("dynamodb:DescribeTable", ({ TableName }) => ({
    Table: { TableName, TableStatus: "ACTIVE", DeletionProtectionEnabled: true },
  }));
  account.on("dynamodb:DescribeContinuousBackups", () => backups("ENABLED"));
  const { client, documentClient } = connect(account.url);
  const tables = { invitations: "", identities: "", flags: "", runs: "staging-Runs" };
  const ledger = createDynamoLedger({ documentClient, tables, now: () => new Date() });
  await ledger.runs.begin(aRun({ startedAt: new Date(), scheduledAt: new Date() }));
  const since = new Date().toISOString();
  await createDynamoStops(documentClient, "staging-Runs").setMode({ mode: "live", since, lease: null });
  client.destroy();
  before = account.requests.length;
});
/** Requests that this test's own stage made. */
let before: number;
afterEach(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
  await aws.close();
});

let lease: string | null;
const parameter = (Value: string | null) => {
  if (Value === null) throw new AwsFailure("ParameterNotFound");
  return { Parameter: { Value, Version: 3, Type: "String" } };
};
const subscriptions = (...arns: string[]) => ({ Subscriptions: arns.map((SubscriptionArn) => ({ SubscriptionArn })) });
const DAILY = {
  ScheduleExpression: "cron(0 9 * * ? *)",
  ScheduleExpressionTimezone: "UTC",
  FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
};
const MAPPING = { UUID: "u-1", State: "Enabled", ScalingConfig: { MaximumConcurrency: 5 } };
const backups = (PointInTimeRecoveryStatus: string) => ({
  ContinuousBackupsDescription: {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus },
  },
});

const doctor = async (...more: string[]) => {
  const { code, out, err } = await sweeper(["doctor", "--stack", "staging", "--json", ...more]);
  const checks: Check[] = out === "" ? [] : JSON.parse(out).checks;
  return { code, err, out, checks, of: (name: string) => checks.find((check) => check.name === name) };
};

describe("doctor --stack", () => {
  it("is green in every check where nothing is to be put right, and writes nothing anywhere", async () => {
    const { code, checks, err } = await doctor();

    expect(checks.filter(({ light }) => light !== "green")).toEqual([]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(checks.map(({ name }) => name)).toEqual([
      ...["deployment", "outputs", "policy", "stops", "API key", "live lease", "alarm mail", "digest mail", "schedule"],
      ...["digest schedule", "last run", "functions", "sweep queue is read", "withdraw queue is read", "concurrency"],
      ...["tables", "dead letters", "log retention", "run cap"],
    ]);
    const asked = aws.account.requests.slice(before).map(({ action }) => action.split(":")[1] ?? "");
    expect(asked.filter((action) => !/^(Get|List|Describe|Query|Scan)/.test(action))).toEqual([]);
  });

  it("never shows the key", async () => {
    const { out } = await doctor();

    expect(out).not.toContain(stack.apiKey);
  });

  const on = (action: string, answer: unknown) => () => aws.account.on(action, () => answer);
  it.each<[string, string, Check["light"], string, () => void]>([
    [
      "alarm mail",
      "nobody subscribed",
      "red",
      "nobody is told",
      on("sns:ListSubscriptionsByTopic", { Subscriptions: [] }),
    ],
    [
      "alarm mail",
      "nobody confirmed",
      "yellow",
      "nobody is told yet",
      on("sns:ListSubscriptionsByTopic", subscriptions("PendingConfirmation")),
    ],
    ["policy", "faults", "red", "dailyCap", () => void Object.assign(stack.policy, { text: '{"dailyCap":0}' })],
    [
      "policy",
      "off",
      "yellow",
      "nothing is called",
      () => void Object.assign(stack.policy, { text: '{"mode":"off"}' }),
    ],
    [
      "stops",
      "a pause",
      "yellow",
      "every identity is paused",
      () => void Object.assign(stack.policy, { text: '{"paused":[{"id":"all"}]}' }),
    ],
    ["API key", "an empty secret", "red", "no value yet", () => void Object.assign(stack, { apiKey: "" })],
    ["API key", "a key that Edges refuses", "red", "401", () => void Object.assign(stack, { apiKey: "another" })],
    ["schedule", "switched off", "red", "switched off", on("scheduler:GetSchedule", { ...DAILY, State: "DISABLED" })],
    [
      "sweep queue is read",
      "a mapping switched off",
      "red",
      "Disabled",
      on("lambda:ListEventSourceMappings", { EventSourceMappings: [{ ...MAPPING, State: "Disabled" }] }),
    ],
    [
      "withdraw queue is read",
      "no mapping",
      "red",
      "nothing reads the queue",
      on("lambda:ListEventSourceMappings", { EventSourceMappings: [] }),
    ],
    [
      "concurrency",
      "a new account",
      "yellow",
      "10 at once",
      on("lambda:GetAccountSettings", { AccountLimit: { UnreservedConcurrentExecutions: 10 } }),
    ],
    [
      "dead letters",
      "some",
      "yellow",
      "2 of sweep",
      on("sqs:GetQueueAttributes", { Attributes: { QueueArn: "arn", ApproximateNumberOfMessages: "2" } }),
    ],
    [
      "tables",
      "unprotected",
      "yellow",
      "not protected",
      on("dynamodb:DescribeTable", { Table: { TableStatus: "ACTIVE" } }),
    ],
    ["tables", "no history", "yellow", "point-in-time", on("dynamodb:DescribeContinuousBackups", backups("DISABLED"))],
    [
      "log retention",
      "none",
      "yellow",
      "for ever",
      () =>
        aws.account.on("logs:DescribeLogGroups", ({ logGroupNamePrefix }) => ({
          logGroups: [{ logGroupName: logGroupNamePrefix }],
        })),
    ],
    [
      "live lease",
      "another stack",
      "red",
      "held by other",
      () => {
        lease = '{"stack":"other","region":"eu-west-1"}';
      },
    ],
    [
      "live lease",
      "nobody",
      "yellow",
      "live without it",
      () => {
        lease = null;
      },
    ],
    ["outputs", "an earlier version", "yellow", "Removal", () => void delete stack.outputs[OPTIONAL_OUTPUTS.removal]],
    ["outputs", "no stack of ours", "red", "ScheduleName", () => void delete stack.outputs[OUTPUTS.schedule]],
    [
      "functions",
      "one failed",
      "red",
      "Failed",
      on("lambda:GetFunctionConfiguration", {
        State: "Failed",
        LastUpdateStatus: "Successful",
        LoggingConfig: { LogGroup: "l" },
      }),
    ],
  ])("%s: %s is %s, with what to do", async (name, _, light, words, spoil) => {
    spoil();

    const { code, of } = await doctor();

    const found = of(name);
    expect(found).toMatchObject({ light, found: expect.stringContaining(words), remedy: expect.stringMatching(/\S/) });
    expect(code).toBe(light === "red" ? 1 : 4);
  });

  it.each([
    ["policy", "ssm:GetParameter"],
    ["API key", "secretsmanager:GetSecretValue"],
    ["live lease", "secretsmanager:GetSecretValue"],
    ["alarm mail", "sns:ListSubscriptionsByTopic"],
    ["digest mail", "sns:ListSubscriptionsByTopic"],
    ["schedule", "scheduler:GetSchedule"],
    ["last run", "dynamodb:Query"],
    ["functions", "lambda:GetFunctionConfiguration"],
    ["sweep queue is read", "sqs:GetQueueAttributes"],
    ["withdraw queue is read", "lambda:ListEventSourceMappings"],
    ["concurrency", "lambda:GetAccountSettings"],
    ["tables", "dynamodb:DescribeContinuousBackups"],
    ["dead letters", "sqs:GetQueueAttributes"],
    ["log retention", "logs:DescribeLogGroups"],
    ["run cap", "dynamodb:Scan"],
  ])("%s is never green where %s is denied, and the others are looked at all the same", async (name, action) => {
    aws.account.deny(action);

    const { code, of, checks } = await doctor();

    expect(of(name)).toMatchObject({ light: "yellow", found: `could not look (AccessDenied: ${action})` });
    expect(code).toBe(4);
    expect(checks.filter(({ light }) => light === "green").length).toBeGreaterThan(8);
  });

  it("tells of the run that was due and has not started", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3 * 86_400_000 });
    const { of } = await doctor();
    vi.useRealTimers();

    expect(of("last run")).toMatchObject({ light: "red", found: expect.stringContaining("has not started") });
  });

  it("refuses to send the key to another API than the stack's", async () => {
    const { code, out } = await sweeper(["doctor", "--stack", "staging", "--json"], {
      env: { EDGES_BASE_URL: "https://elsewhere.example/v1" },
    });

    expect(code).toBe(1);
    expect(JSON.parse(out).checks).toContainEqual(
      expect.objectContaining({
        name: "API key",
        light: "red",
        found: expect.stringContaining("must not go elsewhere"),
      }),
    );
  });

  it("prints a table and what to do, and keeps what it saw where it is told to", async () => {
    const file = join(temporaryFolder(), "seen.json");
    aws.account.on("sns:ListSubscriptionsByTopic", () => ({ Subscriptions: [] }));

    const { code, out, err } = await sweeper(["doctor", "--stack", "staging", "--out", file]);

    expect(code).toBe(1);
    expect(out).toMatch(/^red +alarm mail +nobody is told/m);
    expect(out).toMatch(/^red: alarm mail: set alarmEmail/m);
    expect(out).toMatch(/19 checks: 17 green, 0 yellow, 2 red$/);
    expect(err).toBe(`what was seen is in ${file}`);
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({
      tried: false,
      target: expect.stringContaining("staging"),
    });
  });
});

describe("doctor --try", () => {
  it("creates and sends nothing without consent, and says that nothing was tried", async () => {
    const file = join(temporaryFolder(), "seen.json");

    const { code, of } = await doctor("--try", "--out", file);

    expect(of("digest publish")).toMatchObject({ light: "yellow", found: "not tried" });
    expect(of("probe")).toMatchObject({ light: "yellow", found: "not tried" });
    expect(code).toBe(4);
    expect(existsSync(file)).toBe(true);
    expect(aws.account.requests.map(({ action }) => action)).not.toContain("sns:Publish");
    expect(aws.account.requests.map(({ action }) => action)).not.toContain("cloudformation:CreateStack");
  });

  it("publishes to the digest's topic after a yes, and keeps what the probe ran into", async () => {
    const file = join(temporaryFolder(), "seen.json");
    aws.account.on("sns:Publish", () => ({ MessageId: "m-1" }));
    aws.account.deny("cloudformation:CreateStack");
    aws.account.on("cloudformation:DeleteStack", () => ({}));

    const { code, of } = await doctor("--try", "--yes", "--out", file);

    expect(of("digest publish")).toMatchObject({ light: "green", found: expect.stringContaining("m-1") });
    expect(of("probe")?.light).toBe("yellow");
    expect(code).toBe(4);
    expect(JSON.parse(readFileSync(file, "utf8")).tried).toBe(true);
  });

  it("needs a stack", async () => {
    expect((await sweeper(["doctor", "--try"])).code).toBe(2);
  });
});
