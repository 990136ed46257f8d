import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Collaborators } from "../../lib/collaborators.ts";
import {
  REQUEST_TIMEOUT_MS,
  START_RUN_TIMEOUT_MS,
  SWEEP_TIMEOUT_MS,
  WITHDRAW_TIMEOUT_MS,
} from "../../lib/contract/functions.ts";
import { MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import type { QueueModel, Received } from "../../lib/local/memory/queue-model.ts";
import { onRequest } from "../../lib/requests/on-request.ts";
import type { Rng } from "../../lib/sandbox/rng.ts";
import { onSchedule } from "../../lib/start-run/on-schedule.ts";
import { onSweepMessages } from "../../lib/sweep/on-messages.ts";
import { onWithdrawMessages } from "../../lib/withdraw/on-messages.ts";
import type { FunctionName, Process } from "./process.ts";
import type { Scheduler } from "./scheduler.ts";

export type QueueName = "sweep" | "withdraw";

/** A warm function: what it keeps from one invocation to the next, caches and a clock of its own. */
export interface Container {
  process: Process | null;
  readonly collaborators: () => Collaborators;
}

export interface CloudOptions {
  readonly scheduler: Scheduler;
  readonly rng: Rng;
  readonly queues: { readonly sweep: QueueModel; readonly withdraw: QueueModel };
  readonly newProcess: (kind: FunctionName, message: Pick<Process, "identityId" | "expiresAt">) => Process;
  readonly newContainer: () => Container;
  /** Whether the poller's deletion of a message that is done with gets lost. */
  readonly losesDeletion: () => boolean;
  readonly trace: (line: () => string) => void;
}

/** Lambda and its pollers: batch size 1, one message of a group at a time, time-outs, warm containers. */
export interface Cloud {
  startRun(scheduledTime: string): void;
  /** An event of the bus. What fails comes again, as often as it takes: Lambda tries three times, then a person does. */
  request(event: object): void;
  /** To be told whenever a queue has changed: it is looked at when its next message is due. */
  watch(queue: QueueName): void;
  /** Nobody looks at the queues before `until`, as when a mapping is disabled or the account is out of concurrency. */
  stopPollers(until: number): void;
}

/**
 * Longest that a function lives on after its time-out. Lambda kills at once; elsewhere nobody may. A withdrawal is held
 * to its lease by its own looks at the clock, however long it lives. A sweep looks less often, so it is given no more
 * than lies between its lease's end and the shortest gap, less one call.
 */
const RUN_ON_MS: Readonly<Record<FunctionName, number>> = {
  "start-run": MINUTE_MS,
  sweep: 30 * SECOND_MS,
  withdraw: 10 * MINUTE_MS,
  request: MINUTE_MS,
};

const RETRY_MS = 5 * MINUTE_MS;

export function createCloud(options: CloudOptions): Cloud {
  const { scheduler, rng, queues, newProcess, newContainer, losesDeletion, trace } = options;
  const warm: Record<FunctionName, Container[]> = { "start-run": [], sweep: [], withdraw: [], request: [] };

  function invoke<Result>(
    process: Process,
    timeoutMs: number,
    use: (c: Collaborators, remaining: () => number) => Promise<Result>,
    onDone: (result: Result) => void,
  ): void {
    const container = (rng() < 0.8 ? warm[process.kind].pop() : undefined) ?? newContainer();
    container.process = process;
    const end = scheduler.now() + timeoutMs;
    let over = false;
    scheduler.at(end, () => {
      if (over) return;
      over = true;
      if (!process.alive()) return;
      trace(() => `${process.name} times out`);
      const runsOn = rng() < 0.5 ? Math.floor(rng() * RUN_ON_MS[process.kind]) : 0;
      scheduler.at(end + runsOn, () => process.die("its time-out"));
    });
    scheduler.resume(process, () => {
      use(container.collaborators(), () => Math.max(0, end - scheduler.now())).then(
        (result) => {
          if (over || !process.alive()) return;
          over = true;
          warm[process.kind].push(container);
          process.end();
          onDone(result);
        },
        (error: unknown) => {
          if (!process.alive()) return;
          over = true;
          process.die(`it threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
        },
      );
    });
  }

  /** The instant of the next look at each queue. */
  const planned = { sweep: Number.POSITIVE_INFINITY, withdraw: Number.POSITIVE_INFINITY };
  let stoppedUntil = 0;

  function watch(name: QueueName): void {
    const next = queues[name].nextAt();
    if (next === null) return;
    const at = Math.max(next, scheduler.now(), stoppedUntil) + Math.floor(rng() * 900);
    if (planned[name] <= at) return;
    planned[name] = at;
    scheduler.at(at, () => {
      if (planned[name] === at) planned[name] = Number.POSITIVE_INFINITY;
      if (scheduler.now() < stoppedUntil) return watch(name);
      const queue = queues[name];
      for (let message = queue.receive(); message !== null; message = queue.receive()) deliver(name, queue, message);
      watch(name);
    });
  }

  function deliver(name: QueueName, queue: QueueModel, message: Received): void {
    const process = newProcess(name, messageIn(message.body));
    trace(() => `${process.name} receives ${message.receiptHandle} of ${message.group.slice(0, 4)}`);
    const timeoutMs = name === "sweep" ? SWEEP_TIMEOUT_MS : WITHDRAW_TIMEOUT_MS;
    const use = (c: Collaborators, remaining: () => number): Promise<SQSBatchResponse> =>
      name === "sweep"
        ? onSweepMessages(c, eventOf(message), { getRemainingTimeInMillis: remaining })
        : onWithdrawMessages(c, eventOf(message));
    invoke(process, timeoutMs, use, ({ batchItemFailures }) => {
      const stays = batchItemFailures.some(({ itemIdentifier }) => itemIdentifier === message.id);
      if (!stays && !losesDeletion()) queue.remove(message.receiptHandle);
      trace(() => `${process.name} is done: the message ${stays ? "comes again" : "is deleted"}`);
      watch(name);
    });
  }

  return {
    watch,
    stopPollers(until) {
      stoppedUntil = Math.max(stoppedUntil, until);
    },
    startRun(scheduledTime) {
      const process = newProcess("start-run", { identityId: null, expiresAt: null });
      trace(() => `${process.name} is scheduled for ${scheduledTime}`);
      invoke(
        process,
        START_RUN_TIMEOUT_MS,
        (c) => onSchedule(c, { scheduledTime }),
        () => {},
      );
    },
    request(event) {
      const process = newProcess("request", { identityId: null, expiresAt: null });
      let done = false;
      invoke(
        process,
        REQUEST_TIMEOUT_MS,
        (c) => onRequest(c, event),
        () => {
          done = true;
        },
      );
      scheduler.at(scheduler.now() + RETRY_MS, () => {
        if (!done) this.request(event);
      });
    },
  };
}

function eventOf({ id, receiptHandle, body, receiveCount }: Received): SQSEvent {
  return {
    Records: [
      {
        ...{ messageId: id, receiptHandle, body, md5OfBody: "", messageAttributes: {}, eventSource: "aws:sqs" },
        ...{ eventSourceARN: "", awsRegion: "" },
        attributes: {
          ApproximateReceiveCount: String(receiveCount),
          SentTimestamp: "0",
          SenderId: "",
          ApproximateFirstReceiveTimestamp: "0",
        },
      },
    ],
  };
}

/** Whose message it is, whatever group it came in, and how long it is good for. */
function messageIn(body: string): Pick<Process, "identityId" | "expiresAt"> {
  const message = new Map<string, unknown>(Object.entries(JSON.parse(body) as object));
  const [id, expiry] = [message.get("identityId"), message.get("expiresAt")];
  return {
    identityId: typeof id === "string" ? id : null,
    expiresAt: typeof expiry === "string" ? new Date(expiry).getTime() : null,
  };
}
