import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DIGEST_OUTPUTS } from "../../contract/outputs.ts";
import { SYSTEM_CLOCK } from "../../observe/clock.ts";
import { probe } from "../../probe/probe.ts";
import type { Verdict } from "../../probe/verdict.ts";
import type { Io } from "../io.ts";
import { describeStack, outputsOf } from "../stack/stack-outputs.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { ask, look } from "./look.ts";

const TEST_MESSAGE = {
  Subject: "invite-sweeper: a test message",
  Message: "Somebody ran `sweeper doctor --try`. The digest comes by the same way; nothing is to be done.",
} as const;

/** Tries what only a real account can answer. Each part asks before it makes or sends anything; `yes` has been said then. */
export async function tryStack(stackName: string, yes: boolean, io: Io): Promise<readonly Check[]> {
  return [
    ...(await look("digest publish", () => tryDigest(stackName, yes, io))),
    ...(await look("probe", () => tryProbe(yes, io))),
  ];
}

async function tryDigest(stackName: string, yes: boolean, io: Io): Promise<Check> {
  const cloudFormation = new CloudFormationClient({});
  const sns = new SNSClient({});
  try {
    const TopicArn = outputsOf(await describeStack(cloudFormation, stackName)).get(DIGEST_OUTPUTS.digestTopic);
    if (TopicArn === undefined) return ok("digest publish", "no digest is configured");
    const agreed =
      yes || (io.interactive && (await io.confirm("Send a test message to everybody who gets the digest?")));
    if (!agreed) return warning("digest publish", "not tried", "say yes, or give --yes");
    const { MessageId } = await ask("sns:Publish", () => sns.send(new PublishCommand({ TopicArn, ...TEST_MESSAGE })));
    return ok(
      "digest publish",
      `taken by the topic, in your name and not the function's (message ${MessageId ?? "?"})`,
    );
  } finally {
    cloudFormation.destroy();
    sns.destroy();
  }
}

async function tryProbe(yes: boolean, io: Io): Promise<readonly Check[]> {
  const [cloudFormation, sqs, dynamo] = [new CloudFormationClient({}), new SQSClient({}), new DynamoDBClient({})];
  try {
    // What the probe saw goes beside its progress: standard output has the table of checks, or JSON.
    const beside = { ...io, out: io.err };
    const end = await probe({ cloudFormation, sqs, dynamo, io: beside, now: SYSTEM_CLOCK.now, yes });
    if (end === undefined) return [warning("probe", "not tried", "say yes, or give --yes")];
    const kept = failing("probe stack", "it could not be deleted", "delete it by hand, as printed above");
    return [...end.verdicts.map(verdictCheck), ...(end.cleanedUp ? [] : [kept])];
  } finally {
    for (const client of [cloudFormation, sqs, dynamo]) client.destroy();
  }
}

export function verdictCheck({ question, answer, because }: Verdict): Check {
  const found = `${question} ${answer}: ${because}`;
  if (answer === "yes") return ok("probe", found);
  if (answer === "unknown") return warning("probe", found, "try again");
  return failing("probe", found, "report it with the file of this doctor: the project counts on the opposite");
}
