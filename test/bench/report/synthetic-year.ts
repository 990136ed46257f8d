import { createRandom } from "../../../lib/analytics/random.ts";
import { DAY_MS, HOUR_MS, later, MINUTE_MS, wholeDaysBetween } from "../../../lib/domain/time.ts";
import type { DatedOutcome } from "../../../lib/ledger/packed-outcomes.ts";

const SEQUENCE_BITS = 22n;
const THRESHOLD_DAYS = 21;

/**
 * Endings of one UTC day as a thousand identities under a daily sweep leave them: mostly withdrawals at the threshold, some
 * acceptances and some gone, each first seen at its identity's hour, with an id minted a little before. Oldest first.
 */
export function syntheticDay(beginning: Date, count: number, identities: number, seed: number): DatedOutcome[] {
  const random = createRandom(seed);
  const outcomes = Array.from({ length: count }, (): DatedOutcome => {
    const identity = Math.floor(random() * identities);
    const hour = (identity % 1_000) * 30_000 + 9 * HOUR_MS;
    const endedAt = later(beginning, Math.floor(random() * DAY_MS));
    const chance = random();
    const outcome = chance < 0.1 ? "accepted" : chance < 0.18 ? "gone" : "withdrawn";
    const lived = outcome === "withdrawn" ? THRESHOLD_DAYS + random() : random() ** 2 * THRESHOLD_DAYS;
    const minted = later(endedAt, -Math.floor(lived * DAY_MS) - HOUR_MS);
    const listing = Math.ceil((minted.getTime() - hour) / DAY_MS) * DAY_MS + hour;
    const firstSeenAt = new Date(Math.min(listing, endedAt.getTime()));
    const width = Math.min(Math.ceil((firstSeenAt.getTime() - minted.getTime()) / HOUR_MS), 24) * HOUR_MS;
    const sentAt = later(minted, Math.floor(random() * 10 * MINUTE_MS));
    return {
      identityId: `3f0e1a52-6d1c-4222-8333-${String(identity).padStart(12, "0")}`,
      invitationId: String(
        (BigInt(minted.getTime()) << SEQUENCE_BITS) | BigInt(Math.floor(random() * 2 ** Number(SEQUENCE_BITS))),
      ),
      sentAt,
      sentFrom: later(sentAt, -width),
      sentWidthAtFirstSight: width,
      firstSeenAt,
      attempts: outcome === "withdrawn" ? 1 : 0,
      lastError: null,
      outcome,
      endedAt,
      withdrawnAt: outcome === "withdrawn" ? endedAt : null,
      daysPending: wholeDaysBetween(sentAt, endedAt),
      reason: outcome === "withdrawn" ? "stale" : null,
      thresholdDays: THRESHOLD_DAYS,
      policyVersion: 7,
      confirmed: outcome !== "withdrawn" || random() < 0.99,
      heldOut: false,
      runId: beginning.toISOString(),
    };
  });
  return outcomes.sort((a, b) => a.endedAt.getTime() - b.endedAt.getTime());
}
