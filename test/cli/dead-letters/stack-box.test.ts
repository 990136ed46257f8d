import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { GetParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { messageBody, type WithdrawMessage } from "../../../lib/contract/messages.ts";
import { OPTIONAL_OUTPUTS, OUTPUTS } from "../../../lib/contract/outputs.ts";
import { HOUR_MS, later } from "../../../lib/domain/time.ts";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { startDynalite } from "../../../lib/local/dynalite.ts";
import { type EmbeddedQueues, startEmbeddedQueues } from "../../../lib/local/embedded-queues.ts";
import { LOCAL_AWS } from "../../../lib/local/local-aws.ts";
import { localSystem } from "../../../lib/local/template/index.ts";
import { sweeper } from "../../helpers/command-line.ts";
import { connect, freshLedger } from "../../helpers/dynamo-emulator.ts";
import { anInvitation, appeared, aRun, ended } from "../../helpers/dynamo-records.ts";
import { ANA, BEN } from "../../helpers/test-bed.ts";

const cloudFormation = mockClient(CloudFormationClient);
const ssm = mockClient(SSMClient);
const lambda = mockClient(LambdaClient);

let dynalite: Awaited<ReturnType<typeof startDynalite>>;
let client: DynamoDBClient;
let ledger: Ledger;
let queues: EmbeddedQueues;
let urls: Readonly<Record<"start-run" | "sweep" | "withdraw", { readonly source: string; readonly dead: string }>>;

beforeEach(async () => {
  dynalite = await startDynalite({});
  const connection = connect(dynalite.url);
  client = connection.client;
  const fresh = await freshLedger(connection, { now: () => new Date() });
  ledger = fresh.ledger;
  queues = await startEmbeddedQueues();
  const created = await queues.create((await localSystem()).queues);
  const url = (id: string) => {
    const found = created.get(id);
    if (found === undefined) throw new Error(`the template has no queue ${id}`);
    return found.url;
  };
  urls = {
    "start-run": { source: "", dead: url("StartRunDeadLetters") },
    sweep: { source: url("SweepQueue"), dead: url("SweepDeadLetters") },
    withdraw: { source: url("WithdrawQueue"), dead: url("WithdrawDeadLetters") },
  };
  vi.stubEnv("AWS_ENDPOINT_URL_DYNAMODB", dynalite.url);
  vi.stubEnv("AWS_ENDPOINT_URL_SQS", queues.endpoint);
  vi.stubEnv("AWS_REGION", LOCAL_AWS.region);
  vi.stubEnv("AWS_ACCESS_KEY_ID", LOCAL_AWS.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", LOCAL_AWS.credentials.secretAccessKey);
  const values: Readonly<Record<string, string>> = {
    [OUTPUTS.invitationsTable]: fresh.tables.invitations,
    [OUTPUTS.identitiesTable]: fresh.tables.identities,
    [OUTPUTS.runsTable]: fresh.tables.runs,
    [OUTPUTS.flagsTable]: fresh.tables.flags,
    [OUTPUTS.policyParameter]: "/staging/policy",
    [OUTPUTS.edgesApiKeySecret]: "staging-key",
    [OUTPUTS.startRunFunction]: "staging-start-run",
    [OUTPUTS.sweepQueueUrl]: urls.sweep.source,
    [OUTPUTS.withdrawQueueUrl]: urls.withdraw.source,
    [OUTPUTS.startRunDeadLettersUrl]: urls["start-run"].dead,
    [OUTPUTS.sweepDeadLettersUrl]: urls.sweep.dead,
    [OUTPUTS.withdrawDeadLettersUrl]: urls.withdraw.dead,
    [OPTIONAL_OUTPUTS.edgesBaseUrl]: "http://127.0.0.1:9/v1",
    [OPTIONAL_OUTPUTS.retentionDays]: "730",
  };
  const Outputs = Object.entries(values).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
  for (const mock of [cloudFormation, ssm, lambda]) mock.reset();
  cloudFormation.on(DescribeStacksCommand, { StackName: "staging" }).resolves({
    Stacks: [{ StackName: "staging", CreationTime: new Date(), StackStatus: "CREATE_COMPLETE", Outputs }],
  });
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '{"mode":"live"}', Version: 4 } });
});

