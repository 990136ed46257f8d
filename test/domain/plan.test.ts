import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countByReason, type Planned, planSweep, tooManyUnreadable } from "../../lib/domain/plan.ts";
import type { PlanInput } from "../../lib/domain/rule.ts";
import { AGE_EDGES, verdictAtEdge } from "./helpers/age-edges.ts";
import { at, identityPolicy, NO_FLAGS, planInput } from "./helpers/records.ts";

const NOW = at("2026-03-30T00:00:00.000Z");

/** A plan of which so many dates could not be read. */
function planOf(unreadable: number, total: number): Planned[] {
  const invitations = Array.from({ length: total }, (_, index) =>
    planInput({ invitationId: String(index), sentAt: index < unreadable ? null : at("2026-03-29T00:00:00Z") }),
  );
  return planSweep(invitations, NO_FLAGS, identityPolicy(), NOW);
}

describe("the age of 21 days", () => {
  it.each(AGE_EDGES)("decides to $verdict at $now: $title", (edge) => {
    const verdict = verdictAtEdge(edge);

    expect(verdict).toBe(edge.verdict);
  });

  const childFile = fileURLToPath(new URL("./helpers/age-edges-child.ts", import.meta.url));
  it.each([
    ["UTC", 0],
    ["Pacific/Kiritimati", 14 * 60],
    ["Etc/GMT+12", -12 * 60],
    ["America/St_Johns", -3.5 * 60],
    ["America/Los_Angeles", -8 * 60],
    ["Europe/Zurich", 60],
    ["Asia/Kathmandu", 5.75 * 60],
    ["Australia/Lord_Howe", 11 * 60],
  ])("is the same on a machine in %s", async (zone, offsetMinutes) => {
    const run = promisify(execFile);

    const { stdout } = await run(process.execPath, ["--import", "tsx", childFile], {
      env: { ...process.env, TZ: zone },
    });

    expect(JSON.parse(stdout)).toEqual({ offsetMinutes, verdicts: AGE_EDGES.map(({ verdict }) => verdict) });
  });
});

