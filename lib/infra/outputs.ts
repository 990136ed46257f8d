import { CfnOutput } from "aws-cdk-lib";
import type { Dashboard } from "aws-cdk-lib/aws-cloudwatch";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { DIGEST_OUTPUTS, type DigestOutputName, OUTPUTS, type OutputName } from "../contract/outputs.ts";
import { fillInCommand } from "./api-key-secret.ts";
import type { Digest } from "./digest.ts";
import type { Parts } from "./parts.ts";

/** The stack's outputs, all of `lib/contract/outputs.ts`: the types fail when one is missing. */
export function outputs(scope: Construct, parts: Parts, dashboard: Dashboard, topic: ITopic): void {
  const { tables, sweepQueue, withdrawQueue, startRunDeadLetters, functions } = parts;
  const values: Record<OutputName, string> = {
    [OUTPUTS.invitationsTable]: tables.invitations.tableName,
    [OUTPUTS.identitiesTable]: tables.identities.tableName,
    [OUTPUTS.runsTable]: tables.runs.tableName,
    [OUTPUTS.flagsTable]: tables.flags.tableName,
    [OUTPUTS.sweepQueueUrl]: sweepQueue.queue.queueUrl,
    [OUTPUTS.withdrawQueueUrl]: withdrawQueue.queue.queueUrl,
    [OUTPUTS.startRunDeadLettersUrl]: startRunDeadLetters.queueUrl,
    [OUTPUTS.sweepDeadLettersUrl]: sweepQueue.deadLetters.queueUrl,
    [OUTPUTS.withdrawDeadLettersUrl]: withdrawQueue.deadLetters.queueUrl,
    [OUTPUTS.eventBus]: parts.events.bus.eventBusName,
    [OUTPUTS.eventDeadLettersUrl]: parts.events.deadLetters.queueUrl,
    [OUTPUTS.policyParameter]: parts.policyParameter.parameterName,
    [OUTPUTS.edgesApiKeySecret]: parts.apiKeySecret.ref,
    [OUTPUTS.fillInApiKey]: fillInCommand(parts.apiKeySecret),
    [OUTPUTS.startRunFunction]: functions.startRun.function.functionName,
    [OUTPUTS.sweepFunction]: functions.sweep.function.functionName,
    [OUTPUTS.withdrawFunction]: functions.withdraw.function.functionName,
    [OUTPUTS.schedule]: parts.schedule.scheduleName,
    [OUTPUTS.dashboard]: dashboard.dashboardName,
    [OUTPUTS.alarmTopic]: topic.topicArn,
  };
  const all = { ...values, ...(parts.digest === null ? {} : digestValues(parts.digest)) };
  for (const [name, value] of Object.entries(all)) new CfnOutput(scope, name, { value });
}

function digestValues({ function: { function: digest }, ...parts }: Digest): Record<DigestOutputName, string> {
  return {
    [DIGEST_OUTPUTS.digestFunction]: digest.functionName,
    [DIGEST_OUTPUTS.digestSchedule]: parts.schedule.scheduleName,
    [DIGEST_OUTPUTS.digestBucket]: parts.reports.bucketName,
    [DIGEST_OUTPUTS.digestTopic]: parts.topic.topicArn,
    [DIGEST_OUTPUTS.digestDeadLettersUrl]: parts.deadLetters.queueUrl,
  };
}
