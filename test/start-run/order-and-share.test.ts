import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, type Policy } from "../../lib/domain/policy.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { orderAndShare } from "../../lib/start-run/order-and-share.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const NOW = new Date("2026-11-02T09:00:00.000Z");
const RUN = NOW.toISOString();
const LIVE: Policy = { ...DEFAULT_POLICY, mode: "live", dailyCap: 25 };
const daysBefore = (when: Date, days: number): Date => later(when, -days * DAY_MS);
const clock = { now: () => NOW, sleep: async () => {} };
const log = { info() {}, warn() {}, error() {} };

interface Known {
  readonly need?: number;
  readonly servedDaysAgo?: number;
  readonly needsPerson?: string;
}

/** A ledger that knows these identities, and what it makes of a run of them all. */
async function orderOf(known: Readonly<Record<string, Known | null>>, policy: Policy = LIVE, runId = RUN) {
  const ledger: Ledger = createModelLedger({ now: clock.now });
  for (const [id, facts] of Object.entries(known)) {
    if (facts === null) continue;
    const { need = 0, servedDaysAgo, needsPerson } = facts;
    const servedAt = servedDaysAgo === undefined ? null : daysBefore(NOW, servedDaysAgo);
    const listing = { at: daysBefore(NOW, 1), count: need, trust: "believed" } as const;
    await ledger.identities.recordListing(id, { ...listing, turn: { need, servedAt } });
    if (needsPerson !== undefined) {
      await ledger.identities.setNeedsPerson(id, { since: NOW, why: needsPerson, ref: null });
    }
  }
  return orderAndShare({ ledger, clock, log }, policy, runId, Object.keys(known));
}

describe("the order of a run", () => {
  it("begins with who was never served, then with who was served longest ago", async () => {
    const { order } = await orderOf({
      ...{ yesterday: { servedDaysAgo: 1 }, waiting: { need: 9 }, "last week": { servedDaysAgo: 7 } },
    });

    expect(order).toEqual(["waiting", "last week", "yesterday"]);
  });

  it("is another in each run where all were served by the last", async () => {
    const all = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`id-${index}`, { servedDaysAgo: 1 }]));

    const first = await orderOf(all);
    const second = await orderOf(all, LIVE, daysBefore(NOW, -1).toISOString());

    expect(second.order).not.toEqual(first.order);
    expect([...second.order].sort()).toEqual([...first.order].sort());
  });

  it("names nobody twice", async () => {
    const ledger = createModelLedger({ now: clock.now });

    const { order } = await orderAndShare({ ledger, clock, log }, LIVE, RUN, ["a", "b", "a"]);

    expect([...order].sort()).toEqual(["a", "b"]);
  });
});

describe("the share of a run's cap", () => {
  it("is none where all that is needed fits", async () => {
    expect(await orderOf({ a: { need: 20 }, b: { need: 5 } }, { ...LIVE, runCap: 25 })).toMatchObject({
      ...{ share: null, lastInTurn: null },
    });
  });

  it("leaves those who need little what they need", async () => {
    const { share, lastInTurn } = await orderOf(
      { a: { need: 20 }, b: { need: 20 }, c: { need: 2 } },
      { ...LIVE, runCap: 20 },
    );

    expect({ share, lastInTurn }).toEqual({ share: 9, lastInTurn: null });
  });

  it("takes an identity that was never listed for one that needs its own daily cap", async () => {
    const identities = [{ id: "new", dailyCap: 4 }, { id: "a" }];

    const { share } = await orderOf({ new: null, a: { need: 20 } }, { ...LIVE, identities, runCap: 10 });

    expect(share).toBe(6);
  });

  it("keeps no place for who waits for a person, except where Edges has seen it connected again", async () => {
    const policy = { ...LIVE, runCap: 10 };

    const stopped = await orderOf({ a: { need: 20 }, b: { need: 20, needsPerson: "outcomes-not-known" } }, policy);
    const back = await orderOf({ a: { need: 20 }, b: { need: 20, needsPerson: "AUTH_EXPIRED" } }, policy);

    expect([stopped.share, back.share]).toEqual([10, 5]);
  });

  it("is one each for those whose turn it is, where there are fewer places than identities in need", async () => {
    const known = {
      ...{ a: { need: 5, servedDaysAgo: 1 }, b: { need: 5, servedDaysAgo: 3 }, c: { need: 5, servedDaysAgo: 2 } },
      // Needs nothing, so that no place is kept for it although it comes first.
      idle: { need: 0, servedDaysAgo: 9 },
    };

    const { order, share, lastInTurn } = await orderOf(known, { ...LIVE, runCap: 2 });

    expect({ order, share }).toEqual({ order: ["idle", "b", "c", "a"], share: 1 });
    expect(lastInTurn).toMatch(/ c$/);
  });
});
