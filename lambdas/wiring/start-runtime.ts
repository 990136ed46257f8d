import { SQSClient } from "@aws-sdk/client-sqs";
import { concurrencyFor } from "../../lib/config/concurrency.ts";
import { ENVIRONMENT, readEnvironment, readSpreadMinutes } from "../../lib/contract/environment.ts";
import { messageBody } from "../../lib/contract/messages.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { readPlan } from "../../lib/edges/plan-rates.ts";
import { countMessages } from "../../lib/queue/count-messages.ts";
import { createDelayedQueue } from "../../lib/queue/delayed-queue.ts";
import { roomFor } from "../../lib/start-run/room.ts";
import type { StartCollaborators } from "../../lib/start-run/starting.ts";
import { asHandler, type Runtime } from "./as-handler.ts";
import { createRuntime } from "./runtime.ts";

/** Wraps start-run as a Lambda handler: what every function of a run has, its own queue, and a look at the two others. */
export function withStartRuntime<Event, Context, Answer>(
  use: (c: StartCollaborators, event: Event, context: Context) => Promise<Answer>,
): (event: Event, context: Context) => Promise<Answer> {
  return asHandler(createStartRuntime, use);
}

function createStartRuntime(env: NodeJS.ProcessEnv): Runtime<StartCollaborators> {
  const { collaborators, flush } = createRuntime(env, { findsLiveOrder: true });
  const urls = readEnvironment(["sweepQueueUrl", "withdrawQueueUrl", "startRunQueueUrl"], env);
  const client = new SQSClient({});
  const send = createDelayedQueue(client, urls.startRunQueueUrl);
  return {
    flush,
    collaborators: {
      ...collaborators,
      starting: {
        again: (scheduledTime, delaySeconds) => send(messageBody({ v: 1, kind: "start", scheduledTime }), delaySeconds),
        async waiting() {
          const [sweeps, withdrawals] = await Promise.all([
            countMessages(client, urls.sweepQueueUrl),
            countMessages(client, urls.withdrawQueueUrl),
          ]);
          return { sweeps, withdrawals };
        },
        room: roomFor(concurrencyFor(readPlan(env[ENVIRONMENT.edgesPlan]))),
        spreadMs: readSpreadMinutes(env) * MINUTE_MS,
      },
    },
  };
}
