import { describe, expect, it } from "vitest";
import { verdictOn } from "../../../lib/domain/plan.ts";
import type { RuleContext } from "../../../lib/domain/rule.ts";
import { heldOut, isInHoldout } from "../../../lib/domain/rules/held-out.ts";
import { RULES } from "../../../lib/domain/rules/index.ts";
import { stale } from "../../../lib/domain/rules/stale.ts";
import { tooYoung } from "../../../lib/domain/rules/too-young.ts";
import { unreadableDate } from "../../../lib/domain/rules/unreadable-date.ts";
import { at, identityPolicy, NO_FLAGS, planInput } from "../helpers/records.ts";

const context = (ageDays: number | null, changes: Parameters<typeof identityPolicy>[0] = {}): RuleContext => ({
  flags: NO_FLAGS,
  policy: identityPolicy(changes),
  ageDays,
});

/** A binomial share may stray this many standard deviations: once in 15,000 even samples does it by chance. */
const SPREAD = 4;

/** `count` ids in a row, as long as LinkedIn's. */
const idsFrom = (first: bigint, count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(first + BigInt(index)));

describe("the list of rules", () => {
  const placeOf = (reason: string): number => RULES.findIndex((rule) => rule.reason === reason);
  const WITHDRAWING = RULES.filter(({ verdict }) => verdict === "withdraw").map(({ reason }) => reason);
  const BY_AGE = ["stale", "backlog", "duplicate"];

  it("begins with who is protected, and ends with what is too young for everything else", () => {
    expect(RULES[0].reason).toBe("protected");
    expect(RULES.at(-1)?.reason).toBe("too-young");
  });

  it.each([
    ...["protected", "unknown-flag", "contradicting-items", "other-kind", "resting"].flatMap((first) =>
      WITHDRAWING.map((second) => [first, second]),
    ),
    // What is in doubt about the item is in doubt about all that is said of it.
    ...["other-kind", "resting"].map((second) => ["contradicting-items", second]),
    ...["do-not-contact", "customer", "icp-mismatch", "requested"].flatMap((first) =>
      BY_AGE.map((second) => [first, second]),
    ),
    ...["unreadable-date", "dates-disagree", "held-out"].flatMap((first) =>
      ["stale", "backlog"].map((second) => [first, second]),
    ),
    ["unreadable-date", "dates-disagree"],
    ["unreadable-date", "held-out"],
    ["stale", "duplicate-undecided"],
    ["duplicate-undecided", "backlog"],
  ])("asks %s before %s", (first = "", second = "") => {
    expect(placeOf(first)).toBeGreaterThanOrEqual(0);
    expect(placeOf(first)).toBeLessThan(placeOf(second));
  });

  it("lets an unreadable date speak before the holdout", () => {
    const everyone = identityPolicy({ holdout: { share: 1, maxAgeDays: 60 } });

    const planned = verdictOn(planInput({ sentAt: null }), NO_FLAGS, everyone, at("2026-03-30T00:00:00Z"));

    expect(planned).toMatchObject({ verdict: "keep", reason: "unreadable-date", ageDays: null });
  });

  it("lets the holdout speak before staleness", () => {
    const everyone = identityPolicy({ holdout: { share: 1, maxAgeDays: 60 } });

    const planned = verdictOn(planInput(), NO_FLAGS, everyone, at("2026-03-30T00:00:00Z"));

    expect(planned).toMatchObject({ verdict: "keep", reason: "held-out", ageDays: 29 });
  });

  it("lets staleness speak before youth", () => {
    const planned = verdictOn(planInput(), NO_FLAGS, identityPolicy(), at("2026-03-30T00:00:00Z"));

    expect(planned).toMatchObject({ verdict: "withdraw", reason: "stale", ageDays: 29 });
  });
});

describe("unreadable-date", () => {
  it("keeps what has no age and leaves the rest to the others", () => {
    const verdicts = [null, 0, 21, 365].map((ageDays) => unreadableDate.decide(planInput(), context(ageDays)));

    expect(verdicts).toEqual(["keep", null, null, null]);
  });
});

describe("stale", () => {
  it("withdraws from the threshold on", () => {
    const verdicts = [null, 0, 20, 21, 22, 365].map((ageDays) => stale.decide(planInput(), context(ageDays)));

    expect(verdicts).toEqual([null, null, null, "withdraw", "withdraw", "withdraw"]);
  });

  it.each([3, 0, -1, Number.NEGATIVE_INFINITY])("never withdraws under seven days, with a threshold of %d", (days) => {
    const verdicts = [3, 6, 7].map((age) => stale.decide(planInput(), context(age, { thresholdDays: days })));

    expect(verdicts).toEqual([null, null, "withdraw"]);
  });

  it("withdraws nothing when the threshold is not a number", () => {
    const verdict = stale.decide(planInput(), context(365, { thresholdDays: Number.NaN }));

    expect(verdict).toBeNull();
  });
});

