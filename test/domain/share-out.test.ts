import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestUnservedFirst, shareOut, waterLevel } from "../../lib/domain/share-out.ts";

const needs = fc.array(fc.nat({ max: 30 }), { maxLength: 40 });
const cap = fc.integer({ min: 1, max: 300 });
const total = (all: readonly number[]): number => all.reduce((sum, one) => sum + one, 0);
const takenAt = (all: readonly number[], level: number): number => total(all.map((need) => Math.min(need, level)));

/** Tries every level from the top. */
function slowLevel(all: readonly number[], most: number): number | null {
  if (total(all) <= most) return null;
  for (let level = Math.max(...all); level > 1; level -= 1) if (takenAt(all, level) <= most) return level;
  return 1;
}

/** Gives one place after the other to whoever has the fewest and needs more, the first of those. */
function slowShares(all: readonly number[], places: number): number[] {
  const shares = all.map(() => 0);
  for (let place = 0; place < places; place += 1) {
    const open = shares.flatMap((share, index) => (share < (all[index] ?? 0) ? [{ share, index }] : []));
    const [first] = open.sort((a, b) => a.share - b.share || a.index - b.index);
    if (first === undefined) break;
    shares[first.index] = first.share + 1;
  }
  return shares;
}

describe("the water level", () => {
  it("is none where all needs fit", () => {
    expect(waterLevel([], 1)).toBeNull();
    expect(waterLevel([0, 0], 1)).toBeNull();
    expect(waterLevel([3, 4], 7)).toBeNull();
  });

  it.each([
    // 1,000 identities with a backlog of 25 a day each, and the default cap: nobody gets 25.
    [Array.from({ length: 100 }, () => 25), 500, 5],
    [[25, 25, 1, 1], 20, 9],
    [[3, 4], 6, 3],
  ])("of %j under a cap of %i is %i", (all, most, level) => {
    expect(waterLevel(all, most)).toBe(level);
  });

  it("is 1 where there are more identities in need than places", () => {
    expect(waterLevel([5, 5, 5], 2)).toBe(1);
  });

  it("is what trying every level finds", () => {
    fc.assert(
      fc.property(needs, cap, (all, most) => {
        expect(waterLevel(all, most)).toBe(slowLevel(all, most));
      }),
    );
  });

  it("keeps the sum within the cap wherever there is a place for each in need", () => {
    fc.assert(
      fc.property(needs, cap, (all, most) => {
        fc.pre(all.filter((need) => need > 0).length <= most);
        expect(takenAt(all, waterLevel(all, most) ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("rises with the cap and falls with the needs", () => {
    const high = Number.POSITIVE_INFINITY;
    fc.assert(
      fc.property(needs, cap, fc.nat({ max: 30 }), (all, most, more) => {
        const level = waterLevel(all, most) ?? high;
        expect(waterLevel(all, most + more) ?? high).toBeGreaterThanOrEqual(level);
        expect(waterLevel([...all, more], most) ?? high).toBeLessThanOrEqual(level);
      }),
    );
  });
});

describe("places shared out", () => {
  it("are what giving one after the other to whoever has the fewest comes to", () => {
    fc.assert(
      fc.property(needs, fc.integer({ min: -3, max: 300 }), (all, places) => {
        expect(shareOut(all, places)).toEqual(slowShares(all, places));
      }),
    );
  });

  it("are all used, and never more", () => {
    fc.assert(
      fc.property(needs, cap, (all, places) => {
        expect(total(shareOut(all, places))).toBe(Math.min(places, total(all)));
      }),
    );
  });

  it("give nobody more than another who needs as much, but for one place, and that by the order", () => {
    fc.assert(
      fc.property(needs, cap, (all, places) => {
        const shares = shareOut(all, places);
        for (const [index, share] of shares.entries()) {
          for (const [other, otherShare] of shares.entries()) {
            if (otherShare === all[other]) continue;
            expect(share).toBeLessThanOrEqual(otherShare + (index < other ? 1 : 0));
          }
        }
      }),
    );
  });
});

describe("the order of a run", () => {
  const NOW = new Date("2026-11-02T09:00:00.000Z");
  const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
  const idsOf = (all: readonly { readonly identityId: string }[]) => all.map(({ identityId }) => identityId);

  it("begins with who has waited longest, and before them who never was served", () => {
    const turns = [
      { identityId: "yesterday", servedAt: daysAgo(1) },
      { identityId: "never", servedAt: null },
      { identityId: "last week", servedAt: daysAgo(7) },
    ];

    expect(idsOf(longestUnservedFirst(turns, NOW))).toEqual(["never", "last week", "yesterday"]);
  });

  it("takes a time that lies ahead for none", () => {
    const turns = [
      { identityId: "yesterday", servedAt: daysAgo(1) },
      { identityId: "next year", servedAt: daysAgo(-365) },
    ];

    expect(idsOf(longestUnservedFirst(turns, NOW))).toEqual(["next year", "yesterday"]);
  });

  it("of those that one run has served is another in each run", () => {
    const orderAfter = (days: number, salt: string) =>
      idsOf(
        longestUnservedFirst(
          Array.from({ length: 40 }, (_, index) => ({ identityId: `id-${index}`, servedAt: daysAgo(days) })),
          NOW,
          salt,
        ),
      );

    const orders = [orderAfter(1, ""), orderAfter(2, ""), orderAfter(1, "run-1"), orderAfter(1, "run-2")];

    expect(new Set(orders.map(String)).size).toBe(4);
    expect(orderAfter(1, "run-1")).toEqual(orders[2]);
    // Over many runs everybody comes early and late.
    const firsts = new Set(Array.from({ length: 400 }, (_, run) => orderAfter(1, `run ${run}`)[0]));
    expect(firsts.size).toBe(40);
  });

  it("holds each identity once and does not depend on the order given", () => {
    const turns = fc.uniqueArray(
      fc.record({ identityId: fc.uuid(), servedAt: fc.option(fc.integer({ min: -2, max: 5 }).map(daysAgo)) }),
      { selector: ({ identityId }) => identityId, maxLength: 30 },
    );
    fc.assert(
      fc.property(turns, (all) => {
        const order = longestUnservedFirst(all, NOW, "run");
        expect(longestUnservedFirst(all.toReversed(), NOW, "run")).toEqual(order);
        expect([...idsOf(order)].sort()).toEqual([...idsOf(all)].sort());
      }),
    );
  });
});