describe("planSweep", () => {
  it("says for every invitation what becomes of it, why, and how old it is", () => {
    const invitations = [
      planInput({ invitationId: "1", sentAt: at("2026-03-09T00:00:00.000Z") }),
      planInput({ invitationId: "2", sentAt: at("2026-03-09T00:00:00.001Z") }),
      planInput({ invitationId: "3", sentAt: null }),
    ];

    const plan = planSweep(invitations, NO_FLAGS, identityPolicy(), NOW);

    expect(plan).toEqual([
      { invitation: invitations[0], verdict: "withdraw", reason: "stale", ageDays: 21 },
      { invitation: invitations[1], verdict: "keep", reason: "too-young", ageDays: 20 },
      { invitation: invitations[2], verdict: "keep", reason: "unreadable-date", ageDays: null },
    ]);
  });

  it("puts the oldest first, unreadable dates last, and equals by their ids", () => {
    const invitations = [
      planInput({ invitationId: "b", sentAt: null }),
      planInput({ invitationId: "young", sentAt: at("2026-03-20T00:00:00Z") }),
      planInput({ invitationId: "a", sentAt: null }),
      planInput({ invitationId: "y", sentAt: at("2026-03-10T00:00:00Z") }),
      planInput({ invitationId: "old", sentAt: at("2021-03-01T00:00:00Z") }),
      planInput({ invitationId: "x", sentAt: at("2026-03-10T00:00:00Z") }),
    ];

    const plan = planSweep(invitations, NO_FLAGS, identityPolicy(), NOW);

    expect(plan.map(({ invitation }) => invitation.invitationId)).toEqual(["old", "x", "y", "young", "a", "b"]);
  });

  it("gives the same plan for the same invitations in any order, each once, and leaves its arguments alone", () => {
    const invitations = Array.from({ length: 12 }, (_, index) =>
      planInput({
        invitationId: String(7_000 + index),
        sentAt: index % 4 === 3 ? null : at(`2026-03-${10 + (index % 3) * 9}T00:00:00Z`),
      }),
    );
    const policy = identityPolicy({ thresholdDays: 14, holdout: { share: 0.5, maxAgeDays: 60 } });
    const expected = planSweep(invitations, NO_FLAGS, policy, NOW);

    fc.assert(
      fc.property(fc.shuffledSubarray(invitations, { minLength: 12 }), (shuffled) => {
        const given = [...shuffled];

        const plan = planSweep(shuffled, NO_FLAGS, policy, NOW);

        expect(plan).toEqual(expected);
        expect(shuffled).toEqual(given);
      }),
    );
  });

  it("keeps under seven days even if a policy built by hand says three", () => {
    const invitations = [
      planInput({ invitationId: "six", sentAt: at("2026-03-23T00:00:00.001Z") }),
      planInput({ invitationId: "seven", sentAt: at("2026-03-23T00:00:00.000Z") }),
    ];

    const plan = planSweep(invitations, NO_FLAGS, identityPolicy({ thresholdDays: 3 }), NOW);

    expect(plan.map(({ invitation, verdict }) => [invitation.invitationId, verdict])).toEqual([
      ["seven", "withdraw"],
      ["six", "keep"],
    ]);
  });

  it("never shows a negative age", () => {
    const plan = planSweep([planInput({ sentAt: at("2026-04-05T00:00:00Z") })], NO_FLAGS, identityPolicy(), NOW);

    expect(plan[0]).toMatchObject({ verdict: "keep", reason: "too-young", ageDays: 0 });
  });

  it("keeps an invitation whose date is no date", () => {
    const plan = planSweep([planInput({ sentAt: new Date(Number.NaN) })], NO_FLAGS, identityPolicy(), NOW);

    expect(plan[0]?.verdict).toBe("keep");
  });

  it("plans nothing for nothing", () => {
    const plan = planSweep([], NO_FLAGS, identityPolicy(), NOW);

    expect(plan).toEqual([]);
  });

  it("withdraws nothing that is younger than the threshold, or than seven days, whatever it is given", () => {
    const day = 86_400_000;
    const policies = fc.record({
      thresholdDays: fc.integer({ min: -5, max: 60 }),
      holdout: fc.option(
        fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), maxAgeDays: fc.integer({ min: 0, max: 90 }) }),
      ),
    });
    const ages = fc.array(fc.option(fc.integer({ min: -day, max: 90 * day }), { nil: null }), { maxLength: 20 });

    fc.assert(
      fc.property(policies, ages, (changes, sent) => {
        const invitations = sent.map((age, index) =>
          planInput({ invitationId: String(index), sentAt: age === null ? null : new Date(NOW.getTime() - age) }),
        );

        const plan = planSweep(invitations, NO_FLAGS, identityPolicy(changes), NOW);

        expect(plan).toHaveLength(invitations.length);
        for (const { invitation, verdict } of plan.filter((planned) => planned.verdict === "withdraw")) {
          const age = NOW.getTime() - (invitation.sentAt?.getTime() ?? Number.POSITIVE_INFINITY);
          expect(verdict).toBe("withdraw");
          expect(age).toBeGreaterThanOrEqual(Math.max(7, changes.thresholdDays) * day);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the holdout in a plan", () => {
  const ids = Array.from({ length: 2_000 }, (_, index) => String(7_123_456_789_012_345_678n + BigInt(index)));
  const invitations = ids.map((invitationId) => planInput({ invitationId, sentAt: at("2026-01-01T00:00:00Z") }));
  const heldAt = (now: string, share: number): string[] => {
    const policy = identityPolicy({ holdout: { share, maxAgeDays: 60 } });
    const plan = planSweep(invitations, NO_FLAGS, policy, at(now));
    return plan.filter(({ reason }) => reason === "held-out").map(({ invitation }) => invitation.invitationId);
  };

  it("is the same every day from the threshold to its last, and empty before and after", () => {
    const days = ["2026-01-21", "2026-01-22", "2026-02-10", "2026-03-01", "2026-03-02"];

    const held = days.map((day) => heldAt(`${day}T00:00:00Z`, 0.1));

    // 1 January plus 21 days is the 22nd; plus 60 days is 2 March.
    expect(held[1]?.length).toBeGreaterThan(0);
    expect(held).toEqual([[], held[1], held[1], held[1], []]);
  });

  it("has its share, within binomial bounds", () => {
    const held = heldAt("2026-02-10T00:00:00Z", 0.1).length;

    // 200 expected, standard deviation 13.4.
    expect(Math.abs(held - 200)).toBeLessThan(54);
  });

  it("keeps everyone it had when its share grows", () => {
    const [smaller, larger] = [heldAt("2026-02-10T00:00:00Z", 0.05), new Set(heldAt("2026-02-10T00:00:00Z", 0.2))];

    expect(smaller.length).toBeGreaterThan(0);
    expect(smaller.filter((id) => !larger.has(id))).toEqual([]);
  });
});

describe("countByReason", () => {
  it("counts every reason that occurs and no other", () => {
    const invitations = [
      planInput({ invitationId: "1", sentAt: at("2026-03-01T00:00:00Z") }),
      planInput({ invitationId: "2", sentAt: at("2026-03-02T00:00:00Z") }),
      planInput({ invitationId: "3", sentAt: null }),
    ];

    const counts = countByReason(planSweep(invitations, NO_FLAGS, identityPolicy(), NOW));

    expect(counts).toEqual({ stale: 2, "unreadable-date": 1 });
  });

  it("is empty for an empty plan", () => {
    const counts = countByReason([]);

    expect(counts).toEqual({});
  });
});

describe("tooManyUnreadable", () => {
  it.each([
    // unreadable, of how many, allowed share, held
    [0, 0, 0.01, false],
    [0, 100, 0, false],
    [1, 1, 0.01, false],
    [1, 3, 0.01, false],
    [1, 5_000, 0.0001, false],
    [2, 2, 0.01, true],
    [2, 100, 0.01, true],
    [2, 200, 0.01, false],
    [3, 200, 0.01, true],
    [2, 199, 0.01, true],
    [50, 100, 0.5, false],
    [51, 100, 0.5, true],
    [100, 100, 1, false],
    [1, 1, 0, true],
    [1, 5_000, 0, true],
  ])("for %d of %d with a share of %d is %s", (unreadable, total, maxShare, held) => {
    const plan = planOf(unreadable, total);

    const result = tooManyUnreadable(plan, maxShare);

    expect(result).toBe(held);
  });

  it("does not hold a sweep at the very share, whatever binary fractions make of it", () => {
    const hundredths = Array.from({ length: 99 }, (_, index) => index + 1);

    const held = hundredths.filter((percent) => tooManyUnreadable(planOf(percent, 100), percent / 100));

    expect(held).toEqual([]);
  });

  it("holds from the first date over the share, for every share in hundredths", () => {
    const hundredths = Array.from({ length: 99 }, (_, index) => index + 1);

    const passed = hundredths.filter((percent) => !tooManyUnreadable(planOf(percent + 1, 100), percent / 100));

    expect(passed).toEqual([]);
  });
});

describe("an invitation that rests", () => {
  const until = at("2026-04-10T00:00:00.000Z");
  const now = at("2026-04-01T00:00:00.000Z");
  const resting = (more: object = {}) => planInput({ invitationId: "1", restsUntil: until, lastTriedAt: now, ...more });
  const reasonsOf = (...invitations: PlanInput[]) =>
    planSweep(invitations, NO_FLAGS, identityPolicy(), now).map(({ invitation, verdict, reason }) => [
      invitation.invitationId,
      verdict,
      reason,
    ]);

  it("is kept, whatever speaks for its withdrawal", () => {
    for (const more of [{}, { isRequested: true }, { isDuplicate: true }]) {
      expect(reasonsOf(resting(more))).toEqual([["1", "keep", "resting"]]);
    }
  });

  it("comes back early where its fault has been seen to be over and nothing else is due", () => {
    const young = planInput({ invitationId: "2", sentAt: at("2026-03-30T00:00:00.000Z") });

    expect(reasonsOf(resting({ isFaultOver: true }), young)).toEqual([
      ["1", "withdraw", "stale"],
      ["2", "keep", "too-young"],
    ]);
  });

  it("does not come back early beside one that is due, nor for a fault that may last", () => {
    const due = planInput({ invitationId: "2" });

    expect(reasonsOf(resting({ isFaultOver: true }), due)).toContainEqual(["1", "keep", "resting"]);
    expect(reasonsOf(resting())).toEqual([["1", "keep", "resting"]]);
  });
});
