import { FRESH_GATE } from "../../../lib/domain/gate.ts";
import type { IdentityRecord } from "../../../lib/ledger/ledger.ts";
import type { ReportLedger } from "../../../lib/report/reading/report-ledger.ts";
import type { SimulatedLog } from "./simulated-log.ts";

/** Simulated logs as a report reads a ledger: in memory, one identity each. */
export function ledgerOf(logs: readonly SimulatedLog[]): ReportLedger {
  const records = logs.map(recordOf);
  const oldest = logs.map(({ firstListing }) => firstListing).sort((a, b) => a.getTime() - b.getTime())[0];
  return {
    invitations: {
      async *open(identityId) {
        for (const log of logs) if (log.identityId === identityId) yield* log.open;
      },
      async *outcomes({ since, until, identityId }) {
        for (const { outcomes } of logs) {
          for (const one of outcomes) {
            const wanted = identityId === undefined || one.identityId === identityId;
            if (wanted && one.endedAt >= since && one.endedAt <= until) yield one;
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
    runs: {
      async oldest() {
        if (oldest === undefined) return null;
        const run = { runId: "run-1", scheduledAt: oldest, startedAt: oldest, mode: "live", policyVersion: 1 } as const;
        return { ...run, state: "started", identities: 1, notConnected: [], queued: 0 };
      },
    },
  };
}

const FRESH = {
  gate: FRESH_GATE,
  version: 0,
  lastListing: null,
  lastBelievedListingAt: null,
  lastWholeListingAt: null,
};

function recordOf({ identityId, lastListing, open }: SimulatedLog): IdentityRecord {
  const listing = { at: lastListing, count: open.length, trust: "believed" } as const;
  return { ...FRESH, identityId, lastListing: listing, lastBelievedListingAt: lastListing };
}
