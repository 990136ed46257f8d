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
    if (Name === "/cdk-bootstrap/hnb659fds/version") return parameter(bootstrap);
    if (Name !== "/staging/policy") throw new AwsFailure("ParameterNotFound");
    return parameter(stack.policy.text);
  });
  bootstrap = "21";
  lease = JSON.stringify({ stack: "staging", region: "us-east-1", since: "2026-01-01T00:00:00Z" });
  account.on("cloudwatch:DescribeAlarms", () => ({ MetricAlarms: [ALARM], CompositeAlarms: [] }));
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

let bootstrap: string | null;
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
const ALARM = {
  ...{ AlarmName: "staging-no-run", ActionsEnabled: true, StateValue: "OK" },
  AlarmActions: [`staging-${OUTPUTS.alarmTopic}`],
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
  it("is ok in every check where nothing is to be put right, and writes nothing anywhere", async () => {
    const { code, checks, err } = await doctor();

    expect(checks.filter(({ status }) => status !== "ok")).toEqual([]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(checks.map(({ name }) => name)).toEqual([
      ...["Node", "region", "credentials", "bootstrap", "deployment", "outputs", "policy", "stops", "API key", "clock"],
      ...["identities", "live lease", "alarms", "alarm mail", "digest mail", "schedule", "digest schedule", "last run"],
      ...["functions", "sweep queue is read", "withdraw queue is read", "concurrency", "queues", "tables"],
      ...["dead letters", "log retention", "packed days", "run cap"],
    ]);
    const asked = aws.account.requests.slice(before).map(({ action }) => action.split(":")[1] ?? "");
    expect(asked.filter((action) => !/^(Get|List|Describe|Query|Scan)/.test(action))).toEqual([]);
  });

  it("never shows the key", async () => {
    const { out } = await doctor();

    expect(out).not.toContain(stack.apiKey);
  });

  const on = (action: string, answer: unknown) => () => aws.account.on(action, () => answer);
  it.each<[string, string, Check["status"], string, () => void]>([
    [
      "alarm mail",
      "nobody subscribed",
      "failing",
      "nobody is told",
      on("sns:ListSubscriptionsByTopic", { Subscriptions: [] }),
    ],
    [
      "alarm mail",
      "nobody confirmed",
      "warning",
      "nobody is told yet",
      on("sns:ListSubscriptionsByTopic", subscriptions("PendingConfirmation")),
    ],
    ["policy", "faults", "failing", "dailyCap", () => void Object.assign(stack.policy, { text: '{"dailyCap":0}' })],
    [
      "policy",
      "off",
      "warning",
      "nothing is called",
      () => void Object.assign(stack.policy, { text: '{"mode":"off"}' }),
    ],
    [
      "stops",
      "a pause",
      "warning",
      "every identity is paused",
      () => void Object.assign(stack.policy, { text: '{"paused":[{"id":"all"}]}' }),
    ],
    ["API key", "an empty secret", "failing", "no value yet", () => void Object.assign(stack, { apiKey: "" })],
    ["API key", "a key that Edges refuses", "failing", "401", () => void Object.assign(stack, { apiKey: "another" })],
    [
      "schedule",
      "switched off",
      "failing",
      "switched off",
      on("scheduler:GetSchedule", { ...DAILY, State: "DISABLED" }),
    ],
    [
      "sweep queue is read",
      "a mapping switched off",
      "failing",
      "Disabled",
      on("lambda:ListEventSourceMappings", { EventSourceMappings: [{ ...MAPPING, State: "Disabled" }] }),
    ],
    [
      "withdraw queue is read",
      "no mapping",
      "failing",
      "nothing reads the queue",
      on("lambda:ListEventSourceMappings", { EventSourceMappings: [] }),
    ],
    [
      "concurrency",
      "a new account",
      "warning",
      "10 at once",
      on("lambda:GetAccountSettings", { AccountLimit: { UnreservedConcurrentExecutions: 10 } }),
    ],
    [
      "dead letters",
      "some",
      "warning",
      "2 of sweep",
      on("sqs:GetQueueAttributes", { Attributes: { QueueArn: "arn", ApproximateNumberOfMessages: "2" } }),
    ],
    [
      "tables",
      "unprotected",
      "warning",
      "not protected",
      on("dynamodb:DescribeTable", { Table: { TableStatus: "ACTIVE" } }),
    ],
    ["tables", "no history", "warning", "point-in-time", on("dynamodb:DescribeContinuousBackups", backups("DISABLED"))],
    [
      "log retention",
      "none",
      "warning",
      "for ever",
      () =>
        aws.account.on("logs:DescribeLogGroups", ({ logGroupNamePrefix }) => ({
          logGroups: [{ logGroupName: logGroupNamePrefix }],
        })),
    ],
    [
      "live lease",
      "another stack",
      "failing",
      "held by other",
      () => {
        lease = '{"stack":"other","region":"eu-west-1"}';
      },
    ],
    [
      "live lease",
      "nobody",
      "warning",
      "live without it",
      () => {
        lease = null;
      },
    ],
    [
      ...(["alarms", "none", "failing", "there are none"] as const),
      on("cloudwatch:DescribeAlarms", { MetricAlarms: [], CompositeAlarms: [] }),
    ],
    [
      ...(["alarms", "those of a stack whose name begins alike", "failing", "there are none"] as const),
      on("cloudwatch:DescribeAlarms", { MetricAlarms: [{ ...ALARM, AlarmActions: ["another-topic"] }] }),
    ],
    [
      ...(["alarms", "one switched off", "failing", "1 of 1 switched off: staging-no-run"] as const),
      on("cloudwatch:DescribeAlarms", { MetricAlarms: [{ ...ALARM, ActionsEnabled: false }] }),
    ],
    [
      ...(["alarms", "one that tells nobody", "failing", "switched off"] as const),
      on("cloudwatch:DescribeAlarms", { CompositeAlarms: [{ ...ALARM, AlarmActions: [] }] }),
    ],
    [
      ...(["alarms", "one that rings", "warning", "ringing: staging-no-run"] as const),
      on("cloudwatch:DescribeAlarms", { MetricAlarms: [{ ...ALARM, StateValue: "ALARM" }] }),
    ],
    [
      ...(["bootstrap", "none", "warning", "not bootstrapped"] as const),
      () => {
        bootstrap = null;
      },
    ],
    [
      ...(["bootstrap", "an old one", "warning", "version 5, and 6 is needed"] as const),
      () => {
        bootstrap = "5";
      },
    ],
    [
      ...(["queues", "nearly full", "warning", "100000 under way"] as const),
      on("sqs:GetQueueAttributes", {
        Attributes: {
          ...{ QueueArn: "arn", ApproximateNumberOfMessages: "0", ApproximateNumberOfMessagesNotVisible: "100000" },
        },
      }),
    ],
    ["outputs", "an earlier version", "warning", "Removal", () => void delete stack.outputs[OPTIONAL_OUTPUTS.removal]],
    ["outputs", "no stack of ours", "failing", "ScheduleName", () => void delete stack.outputs[OUTPUTS.schedule]],
    [
      "functions",
      "one failed",
      "failing",
      "Failed",
      on("lambda:GetFunctionConfiguration", {
        State: "Failed",
        LastUpdateStatus: "Successful",
        LoggingConfig: { LogGroup: "l" },
      }),
    ],
  ])("%s: %s is %s, with what to do", async (name, _, status, words, spoil) => {
    spoil();

    const { code, of } = await doctor();

    const found = of(name);
    expect(found).toMatchObject({ status, found: expect.stringContaining(words), remedy: expect.stringMatching(/\S/) });
    expect(code).toBe(status === "failing" ? 1 : 4);
  });

  it.each([
    ["policy", "ssm:GetParameter"],
    ["API key", "secretsmanager:GetSecretValue"],
    ["live lease", "secretsmanager:GetSecretValue"],
    ["alarms", "cloudwatch:DescribeAlarms"],
    ["alarm mail", "sns:ListSubscriptionsByTopic"],
    ["digest mail", "sns:ListSubscriptionsByTopic"],
    ["schedule", "scheduler:GetSchedule"],
    ["last run", "dynamodb:Query"],
    ["functions", "lambda:GetFunctionConfiguration"],
    ["sweep queue is read", "sqs:GetQueueAttributes"],
    ["withdraw queue is read", "lambda:ListEventSourceMappings"],
    ["concurrency", "lambda:GetAccountSettings"],
    ["tables", "dynamodb:DescribeContinuousBackups"],
    ["queues", "sqs:GetQueueAttributes"],
    ["packed days", "dynamodb:Query"],
    ["dead letters", "sqs:GetQueueAttributes"],
    ["log retention", "logs:DescribeLogGroups"],
    ["run cap", "dynamodb:Scan"],
  ])("%s is never ok where %s is denied, and the others are looked at all the same", async (name, action) => {
    aws.account.deny(action);

    const { code, of, checks } = await doctor();

    expect(of(name)).toMatchObject({ status: "warning", found: `could not look (AccessDenied: ${action})` });
    expect(code).toBe(4);
    expect(checks.filter(({ status }) => status === "ok").length).toBeGreaterThan(8);
  });

  it("says status, and the word of earlier versions beside it", async () => {
    const { out } = await doctor();

    expect(JSON.parse(out).checks[0]).toEqual({
      ...{ name: "Node", status: "ok", light: "green", found: process.versions.node, remedy: null },
    });
  });

  it("tells of the run that was due and has not started", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 3 * 86_400_000 });
    const { of } = await doctor();
    vi.useRealTimers();

    expect(of("last run")).toMatchObject({ status: "failing", found: expect.stringContaining("has not started") });
  });

  it("refuses to send the key to another API than the stack's", async () => {
    const { code, out } = await sweeper(["doctor", "--stack", "staging", "--json"], {
      env: { EDGES_BASE_URL: "https://elsewhere.example/v1" },
    });

    expect(code).toBe(1);
    expect(JSON.parse(out).checks).toContainEqual(
      expect.objectContaining({
        name: "API key",
        status: "failing",
        found: expect.stringContaining("must not go elsewhere"),
      }),
    );
  });

  it("prints a table and what to do, and keeps what it saw where it is told to", async () => {
    const file = join(temporaryFolder(), "seen.json");
    aws.account.on("sns:ListSubscriptionsByTopic", () => ({ Subscriptions: [] }));

    const { code, out, err } = await sweeper(["doctor", "--stack", "staging", "--out", file]);

    expect(code).toBe(1);
    expect(out).toMatch(/^failing +alarm mail +nobody is told/m);
    expect(out).toMatch(/^failing: alarm mail: set alarmEmail/m);
    expect(out).toMatch(/28 checks: 26 ok, 0 warnings, 2 failing$/);
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

    expect(of("digest publish")).toMatchObject({ status: "warning", found: "not tried" });
    expect(of("probe")).toMatchObject({ status: "warning", found: "not tried" });
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

    expect(of("digest publish")).toMatchObject({ status: "ok", found: expect.stringContaining("m-1") });
    expect(of("probe")?.status).toBe("warning");
    expect(code).toBe(4);
    expect(JSON.parse(readFileSync(file, "utf8")).tried).toBe(true);
  });

  it("needs a stack", async () => {
    expect((await sweeper(["doctor", "--try"])).code).toBe(2);
  });
});
