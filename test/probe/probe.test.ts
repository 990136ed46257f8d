import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { detailOf, INVITATION_SETTLED } from "../../lib/contract/events.ts";
import { AccessError } from "../../lib/probe/access.ts";
import { ACCEPTED_ITEM } from "../../lib/probe/experiment.ts";
import { type ProbeParts, probe } from "../../lib/probe/probe.ts";
import type { Receive } from "../../lib/probe/receive.ts";

const cloudFormation = mockClient(CloudFormationClient);
const sqs = mockClient(SQSClient);
const dynamo = mockClient(DynamoDBClient);
const AWS = { region: "eu-west-1", credentials: { accessKeyId: "key", secretAccessKey: "secret" } };
const NAME = /^invite-sweeper-probe-\w+$/;
const BY_HAND = /aws cloudformation delete-stack --stack-name invite-sweeper-probe-\w+ --region eu-west-1/;

let printed: { out: string[]; err: string[] };
let interrupt: () => void;
let stackStatus: "CREATE_COMPLETE" | "CREATE_FAILED";
let deletion: "DELETE_COMPLETE" | "DELETE_FAILED";
let nowMs: number;

/** Every look at the clock takes ten seconds, so that a watch ends without waiting. */
const now = () => {
  nowMs += 10_000;
  return new Date(nowMs);
};

function parts(more: Partial<ProbeParts> = {}): ProbeParts {
  const io = {
    out: (text: string) => void printed.out.push(text),
    err: (text: string) => void printed.err.push(text),
    interactive: false,
    confirm: async () => false,
    onInterrupt: (stop: () => void) => {
      interrupt = stop;
      return () => {};
    },
  };
  return {
    cloudFormation: new CloudFormationClient(AWS),
    sqs: new SQSClient(AWS),
    dynamo: new DynamoDBClient(AWS),
    io,
    now,
    yes: true,
    ...more,
  };
}

const receive = (message: string, receiveCount: number, at: number): Receive => ({
  message,
  receiveCount,
  sentAt: 0,
  at,
});
const reported = (...receives: readonly Receive[]) => ({
  Messages: receives.map((one) => ({ Body: JSON.stringify(one) })),
});
const deletions = () => cloudFormation.commandCalls(DeleteStackCommand).map(({ args }) => args[0].input.StackName);
const sentMessages = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input.MessageBody);

beforeEach(() => {
  printed = { out: [], err: [] };
  stackStatus = "CREATE_COMPLETE";
  deletion = "DELETE_COMPLETE";
  nowMs = 1_700_000_000_000;
  cloudFormation.reset();
  sqs.reset();
  dynamo.reset();
  dynamo.on(PutItemCommand).resolves({});
  cloudFormation.on(CreateStackCommand).resolves({ StackId: "stack" });
  cloudFormation.on(DeleteStackCommand).resolves({});
  cloudFormation.on(DescribeStacksCommand).callsFake(() => ({
    Stacks: [
      {
        StackStatus: deletions().length > 0 ? deletion : stackStatus,
        Outputs: [
          { OutputKey: "QueueUrl", OutputValue: "https://sqs/queue.fifo" },
          { OutputKey: "ResultsUrl", OutputValue: "https://sqs/results" },
          { OutputKey: "TableName", OutputValue: "table" },
          { OutputKey: "EventsUrl", OutputValue: "https://sqs/events" },
          { OutputKey: "UndeliveredUrl", OutputValue: "https://sqs/undelivered" },
        ],
      },
    ],
  }));
  sqs.on(SendMessageCommand).resolves({});
  sqs
    .on(ReceiveMessageCommand)
    .resolvesOnce(reported(receive("A1", 1, 1_000)))
    .resolvesOnce({})
    .resolvesOnce(reported(receive("B1", 1, 2_000)))
    .resolves(reported(receive("A1", 2, 41_500), receive("A2", 1, 42_000)));
  sqs.on(ReceiveMessageCommand, { QueueUrl: "https://sqs/events" }).resolves({
    Messages: [{ Body: JSON.stringify({ detail: detailOf(INVITATION_SETTLED, plainItem()) }) }],
  });
});

/** The item as `detailOf` takes it: values as a stream record has them, by type. */
const plainItem = () => ACCEPTED_ITEM;

