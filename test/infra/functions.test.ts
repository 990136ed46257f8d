import { describe, expect, it } from "vitest";
import { concurrencyFor } from "../../lib/config/concurrency.ts";
import { ENVIRONMENT, POWERTOOLS_ENVIRONMENT } from "../../lib/contract/environment.ts";
import {
  BATCH_SIZE,
  CLEANUP_MEMORY_MB,
  CLEANUP_TIMEOUT_MS,
  REQUEST_MEMORY_MB,
  REQUEST_TIMEOUT_MS,
  ROLL_UP_MEMORY_MB,
  ROLL_UP_TIMEOUT_MS,
  START_RUN_MEMORY_MB,
  START_RUN_TIMEOUT_MS,
  SWEEP_MEMORY_MB,
  SWEEP_TIMEOUT_MS,
  WITHDRAW_MEMORY_MB,
  WITHDRAW_TIMEOUT_MS,
} from "../../lib/contract/functions.ts";
import { CLEANUP_QUEUE, START_RUN_QUEUE, SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { synth } from "./synth.ts";
import { readable, resource, resourcesOf } from "./template-queries.ts";

const { template } = synth();

const FUNCTIONS = [
  { id: "StartRun", timeoutMs: START_RUN_TIMEOUT_MS, memoryMb: START_RUN_MEMORY_MB },
  { id: "Sweep", timeoutMs: SWEEP_TIMEOUT_MS, memoryMb: SWEEP_MEMORY_MB },
  { id: "Withdraw", timeoutMs: WITHDRAW_TIMEOUT_MS, memoryMb: WITHDRAW_MEMORY_MB },
  { id: "Request", timeoutMs: REQUEST_TIMEOUT_MS, memoryMb: REQUEST_MEMORY_MB },
  { id: "Cleanup", timeoutMs: CLEANUP_TIMEOUT_MS, memoryMb: CLEANUP_MEMORY_MB },
  { id: "RollUp", timeoutMs: ROLL_UP_TIMEOUT_MS, memoryMb: ROLL_UP_MEMORY_MB },
] as const;

const propertiesOf = (id: string) => resource(template, `${id}Function`).Properties;
const environmentOf = (id: string, of = template) => {
  const { Variables } = resource(of, `${id}Function`).Properties.Environment as {
    Variables: Readonly<Record<string, unknown>>;
  };
  return Object.fromEntries(Object.entries(Variables).map(([name, value]) => [name, readable(value)]));
};

describe("the functions", () => {
  it("are six, and there is no helper function beside them", () => {
    expect(Object.keys(resourcesOf(template, "AWS::Lambda::Function"))).toEqual(
      FUNCTIONS.map(({ id }) => `${id}Function`),
    );
  });

  it.each(FUNCTIONS)(
    "$id runs on Node 24 and arm64 with the contract's time and memory",
    ({ id, timeoutMs, memoryMb }) => {
      expect(propertiesOf(id)).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "index.handler",
        Timeout: timeoutMs / 1_000,
        MemorySize: memoryMb,
      });
      // Tracing is off, which is what a function without the property is.
      expect(propertiesOf(id)).not.toHaveProperty("TracingConfig");
    },
  );

  it.each(FUNCTIONS.filter(({ id }) => id !== "RollUp"))("$id knows every part by the contract's names", ({ id }) => {
    expect(environmentOf(id)).toEqual({
      [ENVIRONMENT.invitationsTable]: "<InvitationsTable>",
      [ENVIRONMENT.identitiesTable]: "<IdentitiesTable>",
      [ENVIRONMENT.runsTable]: "<RunsTable>",
      [ENVIRONMENT.flagsTable]: "<FlagsTable>",
      [ENVIRONMENT.sweepQueueUrl]: "<SweepQueue>",
      [ENVIRONMENT.withdrawQueueUrl]: "<WithdrawQueue>",
      [ENVIRONMENT.startRunQueueUrl]: "<StartRunQueue>",
      [ENVIRONMENT.edgesPlan]: "trial",
      [ENVIRONMENT.spreadMinutes]: "0",
      [ENVIRONMENT.policyParameter]: "<PolicyParameter>",
      [ENVIRONMENT.edgesApiKeySecret]: "<EdgesApiKeySecret>",
      [ENVIRONMENT.retentionDays]: "730",
      [POWERTOOLS_ENVIRONMENT.service]: "invite-sweeper",
      [POWERTOOLS_ENVIRONMENT.metricsNamespace]: "InviteSweeper",
      NODE_OPTIONS: "--enable-source-maps",
      // Only who sends to it.
      ...(id === "Cleanup" && { [ENVIRONMENT.cleanupQueueUrl]: "<CleanupQueue>" }),
    });
  });

  it("take retention, stack name, API address and the form of custom_data from the configuration", () => {
    const { template: other } = synth({
      stackName: "staging",
      retentionDays: 90,
      edgesBaseUrl: "https://edges.example.com/v1",
      edgesCustomData: "object",
      edgesPlan: "gold",
      schedule: { spreadMinutes: 90 },
    });

    expect(environmentOf("Withdraw", other)).toMatchObject({
      [ENVIRONMENT.edgesBaseUrl]: "https://edges.example.com/v1",
      [ENVIRONMENT.edgesCustomData]: "object",
      [ENVIRONMENT.edgesPlan]: "gold",
      [ENVIRONMENT.spreadMinutes]: "90",
      [ENVIRONMENT.retentionDays]: "90",
      [POWERTOOLS_ENVIRONMENT.service]: "staging",
    });
  });

  it("have a log group each, kept for 30 days and gone with the stack", () => {
    const groups = FUNCTIONS.map(({ id }) =>
      readable((propertiesOf(id).LoggingConfig as { LogGroup: unknown }).LogGroup),
    );

    expect(new Set(groups).size).toBe(6);
    const logs = resourcesOf(template, "AWS::Logs::LogGroup");
    expect(Object.keys(logs).map((id) => `<${id}>`)).toEqual(groups);
    for (const log of Object.values(logs)) {
      expect(log).toMatchObject({ DeletionPolicy: "Delete", Properties: { RetentionInDays: 30 } });
    }
  });
});

