import { parseArgs } from "node:util";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import { EXIT, explain } from "../lib/cli/errors.ts";
import { processIo } from "../lib/cli/io.ts";
import { SYSTEM_CLOCK } from "../lib/observe/clock.ts";
import { AccessError } from "../lib/probe/access.ts";
import { probe } from "../lib/probe/probe.ts";

const USAGE = `npm run probe:aws [-- --yes]
Tries in your own AWS account whether Lambda's poller leaves a hidden FIFO message hidden, and its group waiting, and what a
pipe makes of an attribute that is not there. \`sweeper doctor --stack NAME --try\` does the same beside its other checks.
Exit code: 0 every answer is yes, 1 one is not, or the probe failed, 2 no region, no credentials or a wrong option.`;

const io = processIo();

function readOptions() {
  try {
    return parseArgs({ options: { yes: { type: "boolean" }, help: { type: "boolean", short: "h" } } }).values;
  } catch (error) {
    io.err(`${explain(error).text}\n\n${USAGE}`);
    return undefined;
  }
}

async function main(): Promise<number> {
  const options = readOptions();
  if (options === undefined) return EXIT.badInput;
  if (options.help === true) {
    io.out(USAGE);
    return EXIT.done;
  }
  try {
    const end = await probe({
      cloudFormation: new CloudFormationClient({}),
      sqs: new SQSClient({}),
      dynamo: new DynamoDBClient({}),
      io,
      now: SYSTEM_CLOCK.now,
      yes: options.yes === true,
    });
    if (end === undefined) return EXIT.done;
    return end.cleanedUp && end.verdicts.every(({ answer }) => answer === "yes") ? EXIT.done : EXIT.failed;
  } catch (error) {
    io.err(explain(error).text);
    return error instanceof AccessError ? EXIT.badInput : EXIT.failed;
  }
}

process.exitCode = await main();
