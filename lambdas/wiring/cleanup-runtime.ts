import { SQSClient } from "@aws-sdk/client-sqs";
import type { OnCleanupCollaborators } from "../../lib/cleanup/on-messages.ts";
import { readEnvironment } from "../../lib/contract/environment.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { createDelayedQueue } from "../../lib/queue/delayed-queue.ts";
import { createSqsQueue } from "../../lib/queue/sqs-queue.ts";
import { asHandler, type Runtime } from "./as-handler.ts";
import { createRuntime } from "./runtime.ts";

/** Between two looks at a run of the API's: it takes about a minute for an invitation, and up to a hundred of them. */
const POLL_MS = 5 * MINUTE_MS;

/** Wraps the following of clean-ups as a Lambda handler: what every function of a run has, and its own queue. */
export function withCleanupRuntime<Event, Context, Answer>(
  use: (c: OnCleanupCollaborators, event: Event, context: Context) => Promise<Answer>,
): (event: Event, context: Context) => Promise<Answer> {
  return asHandler(createCleanupRuntime, use);
}

function createCleanupRuntime(env: NodeJS.ProcessEnv): Runtime<OnCleanupCollaborators> {
  const { collaborators, flush } = createRuntime(env);
  const { cleanupQueueUrl: url } = readEnvironment(["cleanupQueueUrl"], env);
  const client = new SQSClient({});
  const { hide } = createSqsQueue({ client, url, sleep: collaborators.clock.sleep });
  const send = createDelayedQueue(client, url);
  return {
    flush,
    collaborators: {
      ...collaborators,
      pollMs: POLL_MS,
      queues: {
        cleanup: {
          hide,
          // Its own queue is not FIFO, so that a message needs neither group nor name.
          async send(messages) {
            for (const { body } of messages) await send(body, 0);
          },
        },
      },
    },
  };
}