afterEach(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await queues.close();
  await dynalite.close();
});

const onStack = (...argv: string[]) => sweeper(["dead-letters", ...argv, "--stack", "staging"]);
const list = async (...more: string[]) => {
  const { code, out, err } = await onStack("list", "--json", ...more);
  expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out);
};

/** Sorted, for SQS keeps no order between groups. */
const idsOf = (letters: readonly { readonly id: string }[]) => letters.map(({ id }) => id).sort();

/** Puts a message into dead letters, as SQS, Lambda or the schedule would. */
async function bury(queue: keyof typeof urls, MessageBody: string, group = ANA, noted: Record<string, string> = {}) {
  const MessageAttributes = Object.fromEntries(
    Object.entries(noted).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
  );
  const fifo = queue === "start-run" ? {} : { MessageGroupId: group, MessageDeduplicationId: `${Math.random()}` };
  const QueueUrl = urls[queue].dead;
  await queues.client.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageAttributes, ...fifo }));
}

const receive = async (QueueUrl: string): Promise<Message[]> => {
  const command = new ReceiveMessageCommand({
    ...{ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0, MessageSystemAttributeNames: ["All"] },
  });
  return (await queues.client.send(command)).Messages ?? [];
};
const bodies = async (url: string) => (await receive(url)).map(({ Body }) => Body);

async function countOf(QueueUrl: string) {
  const AttributeNames = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] as const;
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] });
  const { Attributes = {} } = await queues.client.send(command);
  return AttributeNames.map((name) => Number(Attributes[name]));
}

const withdraw = (invitationId: string, change: Partial<WithdrawMessage> = {}) =>
  messageBody({
    ...{ v: 1, kind: "withdraw", runId: "run-1", identityId: ANA, invitationId, reason: "stale" },
    ...{ plannedAt: new Date(), expiresAt: later(new Date(), HOUR_MS), ...change },
  });
const sweepMessage = (identityId: string) =>
  messageBody({ v: 1, kind: "sweep", runId: "run-1", identityId, connected: true });

