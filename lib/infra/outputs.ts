import { CfnOutput } from "aws-cdk-lib";
import type { Dashboard } from "aws-cdk-lib/aws-cloudwatch";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { edgesAddress } from "../config/edges-address.ts";
import {
  ARCHIVE_OUTPUTS,
  type ArchiveOutputName,
  CRM_OUTPUTS,
  type CrmOutputName,
  DIGEST_OUTPUTS,
  type DigestOutputName,
  OPTIONAL_OUTPUTS,
  type OptionalOutputName,
  OUTPUTS,
  type OutputName,
} from "../contract/outputs.ts";
import { fillInCommand } from "./api-key-secret.ts";
import type { Archive } from "./archive.ts";
import type { Crm } from "./crm.ts";
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
    [OUTPUTS.stopsTable]: tables.runs.tableName,
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
    [OUTPUTS.startRunFunction]: functions.startRun.invokedAs.functionName,
    [OUTPUTS.sweepFunction]: functions.sweep.invokedAs.functionName,
    [OUTPUTS.withdrawFunction]: functions.withdraw.invokedAs.functionName,
    [OUTPUTS.schedule]: parts.schedule.scheduleName,
    [OUTPUTS.dashboard]: dashboard.dashboardName,
    [OUTPUTS.alarmTopic]: topic.topicArn,
  };
  const all = {
    ...values,
    ...optionalValues(parts),
    ...(parts.digest === null ? {} : digestValues(parts.digest)),
    ...(parts.archive === null ? {} : archiveValues(parts.archive)),
    ...(parts.crm === null ? {} : crmValues(parts.crm)),
  };
  for (const [name, value] of Object.entries(all)) new CfnOutput(scope, name, { value });
}

/** What the command line has to know as the functions do: an address of its own would get the key of another API. */
function optionalValues({ config, cleanup }: Parts): Record<OptionalOutputName, string> {
  return {
    [OPTIONAL_OUTPUTS.edgesBaseUrl]: edgesAddress(config),
    [OPTIONAL_OUTPUTS.retentionDays]: String(config.retentionDays),
    [OPTIONAL_OUTPUTS.edgesPlan]: config.edgesPlan,
    [OPTIONAL_OUTPUTS.removal]: config.removal,
    [OPTIONAL_OUTPUTS.cleanupQueueUrl]: cleanup.queue.queueUrl,
  };
}

function digestValues({ function: { invokedAs: digest }, ...parts }: Digest): Record<DigestOutputName, string> {
  return {
    [DIGEST_OUTPUTS.digestFunction]: digest.functionName,
    [DIGEST_OUTPUTS.digestSchedule]: parts.schedule.scheduleName,
    [DIGEST_OUTPUTS.digestBucket]: parts.reports.bucketName,
    [DIGEST_OUTPUTS.digestTopic]: parts.topic.topicArn,
    [DIGEST_OUTPUTS.digestDeadLettersUrl]: parts.deadLetters.queueUrl,
  };
}

function archiveValues({ bucket, catalog, deadLetters }: Archive): Record<ArchiveOutputName, string> {
  return {
    [ARCHIVE_OUTPUTS.archiveBucket]: bucket.bucketName,
    [ARCHIVE_OUTPUTS.archiveDatabase]: catalog.database.ref,
    [ARCHIVE_OUTPUTS.archiveWorkgroup]: catalog.workgroup.ref,
    [ARCHIVE_OUTPUTS.archiveDeadLettersUrl]: deadLetters.queueUrl,
  };
}

function crmValues({ connection, rule }: Crm): Record<CrmOutputName, string> {
  return { [CRM_OUTPUTS.crmConnection]: connection.connectionName, [CRM_OUTPUTS.crmRule]: rule.ref };
}
