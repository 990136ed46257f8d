import { randomUUID } from "node:crypto";
import { Logger } from "@aws-lambda-powertools/logger";
import { MetricUnit, Metrics as PowertoolsMetrics } from "@aws-lambda-powertools/metrics";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { ENVIRONMENT, readEnvironment, readRetentionDays } from "../lib/contract/environment.ts";
import { HTTP_TIMEOUT_MS } from "../lib/contract/functions.ts";
import { METRICS, METRICS_NAMESPACE, NEVER_MISSING } from "../lib/contract/metrics.ts";
import { createEdgesClient, EDGES_BASE_URL } from "../lib/edges/client.ts";
import { createDynamoLedger } from "../lib/ledger/dynamo-ledger.ts";
import { SYSTEM_CLOCK } from "../lib/observe/clock.ts";
import { allowedFields, type Log } from "../lib/observe/log.ts";
import type { Metrics } from "../lib/observe/metrics.ts";
import { createSqsQueue } from "../lib/queue/sqs-queue.ts";
import { PolicyError } from "../lib/settings/policy-source.ts";
import { createSecretApiKey } from "../lib/settings/secret-api-key.ts";
import { createSsmPolicy } from "../lib/settings/ssm-policy.ts";
import type { Collaborators } from "./collaborators.ts";

/** Wraps a use case as a Lambda handler: collaborators from the environment, metrics written after every invocation. */
export function withRuntime<Event, Context, Answer>(
  use: (c: Collaborators, event: Event, context: Context) => Promise<Answer>,
): (event: Event, context: Context) => Promise<Answer> {
  let runtime: Runtime | undefined;
  return async (event, context) => {
    runtime ??= createRuntime(process.env);
    try {
      return await use(runtime.collaborators, event, context);
    } catch (error) {
      // Where a use case cannot go on without a policy it throws; the alarm's metric counts that too.
      if (error instanceof PolicyError) runtime.collaborators.metrics.count(METRICS.policyUnreadable);
      throw error;
    } finally {
      runtime.flush();
    }
  };
}

interface Runtime {
  readonly collaborators: Collaborators;
  flush(): void;
}

function createRuntime(env: NodeJS.ProcessEnv): Runtime {
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
  const { metrics, flush } = powertoolsMetrics();
  const queue = (url: string) => createSqsQueue({ client: sqs, url, sleep: clock.sleep });
  return {
    flush,
    collaborators: {
      clock,
      random: Math.random,
      newId: randomUUID,
      log: powertoolsLog(),
      metrics,
      policy: createSsmPolicy(new SSMClient({}), required.policyParameter, clock.now),
      ledger: createDynamoLedger({
        documentClient: DynamoDBDocumentClient.from(new DynamoDBClient({})),
        tables: {
          invitations: required.invitationsTable,
          identities: required.identitiesTable,
          runs: required.runsTable,
          flags: required.flagsTable,
        },
        retentionDays: readRetentionDays(env),
        now: clock.now,
      }),
      edges: createEdgesClient({
        baseUrl: env[ENVIRONMENT.edgesBaseUrl] || EDGES_BASE_URL,
        apiKey: createSecretApiKey(new SecretsManagerClient({}), required.edgesApiKeySecret, clock.now),
        timeoutMs: HTTP_TIMEOUT_MS,
      }),
      queues: { sweep: queue(required.sweepQueueUrl), withdraw: queue(required.withdrawQueueUrl) },
    },
  };
}

function powertoolsLog(): Log {
  const logger = new Logger();
  return {
    info: (message, fields) => logger.info(message, allowedFields(fields)),
    warn: (message, fields) => logger.warn(message, allowedFields(fields)),
    error: (message, fields) => logger.error(message, allowedFields(fields)),
  };
}

function powertoolsMetrics(): { readonly metrics: Metrics; readonly flush: () => void } {
  const powertools = new PowertoolsMetrics({ namespace: METRICS_NAMESPACE });
  const metrics: Metrics = {
    count(name, value = 1, dimensions = {}) {
      const unit = name === METRICS.daysPending ? MetricUnit.NoUnit : MetricUnit.Count;
      // A metric with dimensions is a metric of its own: it leaves in its own line, or it would colour all the others.
      const target = Object.keys(dimensions).length > 0 ? powertools.singleMetric() : powertools;
      for (const [dimension, text] of Object.entries(dimensions)) target.addDimension(dimension, String(text));
      target.addMetric(name, unit, value);
    },
  };
  const flush = () => {
    for (const name of NEVER_MISSING) powertools.addMetric(name, MetricUnit.Count, 0);
    powertools.publishStoredMetrics();
  };
  return { metrics, flush };
}
