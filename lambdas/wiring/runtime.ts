import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Collaborators } from "../../lib/collaborators.ts";
import { ENVIRONMENT, readEnvironment, readRetentionDays } from "../../lib/contract/environment.ts";
import { HTTP_TIMEOUT_MS } from "../../lib/contract/functions.ts";
import { NEVER_MISSING } from "../../lib/contract/metrics.ts";
import { createEdgesClient, EDGES_BASE_URL } from "../../lib/edges/client.ts";
import { readCustomData } from "../../lib/edges/custom-data.ts";
import { readPlan } from "../../lib/edges/plan-rates.ts";
import { createBriefMemory } from "../../lib/ledger/briefly-kept.ts";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import { createDynamoStops } from "../../lib/ledger/dynamo-stops.ts";
import { createGapMemory } from "../../lib/ledger/gap-memory.ts";
import { SYSTEM_CLOCK } from "../../lib/observe/clock.ts";
import { clockNotice } from "../../lib/observe/clock-notice.ts";
import { createSqsQueue } from "../../lib/queue/sqs-queue.ts";
import { findLiveOrder } from "../../lib/settings/find-live-order.ts";
import { createSecretApiKey } from "../../lib/settings/secret-api-key.ts";
import { createSsmPolicy } from "../../lib/settings/ssm-policy.ts";
import { stoppedPolicy } from "../../lib/settings/stopped-policy.ts";
import { asHandler, type Runtime } from "./as-handler.ts";
import { powertoolsLog, powertoolsMetrics } from "./powertools.ts";

export interface RuntimeOptions {
  /** Notes that a stack which was live under an earlier version stays so. One function does it, the others go by the note. */
  readonly findsLiveOrder?: boolean;
}

/** Wraps a use case of a run as a Lambda handler: collaborators from the environment. */
export function withRuntime<Event, Context, Answer>(
  use: (c: Collaborators, event: Event, context: Context) => Promise<Answer>,
  options: RuntimeOptions = {},
): (event: Event, context: Context) => Promise<Answer> {
  return asHandler((env) => createRuntime(env, options), use);
}

/** The collaborators of a function of a run, from its environment. */
export function createRuntime(
  env: NodeJS.ProcessEnv,
  { findsLiveOrder = false }: RuntimeOptions = {},
): Runtime<Collaborators> {
  const clock = SYSTEM_CLOCK;
  const required = readEnvironment(
    [
      "invitationsTable",
      "identitiesTable",
      "runsTable",
      "flagsTable",
      "sweepQueueUrl",
      "withdrawQueueUrl",
      "policyParameter",
      "edgesApiKeySecret",
    ],
    env,
  );
  const sqs = new SQSClient({});
  const { metrics, flush } = powertoolsMetrics(NEVER_MISSING);
  const log = powertoolsLog();
  const queue = (url: string) => createSqsQueue({ client: sqs, url, sleep: clock.sleep });
  const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  const ledger = createDynamoLedger({
    documentClient,
    tables: {
      invitations: required.invitationsTable,
      identities: required.identitiesTable,
      runs: required.runsTable,
      flags: required.flagsTable,
    },
    retentionDays: readRetentionDays(env),
    now: clock.now,
  });
  const stops = createDynamoStops(documentClient, required.runsTable);
  const findOrder = findLiveOrder({ runs: ledger.runs, stops, now: clock.now, log });
  return {
    flush,
    collaborators: {
      clock,
      random: Math.random,
      newId: randomUUID,
      log,
      metrics,
      policy: stoppedPolicy(createSsmPolicy(new SSMClient({}), required.policyParameter, clock.now), stops, {
        bornDry: true,
        ...(findsLiveOrder && { findOrder }),
      }),
      ledger: createBriefMemory(clock.now)(ledger),
      gaps: createGapMemory(),
      edges: createEdgesClient({
        baseUrl: env[ENVIRONMENT.edgesBaseUrl] || EDGES_BASE_URL,
        apiKey: createSecretApiKey(new SecretsManagerClient({}), required.edgesApiKeySecret, clock.now),
        timeoutMs: HTTP_TIMEOUT_MS,
        plan: readPlan(env[ENVIRONMENT.edgesPlan]),
        customData: readCustomData(env[ENVIRONMENT.edgesCustomData]),
        onClockOffset: clockNotice({ metrics, log }),
      }),
      queues: { sweep: queue(required.sweepQueueUrl), withdraw: queue(required.withdrawQueueUrl) },
    },
  };
}
