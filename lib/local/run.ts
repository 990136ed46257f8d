import { onSchedule, onSweepMessages, onWithdrawMessages } from "../../lambdas/entries.ts";
import type { StartedRun } from "../../lambdas/start-run/start-run.ts";
import { SWEEP_TIMEOUT_MS, WITHDRAW_TIMEOUT_MS } from "../contract/functions.ts";
import { SWEEP_QUEUE, WITHDRAW_QUEUE } from "../contract/queues.ts";
import type { Queue } from "../queue/queue.ts";
import { createSqsQueue } from "../queue/sqs-queue.ts";
import type { PolicySource } from "../settings/policy-source.ts";
import { type EmbeddedQueue, type EmbeddedQueues, startEmbeddedQueues } from "./embedded-queues.ts";
import { fastForwardThrough } from "./fast-forward-clock.ts";
import { createRunner, type Runner, type RunnerOptions } from "./runner.ts";
import type { Workspace } from "./workspace.ts";

/** Identities handled at once: on one machine the pace is set by the gaps, not by this. */
const MAX_CONCURRENCY = 20;

export interface LocalRunOptions {
  /** The workspace's own policy unless another is given. */
  readonly policy?: PolicySource;
  readonly fastForward: boolean;
  readonly onProgress?: RunnerOptions["onProgress"];
  /** Handed the runner before anything is called, so that Ctrl-C can stop it. */
  readonly onStart?: (runner: Pick<Runner, "stop">) => void;
}

/**
 * One run on one machine: the same functions over embedded queues, until no message is left. Started at the clock's
 * now. Messages live as long as this call; an invitation whose message is lost is planned again by the next run.
 */
export async function runOnce(workspace: Workspace, options: LocalRunOptions): Promise<StartedRun> {
  const queues = await startEmbeddedQueues();
  try {
    const { runner, c } = await connect(workspace, queues, options);
    options.onStart?.(runner);
    const starting = onSchedule(c, { scheduledTime: c.clock.now().toISOString() });
    const started = await (options.fastForward ? fastForwardThrough(workspace.clock, starting) : starting);
    await runner.untilIdle();
    return started;
  } finally {
    await queues.close();
  }
}

async function connect(workspace: Workspace, queues: EmbeddedQueues, options: LocalRunOptions) {
  const [sweepQueue, withdrawQueue] = await Promise.all([queues.create(SWEEP_QUEUE), queues.create(WITHDRAW_QUEUE)]);
  // The runner has to know of hidden messages, for they are due by a clock that the queue does not know.
  const watched = ({ url }: EmbeddedQueue): Queue => {
    const queue = createSqsQueue({ client: queues.client, url, sleep: workspace.clock.sleep });
    return {
      send: queue.send,
      async hide(receiptHandle, seconds) {
        await queue.hide(receiptHandle, seconds);
        runner.hidden(receiptHandle, seconds);
      },
    };
  };
  const c = {
    ...workspace,
    policy: options.policy ?? workspace.policy,
    queues: { sweep: watched(sweepQueue), withdraw: watched(withdrawQueue) },
  };
  const runner = createRunner({
    client: queues.client,
    clock: workspace.clock,
    log: workspace.log,
    fastForward: options.fastForward,
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    sources: [
      {
        name: "sweep",
        queue: sweepQueue,
        timeoutMs: SWEEP_TIMEOUT_MS,
        maxConcurrency: MAX_CONCURRENCY,
        handle: (event, context) => onSweepMessages(c, event, context),
      },
      {
        name: "withdraw",
        queue: withdrawQueue,
        timeoutMs: WITHDRAW_TIMEOUT_MS,
        maxConcurrency: MAX_CONCURRENCY,
        handle: (event) => onWithdrawMessages(c, event),
      },
    ],
  });
  return { runner, c };
}