describe("the probe", () => {
  it("prints what was seen and a verdict for each question, and deletes its stack", async () => {
    const end = await probe(parts());

    expect(end?.verdicts.map(({ answer }) => answer)).toEqual(["yes", "yes", "yes", "yes"]);
    expect(end?.cleanedUp).toBe(true);
    expect(printed.out.join("\n")).toMatch(
      /A1\s+1 .*\nB1\s+1 .*\nA1\s+2\s+41\.5\s+40\.5\nA2(.|\n)*YES(.|\n)*YES(.|\n)*YES/,
    );
    expect(deletions()).toEqual([expect.stringMatching(NAME)]);
  });

  it("sends group B only once A1 is hidden, each message with its group", async () => {
    sqs.on(ReceiveMessageCommand).callsFake(() => {
      expect(sentMessages().includes("B1")).toBe(sqs.commandCalls(ReceiveMessageCommand).length > 1);
      return reported(receive("A1", 1, 1_000));
    });

    await probe(parts());

    const groups = sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input.MessageGroupId);
    expect(sentMessages()).toEqual(["A1", "A2", "B1"]);
    expect(groups).toEqual(["A", "A", "B"]);
  });

  it("gives up when nothing is ever received", async () => {
    sqs.reset();
    sqs.on(SendMessageCommand).resolves({});
    sqs.on(ReceiveMessageCommand).resolves({});

    const end = await probe(parts());

    expect(end?.verdicts.map(({ answer }) => answer)).toEqual(["unknown", "unknown", "unknown", "unknown"]);
    expect(sentMessages()).not.toContain("B1");
    expect(deletions()).toHaveLength(1);
  });

  it("creates nothing without consent", async () => {
    expect(await probe(parts({ yes: false }))).toBeUndefined();

    expect(cloudFormation.calls()).toHaveLength(0);
    expect(printed.err.join("\n")).toContain("--yes");
    expect(printed.err.join("\n")).toContain("fraction of a US cent");
  });
});

describe("the probe's stack is deleted", () => {
  it("when sending throws", async () => {
    sqs.on(SendMessageCommand).rejects(new Error("no such queue"));

    await expect(probe(parts())).rejects.toThrow("no such queue");

    expect(deletions()).toHaveLength(1);
  });

  it("when a report cannot be read", async () => {
    sqs.on(ReceiveMessageCommand).resolves({ Messages: [{ Body: "{}" }] });

    await expect(probe(parts())).rejects.toThrow();

    expect(deletions()).toHaveLength(1);
  });

  it("when the request to create it got no answer", async () => {
    cloudFormation.on(CreateStackCommand).rejects(new Error("socket hang up"));

    await expect(probe(parts())).rejects.toThrow("socket hang up");

    expect(deletions()).toHaveLength(1);
  });

  it("when it could not be created, and the first failure is told", async () => {
    stackStatus = "CREATE_FAILED";
    cloudFormation.on(DescribeStackEventsCommand).resolves({
      StackEvents: [
        { LogicalResourceId: "Function", ResourceStatus: "CREATE_FAILED", ResourceStatusReason: "cancelled" },
        { LogicalResourceId: "Role", ResourceStatus: "CREATE_FAILED", ResourceStatusReason: "iam:CreateRole denied" },
      ] as never,
    });

    await expect(probe(parts())).rejects.toThrow("Role: iam:CreateRole denied");

    expect(deletions()).toHaveLength(1);
  });

  it("at Ctrl-C", async () => {
    sqs.on(ReceiveMessageCommand).callsFake(() => {
      interrupt();
      throw Object.assign(new Error("Request aborted"), { name: "AbortError" });
    });

    await expect(probe(parts())).rejects.toThrow("interrupted");

    expect(deletions()).toHaveLength(1);
    expect(printed.err.join("\n")).toMatch(BY_HAND);
  });

  it("or the reader is told how to, without losing the findings", async () => {
    deletion = "DELETE_FAILED";

    const end = await probe(parts());

    expect(end?.cleanedUp).toBe(false);
    expect(end?.verdicts).toHaveLength(4);
    expect(printed.err.join("\n")).toMatch(BY_HAND);
  });

  it("or the reader is told how to, without losing the first error", async () => {
    sqs.on(SendMessageCommand).rejects(new Error("no such queue"));
    cloudFormation.on(DeleteStackCommand).rejects(new Error("not authorized"));

    await expect(probe(parts())).rejects.toThrow("no such queue");

    expect(printed.err.join("\n")).toMatch(/not authorized/);
    expect(printed.err.join("\n")).toMatch(BY_HAND);
  });
});

describe("before anything is created", () => {
  const failing = (message: string) => () => Promise.reject(new Error(message));

  it.each([
    ["region", new CloudFormationClient({ ...AWS, region: failing("Region is missing") }), "AWS_REGION"],
    ["credentials", new CloudFormationClient({ ...AWS, credentials: failing("none found") }), "none found"],
  ])("missing %s are told clearly", async (_missing, client, words) => {
    const attempt = probe(parts({ cloudFormation: client }));

    await expect(attempt).rejects.toThrow(AccessError);
    await expect(attempt).rejects.toThrow(words);
    expect(cloudFormation.calls()).toHaveLength(0);
  });
});
