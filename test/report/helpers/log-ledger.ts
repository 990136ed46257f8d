import { FRESH_GATE } from "../../../lib/domain/gate.ts";
import { NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { NO_SHARES } from "../../../lib/domain/surge.ts";
import type { IdentityRecord, OutcomeRecord } from "../../../lib/ledger/ledger.ts";
import type { ReportLedger } from "../../../lib/report/reading/report-ledger.ts";
import type { SimulatedLog } from "./simulated-log.ts";

/** Simulated logs as a report reads a ledger: in memory, one identity each. */
export function ledgerOf(logs: readonly SimulatedLog[], calibration = NO_TRIALS): ReportLedger {
  const records = logs.map(recordOf);
  const oldest = logs.map(({ firstListing }) => firstListing).sort((a, b) => a.getTime() - b.getTime())[0];
  return {
    invitations: {
      async *open(identityId) {
        for (const log of logs) {
          if (log.identityId === identityId)
            for (const { sentFrom: _, sentWidthAtFirstSight: __, ...one } of log.open) yield one;
        }
      },
      async findMany(identityId, ids) {
        const wanted = new Set(ids);
        const open = logs.filter((log) => log.identityId === identityId).flatMap((log) => log.open);
        return open
          .filter(({ invitationId }) => wanted.has(invitationId))
          .map((one) => ({ invitationId: one.invitationId, sentAt: one.sentAt, ...datesOf(one) }));
      },
      async *outcomes({ since, until, identityId, outcome, reason, withSentFrom }) {
        for (const { outcomes } of logs) {
          for (const one of outcomes) {
            const wanted = identityId === undefined || one.identityId === identityId;
            if (!wanted || one.endedAt < since || one.endedAt > until) continue;
            if ((outcome ?? one.outcome) !== one.outcome || (reason ?? one.reason) !== one.reason) continue;
            const { sentFrom: _, sentWidthAtFirstSight: __, ...rest } = one;
            yield withSentFrom === true ? { ...rest, ...datesOf(one) } : rest;
          }
        }
      },
    },
    identities: {
      async *all() {
        yield* records;
      },
      async find(identityId) {
        return records.find((one) => one.identityId === identityId) ?? { ...FRESH, identityId };
      },
    },
    ids: { calibration: async () => calibration },
    runs: {
      async oldest() {
        if (oldest === undefined) return null;
        const run = { runId: "run-1", scheduledAt: oldest, startedAt: oldest, mode: "live", policyVersion: 1 } as const;
        const open = { notConnectedCount: 0, fedUntil: null, reached: null, notReached: null, ...NO_SHARE };
        return { ...run, ...open, state: "started", identities: 1, notConnected: [], queued: 0, startFailed: null };
      },
    },
  };
}

const NO_SHARE = { shareOfRunCap: null, lastInTurn: null } as const;

const datesOf = ({ sentFrom = null, sentWidthAtFirstSight = null }: Dates) => ({
  sentFrom,
  sentWidthAtFirstSight,
});

type Dates = Pick<OutcomeRecord, "sentFrom" | "sentWidthAtFirstSight">;

const FRESH = {
  gate: FRESH_GATE,
  version: 0,
  lastListing: null,
  lastBelievedListingAt: null,
  lastWholeListingAt: null,
  ...{ need: null, servedAt: null, backlog: null, eligibleShares: NO_SHARES, surgeRelease: null },
};

function recordOf({ identityId, lastListing, open }: SimulatedLog): IdentityRecord {
  const listing = { at: lastListing, count: open.length, trust: "believed" } as const;
  return { ...FRESH, identityId, lastListing: listing, lastBelievedListingAt: lastListing };
}
