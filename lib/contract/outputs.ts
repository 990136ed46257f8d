/** The stack's outputs: what the command line, and a person, needs to find its parts. */
export const OUTPUTS = {
  invitationsTable: "InvitationsTableName",
  identitiesTable: "IdentitiesTableName",
  runsTable: "RunsTableName",
  flagsTable: "FlagsTableName",
  /** Where the functions read what people have stopped. A stack without it is of a version that goes by the policy alone. */
  stopsTable: "StopsTableName",
  sweepQueueUrl: "SweepQueueUrl",
  withdrawQueueUrl: "WithdrawQueueUrl",
  startRunDeadLettersUrl: "StartRunDeadLettersUrl",
  sweepDeadLettersUrl: "SweepDeadLettersUrl",
  withdrawDeadLettersUrl: "WithdrawDeadLettersUrl",
  eventBus: "EventBusName",
  eventDeadLettersUrl: "EventDeadLettersUrl",
  policyParameter: "PolicyParameterName",
  edgesApiKeySecret: "EdgesApiKeySecretArn",
  /** The command that puts the key into the secret, which the stack creates empty. */
  fillInApiKey: "FillInApiKeyCommand",
  startRunFunction: "StartRunFunctionName",
  sweepFunction: "SweepFunctionName",
  withdrawFunction: "WithdrawFunctionName",
  schedule: "ScheduleName",
  dashboard: "DashboardName",
  alarmTopic: "AlarmTopicArn",
} as const;

/** Outputs that a stack of an earlier version lacks: whoever reads them goes on without. */
export const OPTIONAL_OUTPUTS = {
  /** The address of the API, ending in `/v1`. */
  edgesBaseUrl: "EdgesBaseUrl",
  /** Days, as a whole number in text. */
  retentionDays: "RetentionDays",
  edgesPlan: "EdgesPlan",
  /** `retain` or `destroy`. */
  removal: "Removal",
  /** Where a clean-up by hand is asked for. */
  cleanupQueueUrl: "CleanupQueueUrl",
} as const;

/** Outputs of a stack that sends a digest. */
export const DIGEST_OUTPUTS = {
  digestFunction: "DigestFunctionName",
  digestSchedule: "DigestScheduleName",
  digestBucket: "DigestBucketName",
  digestTopic: "DigestTopicArn",
  digestDeadLettersUrl: "DigestDeadLettersUrl",
} as const;

export type DigestOutputName = (typeof DIGEST_OUTPUTS)[keyof typeof DIGEST_OUTPUTS];

/** Outputs of a stack with an archive. */
export const ARCHIVE_OUTPUTS = {
  archiveBucket: "ArchiveBucketName",
  archiveDatabase: "ArchiveDatabaseName",
  archiveWorkgroup: "ArchiveWorkgroupName",
  archiveDeadLettersUrl: "ArchiveDeadLettersUrl",
} as const;

export type ArchiveOutputName = (typeof ARCHIVE_OUTPUTS)[keyof typeof ARCHIVE_OUTPUTS];

/** Outputs of a stack that tells a CRM. */
export const CRM_OUTPUTS = {
  /** Holds the credentials: what `aws events update-connection` is told when they change. */
  crmConnection: "CrmConnectionName",
  crmRule: "CrmRuleName",
} as const;

export type CrmOutputName = (typeof CRM_OUTPUTS)[keyof typeof CRM_OUTPUTS];

export type OutputName = (typeof OUTPUTS)[keyof typeof OUTPUTS];

export type OptionalOutputName = (typeof OPTIONAL_OUTPUTS)[keyof typeof OPTIONAL_OUTPUTS];

/** The stack's one parameter: `true` protects the tables against deletion. Only where `removal` is `retain`. */
export const PROTECT_TABLES = "ProtectTables";
