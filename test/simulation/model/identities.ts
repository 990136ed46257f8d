import { type Block, FRESH_GATE } from "../../../lib/domain/gate.ts";
import { NO_SHARES } from "../../../lib/domain/surge.ts";
import type { IdentityLedger, IdentityRecord, Reading } from "../../../lib/ledger/ledger.ts";
import { createLaggingItems } from "./lagging-items.ts";

export function createModelIdentities(now: () => Date, lagMs: () => number): IdentityLedger {
  const records = createLaggingItems<IdentityRecord>(now, lagMs);
  const workspace = createLaggingItems<{ readonly block: Block | null }>(now, lagMs);
  const get = (identityId: string, how?: Reading): IdentityRecord =>
    records.get(identityId, how) ?? {
      identityId,
      gate: FRESH_GATE,
      version: 0,
      lastListing: null,
      lastBelievedListingAt: null,
      lastWholeListingAt: null,
      ...{ need: null, servedAt: null, backlog: null, eligibleShares: NO_SHARES, surgeRelease: null },
    };
  return {
    find: async (identityId, how) => get(identityId, how),
    async replaceGate(identityId, version, gate) {
      const record = get(identityId);
      if (record.version !== version) return false;
      records.set(identityId, { ...record, gate, version: version + 1 });
      return true;
    },
    async recordListing(identityId, listing) {
      const { isWhole = false, turn = null, eligibleShares = null, backlog = null, ...lastListing } = listing;
      const believed = lastListing.trust === "believed" && { lastBelievedListingAt: lastListing.at };
      const whole = isWhole && { lastWholeListingAt: lastListing.at };
      const served = turn !== null && turn.servedAt !== null && { servedAt: turn.servedAt };
      const needed = turn !== null && { need: turn.need };
      const shares = eligibleShares !== null && { eligibleShares };
      const seen = backlog !== null && { backlog };
      const noted = { ...believed, ...whole, ...needed, ...served, ...shares, ...seen };
      records.set(identityId, { ...get(identityId), lastListing, ...noted });
    },
    async recordServed(identityId, servedAt) {
      records.set(identityId, { ...get(identityId), servedAt });
    },
    async releaseSurge(identityId, surgeRelease) {
      records.set(identityId, { ...get(identityId), surgeRelease });
    },
    async turns(identityIds) {
      const found = identityIds.flatMap((id) => records.get(id) ?? []);
      return found.map(({ identityId, need, servedAt, backlog, gate: { needsPerson, stop, lastRefusedAt } }) => ({
        ...{ identityId, need, servedAt, backlog, needsPerson, stop, lastRefusedAt },
      }));
    },
    async forgetListings(identityId, after) {
      const record = get(identityId);
      const upTo = (at: Date | null) => (at !== null && at > after ? null : at);
      records.set(identityId, {
        ...record,
        lastListing: upTo(record.lastListing?.at ?? null) === null ? null : record.lastListing,
        lastBelievedListingAt: upTo(record.lastBelievedListingAt),
        lastWholeListingAt: upTo(record.lastWholeListingAt),
        servedAt: upTo(record.servedAt),
      });
    },
    async setNeedsPerson(identityId, needsPerson) {
      const record = get(identityId);
      const anew = needsPerson === null && { unknownOutcomes: [], stop: null };
      const gate = { ...record.gate, needsPerson, ...anew };
      records.set(identityId, { ...record, gate, version: record.version + 1 });
    },
    workspaceBlock: async (how) => workspace.get("", how)?.block ?? null,
    async blockWorkspace(block) {
      workspace.set("", { block });
    },
    async *all() {
      yield* records.values();
    },
  };
}
