import { Aws, Duration, TimeZone, Validations } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from "aws-cdk-lib/aws-scheduler";
import { Universal } from "aws-cdk-lib/aws-scheduler-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { ArchiveConfig } from "../config.ts";
import { EXPORT_PREFIX, type ExportedTable } from "../contract/archive.ts";

/** Within this a request that failed is made again. Shorter than the eight hours for which a client token is remembered. */
const LATEST_REQUEST = Duration.hours(2);

export interface ExportScheduleProps {
  readonly name: ExportedTable;
  readonly table: Table;
  readonly schedule: ArchiveConfig["schedule"];
  readonly bucket: Bucket;
  /** What could not be asked for. That an export fails later is seen by its age, in the report. */
  readonly deadLetters: IQueue;
}

/**
 * Asks DynamoDB for a full export of a table, without code of ours: the scheduler calls `ExportTableToPointInTime` itself.
 * One firing makes one export, however often it is delivered: its time is the client token.
 */
export function exportSchedule(scope: Construct, props: ExportScheduleProps): Schedule {
  const { name, table, bucket, deadLetters } = props;
  const { cron, timezone } = props.schedule;
  const folder = `${EXPORT_PREFIX}${name}`;
  const role = new Role(scope, `${name}ExportRole`, {
    description: `Lets the schedule export the table ${name}`,
    assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  });
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<ArchiveBucket.Arn>/${folder}/*]`,
    reason: "DynamoDB chooses the names of an export's files; what they share is the folder of the one table.",
  });
  return new Schedule(scope, `${name}Export`, {
    description: `invite-sweeper: exports the table ${name}`,
    schedule: ScheduleExpression.expression(cron, TimeZone.of(timezone)),
    target: new Universal({
      service: "dynamodb",
      action: "exportTableToPointInTime",
      input: ScheduleTargetInput.fromObject({
        TableArn: table.tableArn,
        S3Bucket: bucket.bucketName,
        S3Prefix: folder,
        S3SseAlgorithm: "AES256",
        ExportFormat: "DYNAMODB_JSON",
        ClientToken: `${name} ${ContextAttribute.scheduledTime}`,
      }),
      policyStatements: [
        new PolicyStatement({ actions: ["dynamodb:ExportTableToPointInTime"], resources: [table.tableArn] }),
        // The three that DynamoDB's documentation asks of whoever requests an export.
        new PolicyStatement({
          actions: ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectAcl"],
          resources: [bucket.arnForObjects(`${folder}/*`)],
        }),
      ],
      role,
      deadLetterQueue: deadLetters,
      maxEventAge: LATEST_REQUEST,
    }),
  });
}
