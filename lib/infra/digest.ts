import { Validations } from "aws-cdk-lib";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Schedule } from "aws-cdk-lib/aws-scheduler";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { Config, DigestConfig } from "../config.ts";
import { REPORT_PREFIX } from "../contract/digest-reports.ts";
import { ENVIRONMENT } from "../contract/environment.ts";
import { DIGEST_FUNCTION, DIGEST_MEMORY_MB, DIGEST_TIMEOUT_MS } from "../contract/functions.ts";
import { INVITATIONS, RUNS } from "../contract/tables.ts";
import { applyGrants } from "./apply-grants.ts";
import { digestReports } from "./digest-reports.ts";
import { digestTopic } from "./digest-topic.ts";
import { DIGEST_GRANTS, type DigestGrantTarget } from "./grants.ts";
import { ledgerEnvironment } from "./ledger-environment.ts";
import { digestDeadLetters } from "./schedule-dead-letters.ts";
import { scheduledInvocation } from "./scheduled-invocation.ts";
import type { StateParts } from "./state-parts.ts";
import { SweeperFunction } from "./sweeper-function.ts";

/** The scheduled digest: its function and schedule, the bucket of its reports, the topic that mails it. */
export class Digest extends Construct {
  readonly function: SweeperFunction;
  readonly reports: Bucket;
  readonly topic: Topic;
  readonly deadLetters: Queue;
  readonly schedule: Schedule;

  constructor(scope: Construct, id: string, config: Config, digest: DigestConfig, state: StateParts) {
    super(scope, id);
    this.reports = digestReports(this, config.removal);
    this.topic = digestTopic(this, digest.email);
    this.deadLetters = digestDeadLetters(this);
    this.function = new SweeperFunction(this, "Digest", {
      name: DIGEST_FUNCTION,
      description: "Sends the digest: what was swept, withdrawn and accepted, and the report behind it",
      memoryMb: DIGEST_MEMORY_MB,
      timeoutMs: DIGEST_TIMEOUT_MS,
      environment: {
        ...ledgerEnvironment(config, state),
        [ENVIRONMENT.digestBucket]: this.reports.bucketName,
        [ENVIRONMENT.digestTopic]: this.topic.topicArn,
        [ENVIRONMENT.digestCron]: digest.schedule.cron,
        [ENVIRONMENT.digestTimezone]: digest.schedule.timezone,
        [ENVIRONMENT.digestLinkHours]: String(digest.linkHours),
      },
      // Unlike a run it may be tried again, as Lambda does twice: the worst is a second mail of the same period.
      asynchronous: { deadLetterQueue: this.deadLetters },
      rollout: config.rollout,
    });
    Validations.of(this.function.function).acknowledge({
      id: "Serverless-LambdaAsyncFailureDestination",
      reason: "Failed events go to a dead-letter queue, which needs one permission where a destination needs three.",
    });
    Validations.of(this.function.role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::<DigestBucket.Arn>/${REPORT_PREFIX}*]`,
      reason:
        "Each report has a key of its own, by its date; what they share is the folder, and nothing else is in it.",
    });
    applyGrants(this.function.role, DIGEST_GRANTS.digest, this.arns(state));
    this.schedule = scheduledInvocation(this, {
      description: "invite-sweeper: sends the digest",
      roleDescription: "Lets the schedule send the digest",
      // On time: who reads a mail at eight expects it at eight.
      schedule: { ...digest.schedule, flexibleMinutes: 0 },
      target: this.function,
      deadLetters: this.deadLetters,
    });
  }

  private arns({ tables, policyParameter }: StateParts): Record<DigestGrantTarget, string> {
    const [pending, outcomesByDay, , , , announced] = INVITATIONS.indexes;
    const [latest] = RUNS.indexes;
    return {
      "table Invitations": tables.invitations.tableArn,
      "index Invitations/pending": `${tables.invitations.tableArn}/index/${pending.name}`,
      "index Invitations/announced": `${tables.invitations.tableArn}/index/${announced.name}`,
      "index Invitations/outcomesByDay": `${tables.invitations.tableArn}/index/${outcomesByDay.name}`,
      "table Identities": tables.identities.tableArn,
      "table Runs": tables.runs.tableArn,
      "index Runs/latest": `${tables.runs.tableArn}/index/${latest.name}`,
      "reports of Digest": this.reports.arnForObjects(`${REPORT_PREFIX}*`),
      "topic Digest": this.topic.topicArn,
      "dead letters of Digest": this.deadLetters.queueArn,
      "policy parameter": policyParameter.parameterArn,
      "own log group": this.function.logGroup.logGroupArn,
    };
  }
}
