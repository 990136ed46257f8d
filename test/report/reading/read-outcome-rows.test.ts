import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import type { OutcomeRow } from "../../../lib/report/outcome-row.ts";
import { type OutcomeRowsQuery, readOutcomeRows } from "../../../lib/report/reading/read-outcome-rows.ts";
import { ledgerOf } from "../helpers/log-ledger.ts";
import { day } from "../helpers/records.ts";
import { simulateLog } from "../helpers/simulated-log.ts";

const LOG = simulateLog({
  chances: { acceptance: () => 0.03, departure: () => 0.005 },
  ...{ seed: 4, firstListing: day(0), listings: 40, sendsPerDay: 5, backlogDays: 20, thresholdDays: 21 },
});
const NOW = later(LOG.lastListing, HOUR_MS);
const POLICY = { ...DEFAULT_POLICY, identities: [{ id: LOG.identityId, thresholdDays: 28 }] };

async function rows(query: Partial<OutcomeRowsQuery> = {}) {
  const versioned = { policy: POLICY, version: 3 };
  const all = { now: NOW, until: NOW, withPending: false, ...query };
  const read: OutcomeRow[] = [];
  for await (const one of readOutcomeRows(ledgerOf([LOG]), versioned, all)) read.push(one);
  return read;
}

describe("the rows of a log", () => {
  it("are every ending since the log began, and say since when none is missing", async () => {
    const read = await rows();

    expect(read.map(({ invitationId }) => invitationId)).toEqual(LOG.outcomes.map(({ invitationId }) => invitationId));
    expect(new Set(read.map(({ endingsSince }) => endingsSince?.getTime()))).toEqual(
      new Set([LOG.firstListing.getTime() - DAY_MS]),
    );
  });

  it("begin with those pending, as the last believed list showed them and under the threshold in force", async () => {
    const read = await rows({ withPending: true });

    const pending = read.slice(0, LOG.open.length);
    expect(pending.map(({ invitationId }) => invitationId).toSorted()).toEqual(
      LOG.open.map(({ invitationId }) => invitationId).toSorted(),
    );
    for (const one of pending) {
      expect(one).toMatchObject({ outcome: "pending", endedAt: LOG.lastListing, thresholdDays: 28, policyVersion: 3 });
    }
    expect(read).toHaveLength(LOG.open.length + LOG.outcomes.length);
  });

  it("begin no earlier than asked for, and say so", async () => {
    const since = day(30);
    const read = await rows({ since });

    expect(read).toHaveLength(LOG.outcomes.filter(({ endedAt }) => endedAt >= since).length);
    expect(read[0]?.endingsSince).toEqual(since);
  });

  it("never claim to be all endings from before the log, nor where they are some endings only", async () => {
    const [old] = await rows({ since: day(-300) });
    const [gone] = await rows({ outcome: "gone" });
    const [stale] = await rows({ reason: "stale" });

    expect(old?.endingsSince).toEqual(later(LOG.firstListing, -DAY_MS));
    expect(gone).toMatchObject({ outcome: "gone", endingsSince: null });
    expect(stale).toMatchObject({ reason: "stale", endingsSince: null });
  });
});