describe("too-young", () => {
  it("keeps whatever reaches it", () => {
    const verdicts = [null, 0, 365].map((ageDays) => tooYoung.decide(planInput(), context(ageDays)));

    expect(verdicts).toEqual(["keep", "keep", "keep"]);
  });
});

describe("held-out", () => {
  const everyone = { share: 1, maxAgeDays: 60 };

  it("keeps from the threshold to its own last day", () => {
    const verdicts = [null, 20, 21, 59, 60, 61].map((ageDays) =>
      heldOut.decide(planInput(), context(ageDays, { holdout: everyone })),
    );

    expect(verdicts).toEqual([null, null, "keep", "keep", null, null]);
  });

  it("has nothing to say without a holdout, with a share of 0, or outside the share", () => {
    // Id 7001 lies at 0.0246 and id 7002 at 0.878 (see stable-hash).
    const holdout = { share: 0.5, maxAgeDays: 60 };

    const verdicts = [
      heldOut.decide(planInput({ invitationId: "7001" }), context(30, { holdout })),
      heldOut.decide(planInput({ invitationId: "7002" }), context(30, { holdout })),
      heldOut.decide(planInput({ invitationId: "7001" }), context(30, { holdout: { share: 0, maxAgeDays: 60 } })),
      heldOut.decide(planInput({ invitationId: "7001" }), context(30, { holdout: null })),
    ];

    expect(verdicts).toEqual(["keep", null, null, null]);
  });

  it("speaks only for what would otherwise be stale, also where the floor and not the threshold decides that", () => {
    const handBuilt = { thresholdDays: 3, holdout: everyone };

    const verdicts = [5, 6, 7].map((ageDays) => heldOut.decide(planInput(), context(ageDays, handBuilt)));

    expect(verdicts).toEqual([null, null, "keep"]);
  });

  it("depends on the invitation's id alone", () => {
    const id = "7001";
    const others = [
      planInput({ invitationId: id }),
      planInput({ invitationId: id, personId: "999", urn: "urn:li:fsd_invitation:1", sentAt: null }),
    ];
    const policies = [{ thresholdDays: 7 }, { thresholdDays: 30, dailyCap: 1, paused: true }];

    const verdicts = others.flatMap((invitation) =>
      policies.map((policy) =>
        heldOut.decide(invitation, context(40, { ...policy, holdout: { share: 0.03, maxAgeDays: 60 } })),
      ),
    );

    expect(verdicts).toEqual(["keep", "keep", "keep", "keep"]);
  });
});

describe("isInHoldout", () => {
  const COUNT = 10_000;

  it.each([
    [0.01, 1n],
    [0.05, 7_001n],
    [0.1, 7_123_456_789_012_345_678n],
    [0.25, 7_250_000_000_000_000_000n],
    [0.5, 7_399_999_999_999_995_000n],
  ])("takes a share of %d out of sequential ids from %s, within binomial bounds", (share, first) => {
    const ids = idsFrom(first, COUNT);

    const held = ids.filter((id) => isInHoldout(id, share)).length;

    const deviation = Math.sqrt(COUNT * share * (1 - share));
    expect(Math.abs(held - COUNT * share)).toBeLessThan(SPREAD * deviation);
  });

  it("does not come in clumps: neighbours are held out independently of each other", () => {
    const ids = idsFrom(7_123_456_789_012_345_678n, COUNT);

    const pairs = ids.filter((id, index) => isInHoldout(id, 0.2) && isInHoldout(ids[index + 1] ?? "", 0.2)).length;

    // Two in a row with probability 0.04; neighbouring pairs overlap, which widens the spread by less than a half.
    const deviation = Math.sqrt(COUNT * 0.04 * 0.96);
    expect(Math.abs(pairs - COUNT * 0.04)).toBeLessThan(1.5 * SPREAD * deviation);
  });

  it("only adds to a smaller share when it grows", () => {
    const ids = idsFrom(7_123_456_789_012_345_678n, COUNT);
    const shares = [0, 0.01, 0.02, 0.1, 0.2, 0.5, 1];

    const held = shares.map((share) => new Set(ids.filter((id) => isInHoldout(id, share))));

    expect(held[0]?.size).toBe(0);
    expect(held.at(-1)?.size).toBe(COUNT);
    for (const [index, smaller] of held.slice(0, -1).entries()) {
      const larger = held[index + 1];
      expect([...smaller].filter((id) => !larger?.has(id))).toEqual([]);
      expect(larger?.size).toBeGreaterThan(smaller.size);
    }
  });
});
