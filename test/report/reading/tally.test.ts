import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lifeTable } from "../../../lib/analytics/life-table.ts";
import type { OutcomeRecord } from "../../../lib/ledger/ledger.ts";
import { type Narrowing, Tally } from "../../../lib/report/reading/tally.ts";
import { anOpen, anOutcome, day } from "../helpers/records.ts";

const WINDOW = { since: day(40), until: day(90) };
const ALL: Narrowing = { reason: null, policyVersion: null };
const STRATUM = { identityId: "a", thresholdDays: null };

const days = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const outcomes: fc.Arbitrary<OutcomeRecord> = fc
  .record({
    sent: days(0, 110),
    seen: days(0, 3),
    watched: days(0, 60),
    outcome: fc.constantFrom("withdrawn", "accepted", "gone", "failed"),
    policyVersion: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ sent, seen, watched, outcome, policyVersion }) =>
    anOutcome({
      sentAt: day(sent),
      firstSeenAt: day(sent + seen),
      endedAt: day(sent + seen + watched),
      outcome,
      policyVersion,
      reason: outcome === "withdrawn" || outcome === "failed" ? "stale" : null,
    }),
  )
  // The ledger is asked for no others.
  .filter(({ endedAt }) => endedAt >= WINDOW.since);

const tallied = (records: readonly OutcomeRecord[], narrowing = ALL) => {
  const tally = new Tally(WINDOW, narrowing);
  for (const record of records) tally.addEnded(record);
  return tally;
};

describe("a tally", () => {
  it("counts every invitation seen by the window's end once, in the funnel, the ages and the intake alike", () => {
    fc.assert(
      fc.property(fc.array(outcomes, { maxLength: 40 }), (records) => {
        const tally = tallied(records);
        const there = records.filter(({ firstSeenAt }) => firstSeenAt <= WINDOW.until);

        expect(tally.seen).toBe(there.length);
        expect(tally.funnel.seen).toBe(there.length);
        expect(tally.funnel.pending).toBe(there.filter(({ endedAt }) => endedAt > WINDOW.until).length);
        expect(tally.endedAges.histogram().total + tally.pendingAges.histogram().total).toBe(there.length);
        const excluded = Object.values(tally.intake.exclusions).reduce((sum, count) => sum + count, 0);
        const entered = lifeTable(tally.intake.grid).entries.reduce((sum, count) => sum + count, 0);
        expect(entered + excluded).toBe(there.length);
        expect(tally.outcomes.reduce((sum, { count }) => sum + count, 0)).toBe(there.length - tally.funnel.pending);
      }),
    );
  });

  it("is the same whatever the order in which invitations are read", () => {
    fc.assert(
      fc.property(fc.array(outcomes, { maxLength: 25 }), (records) => {
        const [one, other] = [tallied(records), tallied(records.toReversed())];

        expect(other.funnel).toEqual(one.funnel);
        expect(other.outcomes).toEqual(one.outcomes);
        expect(lifeTable(other.intake.grid)).toEqual(lifeTable(one.intake.grid));
        expect(other.sending.perDay(day(90))).toBe(one.sending.perDay(day(90)));
        expect(other.weeks.list(WINDOW)).toEqual(one.weeks.list(WINDOW));
      }),
    );
  });

  it("narrowed to each policy version in turn counts every ending exactly once", () => {
    fc.assert(
      fc.property(fc.array(outcomes, { maxLength: 25 }), (records) => {
        const whole = tallied(records);
        const parts = [1, 2, 3].map((policyVersion) => tallied(records, { ...ALL, policyVersion }));

        const endings = whole.funnel.seen - whole.funnel.pending;
        expect(parts.reduce((sum, { funnel }) => sum + funnel.seen, 0)).toBe(endings);
        for (const part of parts) {
          expect(part.funnel.pending).toBe(0);
          expect(lifeTable(part.intake.grid)).toEqual(lifeTable(whole.intake.grid));
        }
      }),
    );
  });

  it("shows how long one was pending from the middle of a week's interval, and at its least where that is wider", () => {
    const end = { sentAt: day(46), firstSeenAt: day(46), endedAt: day(50), outcome: "gone" } as const;
    const aWeek = tallied([anOutcome({ ...end, sentFrom: day(40) })]);
    const wider = tallied([anOutcome({ ...end, sentFrom: day(0) })]);

    const weeks = (tally: Tally) => tally.endedAges.histogram().bins.map(({ count }) => count);
    expect(weeks(aWeek).slice(0, 2)).toEqual([0, 1]);
    expect(weeks(wider).slice(0, 2)).toEqual([1, 0]);
    for (const tally of [aWeek, wider]) expect(tally.intake.exclusions["age-not-known"]).toBe(1);
  });

  it("counts as unreachable what five calls could not withdraw, and what an earlier version gave up", () => {
    const open = anOpen({ sentAt: day(60), firstSeenAt: day(61) });
    const tally = tallied([anOutcome({ outcome: "failed", endedAt: day(50) })]);
    for (const attempts of [0, 4, 5, 11]) tally.addOpen({ ...open, attempts }, day(89), STRATUM);

    expect(tally.funnel).toEqual({
      seen: 5,
      pending: 2,
      accepted: 0,
      withdrawn: 0,
      gone: 0,
      unreachable: 3,
      failed: 1,
    });
    expect(tally.outcomes).toMatchObject([{ outcome: "failed", count: 1 }]);
    expect(tally.pendingAges.histogram().total).toBe(4);
  });

  it("watches an unreachable invitation like any other that is open", () => {
    const open = anOpen({ sentAt: day(60), firstSeenAt: day(61) });
    const [few, many] = [0, 5].map((attempts) => {
      const tally = new Tally(WINDOW, ALL);
      tally.addOpen({ ...open, attempts }, day(80.5), STRATUM);
      return lifeTable(tally.intake.grid);
    });

    expect(many).toEqual(few);
    expect(many?.lastAge).toBe(20);
  });

  it("counts no open one where it is narrowed, unreachable or not", () => {
    const tally = new Tally(WINDOW, { ...ALL, reason: "stale" });
    tally.addOpen(anOpen({ sentAt: day(60), firstSeenAt: day(61), attempts: 5 }), day(89), STRATUM);

    expect(tally.funnel).toMatchObject({ seen: 0, pending: 0, unreachable: 0 });
  });

  it("counts confirmed withdrawals apart, and the most frequent ending first", () => {
    const gone = anOutcome({ outcome: "gone", endedAt: day(50) });
    const confirmed = anOutcome({ endedAt: day(50) });
    const tally = tallied([gone, confirmed, { ...confirmed, confirmed: false }, confirmed]);
    tally.addOpen(anOpen({ sentAt: day(85), firstSeenAt: day(86) }), day(89), STRATUM);

    expect(tally.outcomes).toEqual([
      { outcome: "withdrawn", reason: "stale", confirmed: 2, count: 3 },
      { outcome: "gone", reason: null, confirmed: 1, count: 1 },
    ]);
    expect(tally.funnel).toEqual({
      seen: 5,
      pending: 1,
      accepted: 0,
      withdrawn: 3,
      gone: 1,
      unreachable: 0,
      failed: 0,
    });
  });
});
