import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { SNSClient } from "@aws-sdk/client-sns";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { POWERTOOLS_ENVIRONMENT, readEnvironment } from "../../lib/contract/environment.ts";
import { periodsOf } from "../../lib/digest/periods.ts";
import { createS3ReportStore } from "../../lib/digest/s3-report-store.ts";
import type { DigestCollaborators } from "../../lib/digest/send-digest.ts";
import { createSnsDigestMail } from "../../lib/digest/sns-digest-mail.ts";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import { createDynamoStops } from "../../lib/ledger/dynamo-stops.ts";
import { SYSTEM_CLOCK } from "../../lib/observe/clock.ts";
import { reportPage } from "../../lib/report/html/page.ts";
import { createSsmPolicy } from "../../lib/settings/ssm-policy.ts";
import { stoppedPolicy } from "../../lib/settings/stopped-policy.ts";
import type { Runtime } from "./as-handler.ts";
import { powertoolsLog, powertoolsMetrics } from "./powertools.ts";

/** The digest's collaborators from its environment. */
export function createDigestRuntime(env: NodeJS.ProcessEnv): Runtime<DigestCollaborators> {
  const required = readEnvironment(
    [
      ...(["invitationsTable", "identitiesTable", "runsTable", "flagsTable", "policyParameter"] as const),
      ...(["digestBucket", "digestTopic", "digestCron", "digestTimezone", "digestLinkHours"] as const),
    ],
    env,
  );
  const clock = SYSTEM_CLOCK;
  const { metrics, flush } = powertoolsMetrics([]);
  const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  return {
    flush,
    collaborators: {
      clock,
      metrics,
      log: powertoolsLog(),
      policy: stoppedPolicy(
        createSsmPolicy(new SSMClient({}), required.policyParameter, clock.now),
        createDynamoStops(documentClient, required.runsTable),
        { bornDry: true },
      ),
      ledger: createDynamoLedger({
        documentClient,
        tables: {
          invitations: required.invitationsTable,
          identities: required.identitiesTable,
          runs: required.runsTable,
          flags: required.flagsTable,
        },
        now: clock.now,
      }),
      previous: periodsOf(required.digestCron, required.digestTimezone),
      page: reportPage,
      reports: createS3ReportStore({
        client: new S3Client({}),
        bucket: required.digestBucket,
        linkHours: Number(required.digestLinkHours),
        now: clock.now,
      }),
      mail: createSnsDigestMail(new SNSClient({}), required.digestTopic),
      stackName: env[POWERTOOLS_ENVIRONMENT.service] ?? "invite-sweeper",
    },
  };
}
