import { percent } from "../../analytics/estimate-in-words.ts";
import { DEFAULT_POLICY } from "../../domain/policy.ts";
import { DAY_MS, later } from "../../domain/time.ts";
import type { Workspace } from "../../local/workspace.ts";
import { sweepsTable } from "../../report/run-tables.ts";
import { counted } from "../../report/words.ts";
import type { Io } from "../io.ts";
import { runShown } from "../live-run.ts";
import { screenOf } from "../print-rows.ts";
import { historyShown } from "./history-shown.ts";
import { type ReportPlace, reportShown } from "./report-shown.ts";

/** After the dry run. From the held-out ones the log learns what comes past the threshold. */
export const LIVE_POLICY = {
  ...DEFAULT_POLICY,
  mode: "live",
  holdout: { share: 0.2, maxAgeDays: 45 },
} as const;

export interface PlayedDemo {
  readonly interrupted: boolean;
  /** Days after the dry run that were played; null when that one was interrupted. */
  readonly days: number | null;
  /** Withdrawals too close to each other, as the sandbox counts them. */
  readonly violations: number;
}

/** A dry run, then a live run a day, then what the log tells, each shown as it comes. */
export async function playDemo(w: Workspace, io: Io, days: number, place: ReportPlace): Promise<PlayedDemo> {
  const start = w.clock.now();
  const { policy } = await w.policy.read();
  io.out(`1. A dry run, on ${dateOf(start)}: what is older than ${policy.thresholdDays} days? Nothing is withdrawn.\n`);
  const dry = await runShown(w, io, { policy: w.policy, fastForward: true, agreed: null });
  const abort = new AbortController();
  const played = (day: number | null): PlayedDemo => ({
    interrupted: dry.interrupted || abort.signal.aborted,
    days: day,
    violations: w.sandbox?.world.violations().length ?? 0,
  });
  // From here on in one piece: a Ctrl-C between two steps would otherwise end the process on the spot.
  const takeBack = io.onInterrupt(() => {
    io.err("Stopping: the call under way ends and is settled. Ctrl-C again stops at once.");
    abort.abort();
  });
  try {
    io.out(`${sweepsTable(dry.sweeps, dry.outcomes, screenOf(io))}\n`);
    if (dry.interrupted) return played(null);

    await w.policy.replace(LIVE_POLICY);
    io.out(liveInWords(days));
    w.clock.advance(later(start, DAY_MS));
    const history = await historyShown(w, io, days, abort.signal);
    // What was played is the past now, so that the commands below go on from today.
    if (history.day === days) w.clock.advance(new Date());

    io.out("");
    await reportShown(w, io, place);
    return played(history.day);
  } finally {
    takeBack();
  }
}

function liveInWords(days: number): string {
  const { holdout, dailyCap, acceptableLoss } = LIVE_POLICY;
  return [
    `2. Live, a run a day for ${counted(days, "day")}: at most ${dailyCap} withdrawals a day for each identity, one call at a time, a gap of one to two minutes after each (the sandbox's clock is put forward over the gaps).`,
    `   ${holdout.share * 100}% are left alone until day ${holdout.maxAgeDays}, to learn what waiting is worth; a wait is acceptable when it gives up at most ${percent(acceptableLoss)} of the acceptances still to come when an invitation is first listed.\n`,
  ].join("\n");
}

const dateOf = (at: Date): string => at.toISOString().slice(0, 10);