describe("dead-letters list --stack", () => {
  it("tells each message with its reason, and leaves all where they were, to be seen at once by the next", async () => {
    const mine = { identityId: ANA };
    await appeared(ledger, { ...anInvitation(mine), invitationId: "1" });
    await ended(ledger, { ...anInvitation({ identityId: BEN }), invitationId: "2" });
    await bury("withdraw", withdraw("1"), ANA);
    await bury("withdraw", withdraw("2", { identityId: BEN }), BEN);
    await bury("withdraw", "hello", "somebody");
    await bury("sweep", sweepMessage(ANA), ANA);

    const first = await list();
    const second = await list();

    expect(first.map(({ queue, redrive }: { queue: string; redrive: string }) => [queue, redrive])).toEqual([
      ["sweep", "never"],
      ["withdraw", "now"],
      ["withdraw", "never"],
      ["withdraw", "never"],
    ]);
    expect(first[0].reason).toContain("the ledger holds no run run-1");
    expect(first[1]).toMatchObject({
      ...{ identityId: ANA, invitationId: "1", runId: "run-1", received: 1 },
      reason: "still pending; no answer is on record",
    });
    expect(Date.now() - new Date(first[1].sentAt).getTime()).toBeLessThan(HOUR_MS);
    expect(first[2].reason).toContain("has ended meanwhile: withdrawn on");
    expect(first[3]).toMatchObject({ identityId: "somebody", reason: expect.stringContaining("not JSON") });
    expect(idsOf(second)).toEqual(idsOf(first));
    expect(await countOf(urls.withdraw.dead)).toEqual([3, 0]);
  });

  it("lets go of what it held also when it fails half-way", async () => {
    await bury("withdraw", withdraw("1"), ANA);
    await bury("withdraw", withdraw("2", { identityId: BEN }), BEN);
    await dynalite.close();

    const { code, out } = await onStack("list");
    dynalite = await startDynalite({});

    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(await countOf(urls.withdraw.dead)).toEqual([2, 0]);
  });

  it("counts what a group holds back behind the messages it has handed out", async () => {
    for (const text of ["a", "b", "c"]) await bury("withdraw", text);

    const { code, err } = await onStack("list", "--json");

    expect(code).toBe(0);
    expect(err).toContain("withdraw: SQS counts about 2 more");
  });

  it("tells the schedule's with the time that was due and what they failed on", async () => {
    await bury("start-run", '{"scheduledTime":"2027-01-31T09:00:00Z"}', "", {
      ErrorMessage: "the policy is not valid",
    });
    await bury("start-run", '{"scheduledTime":"2027-02-01T09:00:00Z"}', "", { ERROR_MESSAGE: "throttled" });
    await bury("start-run", "{}");

    const letters: { runId: string; redrive: string; reason: string }[] = await list("--queue", "start-run");

    expect(letters.map(({ runId, redrive, reason }) => [runId, redrive, reason])).toEqual([
      ["2027-01-31T09:00:00.000Z", "now", "the run of 2027-01-31 09:00 UTC did not start: the policy is not valid"],
      ["2027-02-01T09:00:00.000Z", "now", "the run of 2027-02-01 09:00 UTC did not start: throttled"],
      [null, "never", 'not what the schedule sends: its body has no "scheduledTime"'],
    ]);
  });

  it("names the outputs that an older stack does not have", async () => {
    cloudFormation.on(DescribeStacksCommand, { StackName: "staging" }).resolves({
      Stacks: [{ StackName: "staging", CreationTime: new Date(), StackStatus: "CREATE_COMPLETE", Outputs: [] }],
    });

    const { code, err } = await onStack("list");

    expect(code).toBe(2);
    expect(err).toContain("the stack staging has no output");
  });
});

