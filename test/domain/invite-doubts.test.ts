import { describe, expect, it } from "vitest";
import { doubtOfLists } from "../../lib/domain/invite-doubts.ts";
import { at } from "./helpers/records.ts";

const NOW = at("2026-11-23T12:00:00.000Z");
const FRESH = at("2026-11-21T12:00:00.000Z");
const OLD = at("2026-11-21T11:59:59.999Z");
const ALL = { identities: "all" } as const;

/** An identity with a believed list of `believed`, and a latest list of `last` with its trust. */
const identity = (identityId: string, believed: Date | null, last: readonly [Date, string] | null = null) => ({
  ...{ identityId, lastBelievedListingAt: believed },
  lastListing: last === null ? null : { at: last[0], trust: last[1] },
});

describe("whether the ledger knows what is pending", () => {
  it("is so where every identity has a complete list of the last 48 hours", () => {
    expect(doubtOfLists([identity("a", FRESH), identity("b", NOW)], ALL, NOW)).toBeNull();
  });

  it("is not where one is older, and names each", () => {
    expect(doubtOfLists([identity("b", OLD), identity("a", null), identity("c", NOW)], ALL, NOW)).toEqual({
      why: "no-recent-list",
      identities: ["a", "b"],
    });
  });

  it("is not where no identity is known", () => {
    expect(doubtOfLists([], ALL, NOW)).toEqual({ why: "no-identity" });
    expect(doubtOfLists([identity("a", NOW)], { identities: [] }, NOW)).toEqual({ why: "no-identity" });
  });

  it.each([
    ["believed", true],
    ["partial", true],
    ["collapsed", false],
    ["empty", false],
    ["unfit-items", false],
    ["full-last-page", false],
    ["hazy", false],
  ])("by a latest list that is %s: %s", (trust, isKnown) => {
    const doubt = doubtOfLists([identity("a", OLD, [FRESH, trust])], ALL, NOW);

    expect(doubt === null).toBe(isKnown);
  });

  it("is so by a believed list, although a later one is doubted", () => {
    expect(doubtOfLists([identity("a", FRESH, [NOW, "collapsed"])], ALL, NOW)).toBeNull();
  });

  it("leaves out whom the policy leaves out, and counts whom it pauses, and whom it names and nobody has listed", () => {
    const known = [identity("a", NOW), identity("b", OLD)];

    expect(doubtOfLists(known, { identities: [{ id: "a" }] }, NOW)).toBeNull();
    expect(doubtOfLists(known, { identities: [{ id: "a" }, { id: "b", paused: true }] }, NOW)).toMatchObject({
      identities: ["b"],
    });
    expect(doubtOfLists(known, { identities: [{ id: "a" }, { id: "c" }] }, NOW)).toMatchObject({ identities: ["c"] });
  });
});
