import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  allowedBy,
  judgeSurge,
  NO_SHARES,
  type SurgeFacts,
  type SurgeRelease,
  spent,
  withShare,
} from "../../lib/domain/surge.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";

const NOW = new Date("2026-11-23T09:00:00.000Z");
const shares = (...known: number[]) => ({ runId: "before", days: 1, shares: known });
const USUAL = shares(0.02, 0.02, 0.03, 0.02, 0.01);

const judged = (over: Partial<SurgeFacts> = {}) =>
  judgeSurge({
    ...{ eligible: 30, pending: 400, shares: USUAL, release: null, maxShare: null, runId: "now", now: NOW },
    ...over,
  });
const released = (over: Partial<SurgeRelease> = {}): SurgeRelease => ({
  ...{ runId: "held", shown: 30, left: 30, at: later(NOW, -DAY_MS), usedBy: null },
  ...over,
});

describe("a share of eligible invitations is a jump", () => {
  it("when it is more than three times the median, and not when it is as much", () => {
    expect(judged({ eligible: 25 }).surge).toEqual({ kind: "jump", limit: 0.06 });
    expect(judged({ eligible: 24 })).toEqual({ share: 0.06, days: 1, surge: null, release: null });
  });

  it("only with more than 20 eligible", () => {
    expect(judged({ eligible: 20, pending: 20 }).surge).toBeNull();
    expect(judged({ eligible: 21, pending: 21 }).surge?.kind).toBe("jump");
  });

  it("only where five shares are known, and against their median, not their mean", () => {
    expect(judged({ shares: shares(0.02, 0.02, 0.02, 0.02) }).surge).toBeNull();
    expect(judged({ shares: shares(0.02, 0.9, 0.02, 0.9, 0.02) }).surge?.limit).toBeCloseTo(0.06);
    expect(judged({ shares: shares(0.02, 0.04, 0.02, 0.04, 0.02, 0.04) }).surge).toBeNull();
  });

  it("where nothing was eligible for a week", () => {
    expect(judged({ shares: shares(0, 0, 0, 0, 0, 0, 0) }).surge).toEqual({ kind: "jump", limit: 0 });
  });

  it("against the runs before, also where the same run's sweep is repeated", () => {
    const five = { runId: "now", days: 1, shares: [0.02, 0.02, 0.02, 0.02, 0.075] };
    expect(judged({ shares: five }).surge).toBeNull();
    expect(judged({ shares: { ...five, shares: [0.02, ...five.shares] } }).surge?.limit).toBeCloseTo(0.06);
  });
});

