import { METRICS } from "../contract/metrics.ts";
import type { BundleOptions } from "../local/bundles/bundled-functions.ts";
import type { EventSink } from "../local/events/event-sink.ts";
import { runOnce } from "../local/run.ts";
import type { Workspace } from "../local/workspace.ts";
import { knowIdentities } from "../report/reader.ts";
import { timeInWords } from "../report/words.ts";
import type { PolicySource } from "../settings/policy-source.ts";
import type { Agreed } from "../sweep/queue-today.ts";
import type { Io } from "./io.ts";
import { type RunSummary, summarise } from "./run-summary.ts";
import { showProgress } from "./terminal/progress.ts";

export interface ShownRun extends RunSummary {
  readonly runId: string;
  readonly mode: string;
  readonly notConnected: readonly string[];
  /** Were sent a message, and have no record of a sweep. */
  readonly notSwept: readonly string[];
  /** Ctrl-C ended it before its queue was empty. */
  readonly interrupted: boolean;
  /** Messages that were given up in it. */
  readonly deadLetters: number;
}

export interface ShownRunOptions {
  readonly policy: PolicySource;
  readonly fastForward: boolean;
  /** What a person has agreed to; null for all that the run decides on. */
  readonly agreed: Agreed | null;
  readonly bundles?: BundleOptions | undefined;
  readonly events?: EventSink | undefined;
}

/** One run with its progress on the terminal; Ctrl-C lets the call under way end and leaves the rest pending. */
export async function runShown(
  w: Workspace,
  io: Io,
  { policy, fastForward, agreed, bundles, events }: ShownRunOptions,
): Promise<ShownRun> {
  let interrupted = false;
  let takeBack = () => {};
  const total = (name: string) => w.metricTotals.get(name) ?? 0;
  const begun = {
    swept: total(METRICS.sweepFinished),
    queued: total(METRICS.queued),
    withdrawn: total(METRICS.withdrawn),
  };
  const since = w.clock.now();
  const progress = showProgress(io);
  const deadBefore = w.deadLetters.read().letters.length;
  try {
    const started = await runOnce(w, {
      policy,
      fastForward,
      agreed,
      ...(bundles === undefined ? {} : { bundles }),
      ...(events === undefined ? {} : { events }),
      onStart(runner) {
        takeBack = io.onInterrupt(() => {
          interrupted = true;
          io.err(
            "Stopping: the call under way ends and is settled, the rest stays pending. Ctrl-C again stops at once.",
          );
          runner.stop();
        });
      },
      onProgress({ waitingUntil }) {
        const swept = total(METRICS.sweepFinished) - begun.swept;
        const queued = total(METRICS.queued) - begun.queued;
        const withdrawn = total(METRICS.withdrawn) - begun.withdrawn;
        const more = waitingUntil === null ? "" : `next call due ${timeInWords(waitingUntil)}`;
        const what = `${swept} swept, ${withdrawn} of ${queued} withdrawn`;
        progress.show({ what, done: withdrawn, total: queued, more });
      },
    });
    progress.end();
    const summary = await summarise(w, started.runId, new Date(since.getTime() - 31 * 24 * 3600_000));
    const deadLetters = w.deadLetters.read().letters.length - deadBefore;
    const { runId, mode, notConnected } = started;
    knowIdentities([...started.identities, ...notConnected]);
    const swept = new Set(summary.sweeps.map(({ identityId }) => identityId));
    const notSwept = started.identities.filter((id) => !swept.has(id));
    return { ...summary, runId, mode, notConnected, notSwept, interrupted, deadLetters };
  } finally {
    takeBack();
  }
}
