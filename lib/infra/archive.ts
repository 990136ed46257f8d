import { Validations } from "aws-cdk-lib";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { ArchiveConfig, Config } from "../config.ts";
import { EXPORTED_TABLES, type ExportedTable } from "../contract/archive.ts";
import { archiveBucket } from "./archive-bucket.ts";
import { ArchiveCatalog } from "./archive-catalog.ts";
import { exportSchedule } from "./archive-export.ts";
import type { LedgerTables } from "./ledger-tables.ts";
import { archiveDeadLetters } from "./schedule-dead-letters.ts";

/** Where the tables that a day grid is made from are among the ledger's. */
const TABLES = { Invitations: "invitations", Identities: "identities", Runs: "runs" } as const satisfies Record<
  ExportedTable,
  keyof LedgerTables
>;

/** The ledger in S3, as DynamoDB exports it on a schedule, and what Athena needs to ask it. No code of ours runs for it. */
export class Archive extends Construct {
  readonly bucket: Bucket;
  readonly catalog: ArchiveCatalog;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, config: Config, archive: ArchiveConfig, tables: LedgerTables) {
    super(scope, id);
    this.bucket = archiveBucket(this, config.removal, archive.keepDays);
    this.deadLetters = archiveDeadLetters(this);
    Validations.of(this.deadLetters).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "It is the dead-letter queue of the schedules, which the rule does not look at; an alarm tells a person.",
    });
    for (const name of EXPORTED_TABLES) {
      exportSchedule(this, {
        name,
        table: tables[TABLES[name]],
        schedule: archive.schedule,
        bucket: this.bucket,
        deadLetters: this.deadLetters,
      });
    }
    this.catalog = new ArchiveCatalog(this, "Catalog", config.stackName, this.bucket);
  }
}
