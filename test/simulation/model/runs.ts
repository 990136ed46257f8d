import { DAY_MS } from "../../../lib/domain/time.ts";
import type { ListingProgress, RunLedger, RunRecord, SweepRecord } from "../../../lib/ledger/ledger.ts";
import { createModelStarts } from "./starts.ts";

/** A listing that nobody went on with by then is started over. */
const PROGRESS_KEPT_MS = 2 * DAY_MS;

export function createModelRuns(now: () => Date): RunLedger {
  const runs = new Map<string, RunRecord>();
  /** Runs whose share was set, null included. */
  const shared = new Set<string>();
  const sweeps = new Map<string, Omit<SweepRecord, "deferred">>();
  const deferrals = new Map<string, Map<string, Set<string>>>();
  const progress = new Map<string, { readonly saved: ListingProgress; readonly until: number }>();
  const listers = new Set<string>();
  const key = (runId: string, identityId: string): string => `${runId}#${identityId}`;
  const begun = (runId: string): RunRecord => {
    const run = runs.get(runId);
    if (run === undefined) throw new Error(`run "${runId}" has not begun`);
    return run;
  };
  const withDeferrals = (sweep: Omit<SweepRecord, "deferred">): SweepRecord => {
    const noted = [...(deferrals.get(key(sweep.runId, sweep.identityId)) ?? [])];
    return { ...sweep, deferred: Object.fromEntries(noted.map(([why, ids]) => [why, [...ids].sort()])) };
  };
  return {
    async begin(run) {
      const there = runs.get(run.runId);
      if (there !== undefined) return there;
      runs.set(run.runId, {
        ...run,
        state: "starting",
        identities: null,
        notConnected: [],
        notConnectedCount: 0,
        queued: 0,
        ...{ shareOfRunCap: null, lastInTurn: null },
        startFailed: null,
        ...{ fedUntil: null, reached: null, notReached: null },
      });
      return null;
    },
    async markStartFailed(runId, error) {
      runs.set(runId, { ...begun(runId), startFailed: error });
    },
    async setShare(runId, shareOfRunCap, lastInTurn) {
      const run = begun(runId);
      if (!shared.has(runId)) runs.set(runId, { ...run, shareOfRunCap, lastInTurn });
      shared.add(runId);
    },
    async markStarted(runId, identities, notConnected, fedUntil = null) {
      const left = { notConnected: notConnected.slice(0, 200), notConnectedCount: notConnected.length };
      runs.set(runId, { ...begun(runId), ...left, state: "started", identities, fedUntil, startFailed: null });
    },
    async markFed(runId, fedUntil) {
      runs.set(runId, { ...begun(runId), fedUntil });
    },
    async close(runId, reached, notReached) {
      runs.set(runId, { ...begun(runId), reached, notReached });
    },
    ...createModelStarts(now),
    find: async (runId) => runs.get(runId) ?? null,
    async latest(limit) {
      const newestFirst = [...runs.values()].sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
      return newestFirst.slice(0, Math.max(0, limit));
    },
    async oldest() {
      return [...runs.values()].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime())[0] ?? null;
    },
    async reserve(runId, wanted, cap) {
      const run = begun(runId);
      const places = Math.max(0, Math.min(wanted, cap - run.queued));
      runs.set(runId, { ...run, queued: run.queued + places });
      return places;
    },
    async recordSweep(sweep) {
      sweeps.set(key(sweep.runId, sweep.identityId), sweep);
    },
    async findSweep(runId, identityId) {
      const sweep = sweeps.get(key(runId, identityId));
      return sweep === undefined ? null : withDeferrals(sweep);
    },
    async *sweeps(runId) {
      yield* [...sweeps.values()].filter((sweep) => sweep.runId === runId).map(withDeferrals);
    },
    countSweeps: async (runId) => [...sweeps.values()].filter((sweep) => sweep.runId === runId).length,
    async recordDeferral(runId, identityId, invitationId, why) {
      const at = key(runId, identityId);
      const noted = deferrals.get(at) ?? new Map<string, Set<string>>();
      deferrals.set(at, noted.set(why, (noted.get(why) ?? new Set()).add(invitationId)));
    },
    async saveProgress(runId, identityId, saved) {
      progress.set(key(runId, identityId), { saved, until: now().getTime() + PROGRESS_KEPT_MS });
    },
    async loadProgress(runId, identityId) {
      const found = progress.get(key(runId, identityId));
      return found !== undefined && now().getTime() < found.until ? found.saved : null;
    },
    async noteLister(identityId) {
      listers.add(identityId);
      return listers.size === 1;
    },
  };
}
