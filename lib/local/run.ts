import { onSchedule, onSweepMessages, onWithdrawMessages } from "../../lambdas/entries.ts";
import type { StartedRun } from "../../lambdas/start-run/start-run.ts";
import type { Queue } from "../queue/queue.ts";
import { createSqsQueue } from "../queue/sqs-queue.ts";
import type { PolicySource } from "../settings/policy-source.ts";
import { type EmbeddedQueues, startEmbeddedQueues } from "./embedded-queues.ts";
import { fastForwardThrough } from "./fast-forward-clock.ts";
import { createRunner, type EventSource, type Runner, type RunnerOptions } from "./runner.ts";
import { localSystem } from "./template/index.ts";
import type { Workspace } from "./workspace.ts";

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
  const system = await localSystem();
  const created = await queues.create(system.queues);
  const sourceOf = (name: "sweep" | "withdraw", handle: EventSource["handle"]): EventSource => {
    const { source, timeoutMs } = system.functions[name];
    const queue = source === null ? undefined : created.get(source.queue);
    if (source === null || queue === undefined) throw new Error(`the template feeds ${name} from no queue`);
    return { name, queue, timeoutMs, maxConcurrency: source.maxConcurrency, handle };
  };
  const sweepSource = sourceOf("sweep", (event, context) => onSweepMessages(c, event, context));
  const withdrawSource = sourceOf("withdraw", (event) => onWithdrawMessages(c, event));
  // The runner has to know of hidden messages, for they are due by a clock that the queue does not know.
  const watched = ({ queue: { url } }: EventSource): Queue => {
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
    queues: { sweep: watched(sweepSource), withdraw: watched(withdrawSource) },
  };
  const runner = createRunner({
    client: queues.client,
    clock: workspace.clock,
    log: workspace.log,
    fastForward: options.fastForward,
    ...(options.onProgress === undefined ? {} : { onProgress: options.onProgress }),
    sources: [sweepSource, withdrawSource],
  });
  return { runner, c };
}