describe("the queues' pollers", () => {
  const mapping = (queue: string, of = template) => {
    const found = Object.values(resourcesOf(of, "AWS::Lambda::EventSourceMapping")).filter(
      ({ Properties }) => readable(Properties.EventSourceArn) === `<${queue}.Arn>`,
    );
    expect(found).toHaveLength(1);
    return found[0]?.Properties;
  };

  it.each(["StartRun", "Sweep", "Withdraw", "Cleanup"])(
    "hand %s one message at a time and take back those that wait",
    (id) => {
      expect(mapping(`${id}Queue`)).toMatchObject({
        FunctionName: { Ref: `${id}Function` },
        BatchSize: BATCH_SIZE,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      });
    },
  );

  it.each(["trial", "silver", "titanium"] as const)("keep the pace of the %s plan", (edgesPlan) => {
    const { template: planned } = synth({ edgesPlan });
    const { sweep, withdraw } = concurrencyFor(edgesPlan);

    expect(mapping("SweepQueue", planned)).toMatchObject({ ScalingConfig: { MaximumConcurrency: sweep } });
    expect(mapping("WithdrawQueue", planned)).toMatchObject({ ScalingConfig: { MaximumConcurrency: withdraw } });
  });

  it.each([
    { id: "StartRun", definition: START_RUN_QUEUE, deadLetters: "StartRunDeadLetters" },
    { id: "Cleanup", definition: CLEANUP_QUEUE, deadLetters: "EventDeadLetters" },
  ])(
    "feed $id its own messages, each with a delay of its own, without Lambda taking that for a runaway",
    ({ id, definition, deadLetters }) => {
      const { Properties } = resource(template, `${id}Queue`);

      expect(mapping(`${id}Queue`)).toMatchObject({ ScalingConfig: { MaximumConcurrency: 2 } });
      expect(Properties).not.toHaveProperty("FifoQueue");
      expect(Properties).toMatchObject({
        VisibilityTimeout: definition.visibilitySeconds,
        MessageRetentionPeriod: definition.retentionSeconds,
      });
      expect(readable((Properties.RedrivePolicy as { deadLetterTargetArn: unknown }).deadLetterTargetArn)).toBe(
        `<${deadLetters}.Arn>`,
      );
      expect(propertiesOf(id)).toMatchObject({ RecursiveLoop: "Allow" });
      expect(propertiesOf("Sweep")).not.toHaveProperty("RecursiveLoop");
    },
  );

  it("give a function time to end before its message comes back, six times as AWS asks", () => {
    expect(START_RUN_QUEUE.visibilitySeconds).toBeGreaterThanOrEqual((6 * START_RUN_TIMEOUT_MS) / 1_000);
    expect(CLEANUP_QUEUE.visibilitySeconds).toBeGreaterThanOrEqual((6 * CLEANUP_TIMEOUT_MS) / 1_000);
    expect(SWEEP_QUEUE.visibilitySeconds).toBeGreaterThanOrEqual((6 * SWEEP_TIMEOUT_MS) / 1_000);
    expect(WITHDRAW_QUEUE.visibilitySeconds).toBeGreaterThanOrEqual((6 * WITHDRAW_TIMEOUT_MS) / 1_000);
  });
});

