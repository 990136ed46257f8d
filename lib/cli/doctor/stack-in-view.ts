import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SchedulerClient } from "@aws-sdk/client-scheduler";
import type { SNSClient } from "@aws-sdk/client-sns";
import type { SQSClient } from "@aws-sdk/client-sqs";
import type { TargetPlace } from "../target-place.ts";

/** The services that are asked; each client finds region and credentials the way of the AWS tools. */
export interface Services {
  readonly cloudWatch: CloudWatchClient;
  readonly dynamo: DynamoDBClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly scheduler: SchedulerClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

/** A deployed stack that is looked at. */
export interface StackInView extends Services {
  readonly place: Extract<TargetPlace, { kind: "stack" }>;
  readonly status: string;
  readonly outputs: ReadonlyMap<string, string>;
  readonly now: Date;
}

/** @throws Error naming the output, where the stack is of a version without it */
export function outputOf({ outputs }: Pick<StackInView, "outputs">, name: string): string {
  const value = outputs.get(name);
  if (value === undefined) throw new Error(`the stack has no output ${name}`);
  return value;
}
