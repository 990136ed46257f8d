import { RUNS } from "../contract/tables.ts";
import { DAY_MS } from "../domain/time.ts";
import { expiry, toInstant, toInstantOrNull, toLastError } from "./dynamo-item.ts";
import { noteLister } from "./dynamo-listers.ts";
import { loadProgress, saveProgress } from "./dynamo-progress.ts";
import { newRunItem, notConnectedAttributes, RUN_KIND, readRun, runKey } from "./dynamo-run-item.ts";
import { loadStart, saveStart, startIds } from "./dynamo-start.ts";
import { deferralAttribute, RECORDED, readSweep, sweepAttributes, sweepKey } from "./dynamo-sweep-item.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import type { RunLedger, RunRecord } from "./ledger.ts";

const [LATEST] = RUNS.indexes;
const ALL_RUNS = { index: LATEST.name, when: `#${LATEST.partitionKey} = :kind`, given: { kind: RUN_KIND } };
const EXISTS = { when: `attribute_exists(#${RUNS.partitionKey})` };

export function createDynamoRuns(table: DynamoTable, retentionDays: number, now: () => Date): RunLedger {
  const find = async (runId: string): Promise<RunRecord | null> => {
    const item = await table.get(runKey(runId));
    return item === null ? null : readRun(item);
  };
  return {
    find,
    async begin(run) {
      const when = `attribute_not_exists(#${RUNS.partitionKey})`;
      const took = await table.put(newRunItem(run, retentionDays), { when, as: newWriteName() });
      return took ? null : find(run.runId);
    },
    async markStartFailed(runId, error) {
      const marked = await table.update(runKey(runId), { set: { startFailed: toLastError(error) } }, EXISTS);
      if (!marked) throw unknownRun(runId);
    },
    async setShare(runId, shareOfRunCap, lastInTurn) {
      const marked = await table.update(runKey(runId), { setIfAbsent: { shareOfRunCap, lastInTurn } }, EXISTS);
      if (!marked) throw unknownRun(runId);
    },
    async markStarted(runId, identities, notConnected, fedUntil = null) {
      const fed = { ...notConnectedAttributes(notConnected), fedUntil: toInstantOrNull(fedUntil) };
      const set = { state: "started", identities, ...fed, startFailed: null };
      const marked = await table.update(runKey(runId), { set }, EXISTS);
      if (!marked) throw unknownRun(runId);
    },
    async markFed(runId, fedUntil) {
      const marked = await table.update(runKey(runId), { set: { fedUntil: toInstant(fedUntil) } }, EXISTS);
      if (!marked) throw unknownRun(runId);
    },
    async close(runId, reached, notReached) {
      const marked = await table.update(runKey(runId), { set: { reached, notReached } }, EXISTS);
      if (!marked) throw unknownRun(runId);
    },
    async allNotConnected({ runId, notConnected, notConnectedCount }) {
      if (notConnected.length >= notConnectedCount) return notConnected;
      const start = await loadStart(table, runId, now());
      const ids = start?.stage === "sending" ? await startIds(table, runId, start) : null;
      return ids?.notConnected ?? notConnected;
    },
    loadStart: (runId) => loadStart(table, runId, now()),
    startIds: (runId, start, from, to) => startIds(table, runId, start, from, to),
    saveStart: (runId, before, progress, add) => saveStart(table, runId, before, progress, now(), add),
    async latest(limit) {
      const runs: RunRecord[] = [];
      if (limit < 1) return runs;
      for await (const page of table.query({ ...ALL_RUNS, descending: true, pageSize: limit })) {
        runs.push(...page.map(readRun));
        if (runs.length >= limit) break;
      }
      return runs.slice(0, limit);
    },
    async oldest() {
      for await (const [run] of table.query({ ...ALL_RUNS, pageSize: 1 })) if (run !== undefined) return readRun(run);
      return null;
    },
    async reserve(runId, wanted, cap) {
      // A repeat by the SDK may take places twice. They are lost to this run: fewer are queued than might be, never more.
      let places = Math.min(wanted, cap);
      while (places > 0) {
        const guard = { when: "#queued <= :most", given: { most: cap - places } };
        if (await table.update(runKey(runId), { add: { queued: places } }, guard)) return places;
        const run = await find(runId);
        if (run === null) throw unknownRun(runId);
        places = Math.min(wanted, cap - run.queued);
      }
      return 0;
    },
    async recordSweep(sweep) {
      // An update and not a put: deferrals may have been noted before.
      await table.update(sweepKey(sweep.runId, sweep.identityId), { set: sweepAttributes(sweep, retentionDays) });
    },
    async findSweep(runId, identityId) {
      const item = await table.get(sweepKey(runId, identityId));
      return item === null ? null : readSweep(item);
    },
    async *sweeps(runId) {
      for await (const page of table.query(sweepsOf(runId))) {
        for (const item of page) {
          const sweep = readSweep(item);
          if (sweep !== null) yield sweep;
        }
      }
    },
    countSweeps: (runId) => table.count(sweepsOf(runId)),
    async recordDeferral(runId, identityId, invitationId, why) {
      await table.update(sweepKey(runId, identityId), {
        add: { [deferralAttribute(why)]: new Set([invitationId]) },
        setIfAbsent: { [RUNS.ttlAttribute]: expiry(now(), retentionDays * DAY_MS) },
      });
    },
    saveProgress: (runId, identityId, progress) => saveProgress(table, runId, identityId, progress, now()),
    loadProgress: (runId, identityId) => loadProgress(table, runId, identityId, now()),
    noteLister: (identityId) => noteLister(table, identityId),
  };
}

/** Identities alone: items of our own begin with `#`, and what a start has saved may be larger than all the sweeps. */
const sweepsOf = (runId: string) => ({
  when: `#${RUNS.partitionKey} = :run AND #${RUNS.sortKey} > :ours`,
  given: { run: runId, ours: "#~" },
  filter: { when: `attribute_exists(#${RECORDED})` },
});

const unknownRun = (runId: string): Error => new Error(`run "${runId}" has not begun: ${RUNS.id} holds no item of it`);
