import { BATCH_SIZE } from "../contract/functions.ts";
import { WITHDRAW_QUEUE } from "../contract/queues.ts";
import { FUNCTION_CODE, PROBE_ENVIRONMENT } from "./function-code.ts";
import { pipeResources } from "./pipe-template.ts";

/** Outputs of the probe's stack. */
export const PROBE_OUTPUTS = {
  queueUrl: "QueueUrl",
  resultsUrl: "ResultsUrl",
  table: "TableName",
  eventsUrl: "EventsUrl",
  undeliveredUrl: "UndeliveredUrl",
} as const;

const SERVICE = "lambda.amazonaws.com";
const FUNCTION_TIMEOUT_SECONDS = 10;
const ref = (id: string) => ({ Ref: id });
const arnOf = (id: string) => ({ "Fn::GetAtt": [id, "Arn"] });

/**
 * The probe's stack: the withdraw queue's numbers from the contract and the mapping's settings of `lib/infra/functions.ts`,
 * with the least that Lambda's pollers take. No names are given, so it stands beside anything; nothing outlives it.
 */
export function probeTemplate() {
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "invite-sweeper probe: temporary, safe to delete at any time",
    Resources: {
      DeadLetters: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true, SqsManagedSseEnabled: true } },
      Queue: {
        Type: "AWS::SQS::Queue",
        Properties: {
          FifoQueue: true,
          SqsManagedSseEnabled: true,
          VisibilityTimeout: WITHDRAW_QUEUE.visibilitySeconds,
          RedrivePolicy: {
            deadLetterTargetArn: arnOf("DeadLetters"),
            maxReceiveCount: WITHDRAW_QUEUE.maxReceiveCount,
          },
        },
      },
      Results: {
        Type: "AWS::SQS::Queue",
        // A report is read once and goes with the stack, so it need not be deleted: it only must not come again.
        Properties: { SqsManagedSseEnabled: true, VisibilityTimeout: 3600 },
      },
      Role: { Type: "AWS::IAM::Role", Properties: roleProperties() },
      Function: {
        Type: "AWS::Lambda::Function",
        Properties: {
          Description: "invite-sweeper probe: hides a message and reports what it receives",
          Runtime: "nodejs24.x",
          Architectures: ["arm64"],
          Handler: "index.handler",
          Timeout: FUNCTION_TIMEOUT_SECONDS,
          MemorySize: 256,
          Role: arnOf("Role"),
          Code: { ZipFile: FUNCTION_CODE },
          Environment: {
            Variables: {
              [PROBE_ENVIRONMENT.queueUrl]: ref("Queue"),
              [PROBE_ENVIRONMENT.resultsUrl]: ref("Results"),
            },
          },
        },
      },
      Messages: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          EventSourceArn: arnOf("Queue"),
          FunctionName: ref("Function"),
          BatchSize: BATCH_SIZE,
          FunctionResponseTypes: ["ReportBatchItemFailures"],
          // Two is the least Lambda takes, and enough for one group to go on beside another.
          ScalingConfig: { MaximumConcurrency: 2 },
        },
      },
      ...pipeResources(),
    },
    Outputs: {
      [PROBE_OUTPUTS.queueUrl]: { Value: ref("Queue") },
      [PROBE_OUTPUTS.resultsUrl]: { Value: ref("Results") },
      [PROBE_OUTPUTS.table]: { Value: ref("Table") },
      [PROBE_OUTPUTS.eventsUrl]: { Value: ref("Events") },
      [PROBE_OUTPUTS.undeliveredUrl]: { Value: ref("Undelivered") },
    },
  } as const;
}

/** What the pollers need on the one queue, and reports to the other. No logs: their group would outlive the stack. */
function roleProperties() {
  return {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: SERVICE }, Action: "sts:AssumeRole" }],
    },
    Policies: [
      {
        PolicyName: "probe",
        PolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: [
                "sqs:ReceiveMessage",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
                "sqs:ChangeMessageVisibility",
              ],
              Resource: arnOf("Queue"),
            },
            { Effect: "Allow", Action: ["sqs:SendMessage"], Resource: arnOf("Results") },
          ],
        },
      },
    ],
  } as const;
}