describe("dead-letters redrive --stack", () => {
  it("puts a message back with its group and a fresh deduplication id, and keeps what it cannot cure", async () => {
    await appeared(ledger, { ...anInvitation({ identityId: ANA }), invitationId: "1" });
    await bury("withdraw", withdraw("1"), ANA);
    await bury("withdraw", withdraw("2", { expiresAt: new Date(0) }), BEN);

    const { code, out } = await onStack("redrive", "--json");

    const [back] = await receive(urls.withdraw.source);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ redriven: [{ invitationId: "1" }], kept: [{ redrive: "never" }] });
    expect(JSON.parse(back?.Body ?? "")).toMatchObject({ invitationId: "1" });
    expect(back?.Attributes).toMatchObject({ MessageGroupId: ANA });
    expect(back?.Attributes?.MessageDeduplicationId).toBe(`redrive/${JSON.parse(out).redriven[0].id}`);
    expect(await countOf(urls.withdraw.dead)).toEqual([1, 0]);
  });

  it("reaches what lay behind, in the order of the group", async () => {
    await ledger.runs.begin(aRun());
    const names = ["1", "2", "3", "4"];
    for (const name of names) {
      await appeared(ledger, { ...anInvitation({ identityId: ANA }), invitationId: name });
      await bury("withdraw", withdraw(name));
    }
    await bury("sweep", sweepMessage(BEN), BEN);

    const { out } = await onStack("redrive", "--json");

    const redriven: { queue: string; invitationId: string | null }[] = JSON.parse(out).redriven;
    expect(redriven.map(({ invitationId }) => invitationId)).toEqual([null, ...names]);
    expect(await bodies(urls.sweep.source)).toEqual([sweepMessage(BEN)]);
    expect(await countOf(urls.withdraw.source)).toEqual([4, 0]);
    expect(await countOf(urls.withdraw.dead)).toEqual([0, 0]);
  });

  it("keeps a message for later while the policy would put it off", async () => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Value: '{"mode":"dry-run"}', Version: 4 } });
    await appeared(ledger, { ...anInvitation({ identityId: ANA }), invitationId: "1" });
    await bury("withdraw", withdraw("1"));

    const { out } = await onStack("redrive", "--json");

    expect(JSON.parse(out)).toMatchObject({ redriven: [], kept: [{ redrive: "later" }] });
    expect(await countOf(urls.withdraw.source)).toEqual([0, 0]);
    expect(await countOf(urls.withdraw.dead)).toEqual([1, 0]);
  });

  it("starts the run of the time in the body, as the schedule would", async () => {
    lambda.on(InvokeCommand, { FunctionName: "staging-start-run" }).resolves({
      Payload: payload({ runId: "r", mode: "live", identities: [], notConnected: [], alreadyStarted: false }),
    });
    await bury("start-run", '{"scheduledTime":"2027-01-31T09:00:00Z"}');

    const { code } = await onStack("redrive");

    const { Payload } = lambda.call(0).args[0].input as { Payload: Uint8Array };
    expect(code).toBe(0);
    expect(JSON.parse(Buffer.from(Payload).toString())).toEqual({ scheduledTime: "2027-01-31T09:00:00.000Z" });
    expect(await countOf(urls["start-run"].dead)).toEqual([0, 0]);
  });

  it("keeps a run that does not start again, tells why, goes on with the others and ends with 1", async () => {
    lambda.on(InvokeCommand).resolves({ FunctionError: "Unhandled", Payload: payload({ errorMessage: "no key" }) });
    await appeared(ledger, { ...anInvitation({ identityId: ANA }), invitationId: "1" });
    await bury("start-run", '{"scheduledTime":"2027-01-31T09:00:00Z"}');
    await bury("withdraw", withdraw("1"));

    const { code, out } = await onStack("redrive", "--json");

    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      redriven: [{ queue: "withdraw" }],
      kept: [{ queue: "start-run", redrive: "later", reason: "the run did not start: no key" }],
    });
    expect(await countOf(urls["start-run"].dead)).toEqual([1, 0]);
  });

  it("starts no run that a later one has made needless: each may spend a whole run's cap", async () => {
    const scheduledAt = new Date("2027-02-01T09:00:00.000Z");
    await ledger.runs.begin(aRun({ runId: scheduledAt.toISOString(), scheduledAt, startedAt: scheduledAt }));
    await ledger.runs.markStarted(scheduledAt.toISOString(), 2, []);
    await bury("start-run", '{"scheduledTime":"2027-01-31T09:00:00Z"}');

    const { out } = await onStack("redrive", "--json");

    expect(JSON.parse(out)).toMatchObject({ redriven: [], kept: [{ redrive: "never" }] });
    expect(lambda.calls()).toHaveLength(0);
  });

  it("does not let --live override what the stack's policy says", async () => {
    const { code, err } = await onStack("redrive", "--live");

    expect(code).toBe(2);
    expect(err).toContain("policy set mode=live --stack staging");
  });
});

describe("dead-letters purge --stack", () => {
  it("--hopeless deletes what a redrive would not cure, prints it whole, and leaves the rest", async () => {
    await appeared(ledger, { ...anInvitation({ identityId: ANA }), invitationId: "1" });
    await bury("withdraw", withdraw("1"), ANA);
    for (const text of ["a", "b"]) await bury("withdraw", text, BEN);

    const { code, out, err } = await onStack("purge", "--hopeless", "--yes", "--json");

    expect(code).toBe(0);
    expect(out.split("\n").map((line) => JSON.parse(line).body)).toEqual(["a", "b"]);
    expect(err).toContain("2 dead letters deleted");
    expect(await bodies(urls.withdraw.dead)).toEqual([withdraw("1")].map(() => expect.stringContaining('"1"')));
  });

  it("deletes nothing at a no", async () => {
    await bury("withdraw", "a");

    const { code, asked } = await sweeper(["dead-letters", "purge", "--stack", "staging"], { answer: false });

    expect(code).toBe(2);
    expect(asked).toHaveLength(1);
    expect(await countOf(urls.withdraw.dead)).toEqual([1, 0]);
  });
});

const payload = (answer: object) => new TextEncoder().encode(JSON.stringify(answer)) as never;
