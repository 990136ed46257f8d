import { METRICS } from "../contract/metrics.ts";
import { DAY_MS, later } from "../domain/time.ts";
import type { PolicySource } from "../settings/policy-source.ts";
import { runOnce } from "./run.ts";
import type { Runner } from "./runner.ts";
import type { Workspace } from "./workspace.ts";

export interface HistoryOptions {
  /** How many runs, one every 24 hours; the first at the clock's now. */
  readonly days: number;
  /** The workspace's own policy unless another is given. */
  readonly policy?: PolicySource;
  /** Ends the run under way as Ctrl-C does, and begins no other. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: HistoryProgress) => void;
  /** Told after each day that was played to its end. */
  readonly onDayEnd?: (progress: HistoryProgress) => void;
}

/** Where a history stands. Counts are over all identities. */
export interface HistoryProgress {
  /** The day being played, from 1, or the last one that was; 0 before the first. */
  readonly day: number;
  readonly days: number;
  /** Invitations the sandbox's people sent since the sandbox began. */
  readonly sent: number;
  /** What the functions logged in these days. */
  readonly accepted: number;
  readonly gone: number;
  readonly withdrawn: number;
}

/**
 * Plays days of a sandbox: once a day one run of the functions, its waits jumped over. It
 * takes what a run takes and nothing is made up, so the data it leaves are those of that many runs.
 *
 * @throws Error for a workspace without a sandbox: the real API's days cannot be played
 */
export async function playHistory(workspace: Workspace, options: HistoryOptions): Promise<HistoryProgress> {
  const { days, policy = workspace.policy, signal, onProgress = () => {}, onDayEnd = () => {} } = options;
  const { clock, metricTotals } = workspace;
  const begin = clock.now();
  const total = (name: string) => metricTotals.get(name) ?? 0;
  const counts = () => ({
    accepted: total(METRICS.accepted),
    gone: total(METRICS.gone),
    withdrawn: total(METRICS.withdrawn),
  });
  const before = counts();
  const progress = (day: number, sent: number): HistoryProgress => {
    const now = counts();
    return {
      day,
      days,
      sent,
      accepted: now.accepted - before.accepted,
      gone: now.gone - before.gone,
      withdrawn: now.withdrawn - before.withdrawn,
    };
  };

  let running: Pick<Runner, "stop"> | null = null;
  const stop = () => running?.stop();
  signal?.addEventListener("abort", stop);
  try {
    let played = progress(0, 0);
    for (let day = 1; day <= days && !signal?.aborted; day += 1) {
      clock.advance(later(begin, (day - 1) * DAY_MS));
      const sent = sentByNow(workspace);
      await runOnce(workspace, {
        policy,
        fastForward: true,
        onStart(runner) {
          running = runner;
          if (signal?.aborted) runner.stop();
        },
        onProgress: () => onProgress(progress(day, sent)),
      });
      played = progress(day, sent);
      if (!signal?.aborted) onDayEnd(played);
    }
    return played;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function sentByNow({ sandbox, clock }: Workspace): number {
  if (sandbox === null) throw new Error("only the sandbox can simulate days");
  const { world } = sandbox;
  const epoch = Date.parse(world.spec.epoch);
  const known = world.spec.identities.flatMap(({ uid }) => world.trueStates(uid, clock.now().getTime()));
  return known.filter(({ sentAt }) => sentAt >= epoch).length;
}
