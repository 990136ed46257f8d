/** The stack's outputs: what the command line, and a person, needs to find its parts. */
export const OUTPUTS = {
  invitationsTable: "InvitationsTableName",
  identitiesTable: "IdentitiesTableName",
  runsTable: "RunsTableName",
  flagsTable: "FlagsTableName",
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

/** Outputs of a stack that sends a digest. */
export const DIGEST_OUTPUTS = {
  digestFunction: "DigestFunctionName",
  digestSchedule: "DigestScheduleName",
  digestBucket: "DigestBucketName",
  digestTopic: "DigestTopicArn",
  digestDeadLettersUrl: "DigestDeadLettersUrl",
} as const;

export type DigestOutputName = (typeof DIGEST_OUTPUTS)[keyof typeof DIGEST_OUTPUTS];

export type OutputName = (typeof OUTPUTS)[keyof typeof OUTPUTS];
