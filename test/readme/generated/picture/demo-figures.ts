import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIVE_POLICY } from "../../../../lib/cli/demo/play-demo.ts";
import { DEFAULT_POLICY } from "../../../../lib/domain/policy.ts";
import { DAY_MS, HOUR_MS, later } from "../../../../lib/domain/time.ts";
import { playHistory } from "../../../../lib/local/history.ts";
import { withMemoryWorkspace } from "../../../../lib/local/memory/with-memory-workspace.ts";
import { runOnce } from "../../../../lib/local/run.ts";
import type { Workspace } from "../../../../lib/local/workspace.ts";
import { readReport } from "../../../../lib/report/reading/read-report.ts";
import { DEMO_TEAM } from "../../../../lib/sandbox/demo-team.ts";
import { seededRng } from "../../../../lib/sandbox/rng.ts";

/** What the README's picture shows of a demo. */
export interface DemoFigures {
  readonly days: number;
  readonly thresholdDays: number;
  /** Pending invitations of all identities when each run listed them, by day from 0 (the dry run). */
  readonly pending: readonly number[];
  /** Withdrawn before each of these runs, added up. */
  readonly withdrawn: readonly number[];
  /** Shares accepted by each day of age with their interval, of those pending when first listed; up to the horizon. */
  readonly accepted: readonly {
    readonly day: number;
    readonly share: number;
    readonly lower: number;
    readonly upper: number;
  }[];
  /** Share of the acceptances that come past the threshold; null while the log does not say. */
  readonly givenUp: number | null;
}

/** As long as `npm start` plays. */
export const DEMO_DAYS = 90;

/** A Monday, so that no week of the picture depends on when it is made. */
const START = new Date("2026-08-31T09:00:00.000Z");
/** From the last run to the report: a person reads it the next morning. */
const MORNING_AFTER_MS = 22 * HOUR_MS;

/** The demo of `npm start`, in memory and with its own seed, begun at a fixed time: the same figures at every call. */
export async function demoFigures(days: number): Promise<DemoFigures> {
  const folder = mkdtempSync(join(tmpdir(), "sweeper-picture-"));
  const ids = seededRng(DEMO_TEAM.seed, "ids");
  const options = {
    root: join(folder, "demo"),
    edges: { kind: "sandbox" },
    policySeed: { document: DEFAULT_POLICY, where: "the defaults" },
    startAt: START,
    machineNow: () => START.getTime(),
    random: seededRng(DEMO_TEAM.seed, "demo"),
    newId: () => `${Math.floor(ids() * 2 ** 48)}`,
  } as const;
  try {
    return await withMemoryWorkspace(options, (workspace) => play(workspace, days));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(w: Workspace, days: number): Promise<DemoFigures> {
  await runOnce(w, { policy: w.policy, fastForward: true });
  await w.policy.replace(LIVE_POLICY);
  w.clock.advance(later(START, DAY_MS));
  // The dry run withdraws nothing, nor does any day before the first.
  const withdrawn = [0, 0];
  await playHistory(w, { days, onDayEnd: (day) => withdrawn.push(day.withdrawn) });
  const { overall } = await readReport(w.ledger, await w.policy.read(), {
    now: later(START, days * DAY_MS + MORNING_AFTER_MS),
  });
  const { curve, horizon, rows } = overall.analysis;
  const inForce = rows.find(({ thresholdDays }) => thresholdDays === LIVE_POLICY.thresholdDays);
  return {
    ...{ days, withdrawn: withdrawn.slice(0, days + 1), thresholdDays: LIVE_POLICY.thresholdDays },
    pending: await pendingByRun(w, days),
    accepted: curve
      .filter(({ age }) => age <= (horizon ?? 0))
      .map(({ age, acceptedShare: { value, lower, upper } }) => ({ day: age, share: value, lower, upper })),
    givenUp: inForce?.shareGivenUp?.value ?? null,
  };
}

async function pendingByRun({ ledger }: Workspace, days: number): Promise<number[]> {
  const counts: number[] = [];
  for (const { runId } of (await ledger.runs.latest(days + 1)).toReversed()) {
    let listed = 0;
    for await (const sweep of ledger.runs.sweeps(runId)) listed += sweep.listed;
    counts.push(listed);
  }
  return counts;
}