describe("where no run has been for some days", () => {
  const friday = later(NOW, -3 * DAY_MS).toISOString();
  const week = { runId: friday, days: 1, shares: [0.02, 0.02, 0.03, 0.02, 0.01] };

  it("the share is told by the day: a Monday finds what three days have made stale", () => {
    expect(judged({ shares: week, eligible: 24 * 3 })).toMatchObject({ share: 0.18, days: 3, surge: null });
    expect(judged({ shares: week, eligible: 24 * 3 + 1 }).surge?.kind).toBe("jump");
  });

  it("a repeat of the run that found them is judged as that one was", () => {
    const monday = withShare(week, judged({ shares: week, eligible: 72 }), "now");
    expect(judged({ shares: monday, eligible: 72 })).toMatchObject({ days: 3, surge: null });
  });

  it("no weekday is taken for a surge by its days alone, with as many becoming stale on each day of a week", () => {
    fc.assert(
      fc.property(fc.integer({ min: 21, max: 200 }), fc.integer({ min: 0, max: 6 }), (daily, firstDay) => {
        let shares = NO_SHARES;
        let waiting = 0;
        for (let day = 0; day < 60; day += 1) {
          waiting += daily;
          if ((firstDay + day) % 7 >= 5) continue;
          const now = later(NOW, day * DAY_MS);
          const one = judged({
            shares,
            eligible: waiting,
            pending: 21 * daily + waiting,
            runId: now.toISOString(),
            now,
          });
          expect(one.surge).toBeNull();
          shares = withShare(shares, one, now.toISOString());
          waiting = 0;
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("a policy's largest share", () => {
  it("holds what is more, from the first run on, and lets what is as much go", () => {
    expect(judged({ shares: NO_SHARES, maxShare: 0.05 }).surge).toEqual({ kind: "max-share", limit: 0.05 });
    expect(judged({ shares: NO_SHARES, maxShare: 0.075 }).surge).toBeNull();
    expect(judged({ shares: NO_SHARES, maxShare: 0, eligible: 2 }).surge).toEqual({ kind: "max-share", limit: 0 });
  });

  it("never holds a single invitation, however short the list, nor an empty one", () => {
    expect(judged({ eligible: 1, pending: 1, maxShare: 0.1 }).surge).toBeNull();
    expect(judged({ eligible: 0, pending: 0, maxShare: 0 })).toEqual({ share: 0, days: 1, surge: null, release: null });
  });
});

describe("a release", () => {
  it("lets a surge go, with a tenth more than was shown, and no more than that", () => {
    const release = released();
    expect(judged({ release, eligible: 33 })).toMatchObject({ surge: null, release });
    expect(judged({ release, eligible: 34 })).toMatchObject({ surge: { kind: "grown", limit: 33 }, release: null });
  });

  it("is not needed where there is no surge", () => {
    expect(judged({ release: released(), eligible: 10 })).toMatchObject({ surge: null, release: null });
  });

  it("lapses after seven days, and lets nothing go from the future", () => {
    const at = (days: number) => judged({ release: released({ at: later(NOW, days * DAY_MS) }) }).surge;
    expect(at(-7)).toMatchObject({ kind: "jump" });
    expect(at(-6.99)).toBeNull();
    expect(at(1)).toMatchObject({ kind: "jump" });
  });

  it("is spent once the surge is worked off: the next surge is another", () => {
    const release = spent(released(), 0, "yesterday");
    expect(judged({ release, eligible: 21, pending: 100 }).surge).toMatchObject({ kind: "jump" });
  });

  it("holds for the rest of a backlog that takes several days, and for a repeat of the run that went by it", () => {
    const release = spent(released(), 22, "yesterday");
    expect(judged({ release, eligible: 25 }).surge).toBeNull();
    expect(judged({ release, eligible: 26 }).surge).toEqual({ kind: "grown", limit: 25 });
    expect(judged({ release: spent(released(), 0, "now"), eligible: 30 }).surge).toBeNull();
  });

  it("never lets more go in its time than was shown and a tenth of it for each run", () => {
    const days = fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.integer({ min: 21, max: 200 }), fc.integer({ min: 1, max: 50 }), days, (shown, cap, appear) => {
        let release: SurgeRelease = released({ shown, left: shown, at: NOW });
        let [eligible, gone, runs] = [shown, 0, 0];
        for (const [day, more] of appear.entries()) {
          const runId = `run-${day}`;
          const one = judged({ release, eligible, pending: eligible + 10, runId, now: later(NOW, day * DAY_MS) });
          if (one.release !== null) {
            const today = Math.min(cap, eligible);
            runs += 1;
            gone += today;
            eligible -= today;
            release = spent(release, eligible, runId);
          }
          eligible += more;
        }
        expect(gone).toBeLessThanOrEqual(shown + runs * (allowedBy({ left: 0, shown }) + 0));
        expect(runs).toBeLessThanOrEqual(7);
      }),
    );
  });
});

describe("the shares that are kept", () => {
  it("are those of the latest 14 runs, the newest last, a repeated run's once", () => {
    const all = Array.from({ length: 20 }, (_, index) => index / 100);
    const kept = all.reduce((sofar, share, index) => withShare(sofar, { share, days: 1 }, `run-${index}`), NO_SHARES);

    expect(kept).toEqual({ runId: "run-19", days: 1, shares: all.slice(6) });
    expect(withShare(kept, { share: 0.5, days: 1 }, "run-19").shares).toEqual([...all.slice(6, 19), 0.5]);
    expect(withShare(NO_SHARES, { share: 1 / 3, days: 1 }, "run").shares).toEqual([0.3333]);
    expect(withShare(NO_SHARES, { share: 0.3, days: 3 }, "run")).toEqual({ runId: "run", days: 3, shares: [0.1] });
  });
});