describe("the schedule", () => {
  const scheduleOf = (inviteSweeper: Record<string, unknown> = {}) => {
    const schedules = Object.entries(resourcesOf(synth(inviteSweeper).template, "AWS::Scheduler::Schedule"));
    const [found, ...others] = schedules.filter(([id]) => !id.startsWith("RollUp")).map(([, one]) => one);
    expect(others).toEqual([]);
    return found?.Properties;
  };

  it("fires in the owner's time zone within the flexible window", () => {
    const schedule = { cron: "cron(30 8 ? * MON-FRI *)", timezone: "Europe/Zurich", flexibleMinutes: 20 };

    expect(scheduleOf({ schedule })).toMatchObject({
      ScheduleExpression: schedule.cron,
      ScheduleExpressionTimezone: schedule.timezone,
      FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 20 },
      State: "ENABLED",
    });
  });

  it("fires on time when the window is none", () => {
    expect(scheduleOf({ schedule: { flexibleMinutes: 0 } })?.FlexibleTimeWindow).toEqual({ Mode: "OFF" });
  });

  it("hands start-run the time it was due, and what cannot be delivered to the dead letters", () => {
    expect(scheduleOf()?.Target).toMatchObject({
      Arn: { "Fn::GetAtt": ["StartRunFunction", "Arn"] },
      Input: '{"scheduledTime":"<aws.scheduler.scheduled-time>"}',
      DeadLetterConfig: { Arn: { "Fn::GetAtt": ["StartRunDeadLetters", "Arn"] } },
      RetryPolicy: { MaximumEventAgeInSeconds: 7_200 },
    });
  });

  it("has its run tried once: a half-started run is for a person", () => {
    const configs = Object.entries(resourcesOf(template, "AWS::Lambda::EventInvokeConfig"));
    expect(configs.filter(([id]) => !id.startsWith("RollUp")).map(([, one]) => one)).toEqual([
      expect.objectContaining({
        Properties: { FunctionName: { Ref: "StartRunFunction" }, MaximumRetryAttempts: 0, Qualifier: "$LATEST" },
      }),
    ]);
    expect(propertiesOf("StartRun").DeadLetterConfig).toEqual({
      TargetArn: { "Fn::GetAtt": ["StartRunDeadLetters", "Arn"] },
    });
  });
});
