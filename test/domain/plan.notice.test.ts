import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { announcementOf } from "../../lib/domain/announcement.ts";
import { isToGo, planSweep, verdictOn } from "../../lib/domain/plan.ts";
import { DEFAULT_POLICY, policyFor } from "../../lib/domain/policy.ts";
import { FLAG_KINDS, type Flags } from "../../lib/domain/rule.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { planInput } from "./helpers/records.ts";

const NOW = new Date("2026-11-23T09:00:00.000Z");
const ago = (days: number) => later(NOW, -days * DAY_MS);
const policyWith = (noticeDays: number, keepPendingBelow: number | null = null) =>
  policyFor({ ...DEFAULT_POLICY, noticeDays, keepPendingBelow }, "ana");
const announced = (days: number, noticeDays = 3) =>
  announcementOf({ at: ago(days), runId: "run-1" }, "stale", noticeDays);
const NO_FLAGS: Flags = new Map();

describe("a verdict under a notice", () => {
  it("keeps what a rule withdraws until its notice is over, and says which rule and until when", () => {
    const stale = planInput({ sentAt: ago(40), announcement: announced(2) });

    expect(verdictOn(stale, NO_FLAGS, policyWith(3), NOW)).toMatchObject({
      ...{ verdict: "keep", reason: "announced", would: "stale", mayGoFrom: later(ago(2), 3 * DAY_MS), ageDays: 40 },
    });
    expect(verdictOn({ ...stale, announcement: announced(3) }, NO_FLAGS, policyWith(3), NOW)).toMatchObject({
      ...{ verdict: "withdraw", reason: "stale" },
    });
  });

  const flags = fc.subarray([...FLAG_KINDS]);
  it("is that of the rules without it, or `announced` in place of a withdrawal that they speak for", () => {
    const inputs = fc.record({
      ...{ age: fc.option(fc.nat({ max: 60 })), isRequested: fc.boolean(), isDuplicate: fc.boolean() },
      ...{ isContradicting: fc.boolean(), datesDisagree: fc.boolean(), notice: fc.nat({ max: 5 }) },
      since: fc.option(fc.nat({ max: 8 })),
    });
    fc.assert(
      fc.property(inputs, flags, ({ age, since, notice, ...facts }, kinds) => {
        const announcement = since === null ? null : announced(since);
        const sentAt = age === null ? null : ago(age);
        const input = planInput({ ...facts, sentAt, announcement });
        const given: Flags = new Map([["501", new Set(kinds)]]);

        const without = verdictOn(input, given, policyWith(0), NOW);
        const withNotice = verdictOn(input, given, policyWith(notice), NOW);

        const isOver = notice === 0 || (since !== null && since >= Math.max(3, notice));
        if (without.verdict === "keep" || isOver) expect(withNotice).toEqual(without);
        else expect(withNotice).toMatchObject({ verdict: "keep", reason: "announced", would: without.reason });
        expect(isToGo(withNotice)).toBe(without.verdict === "withdraw");
      }),
    );
  });
});

describe("a plan under a notice", () => {
  it("counts what is announced as gone: as many of the young ones go early as without a notice", () => {
    const ages = [40, 30, 15, 14, 13, 12];
    const list = ages.map((age, index) => planInput({ invitationId: `70${index}`, sentAt: ago(age) }));
    const going = (noticeDays: number) =>
      planSweep(list, NO_FLAGS, policyWith(noticeDays, 3), NOW)
        .filter(isToGo)
        .map(({ invitation, would, reason }) => [invitation.invitationId, would ?? reason]);

    expect(going(3)).toEqual([
      ["700", "stale"],
      ["701", "stale"],
      ["702", "backlog"],
    ]);
    expect(going(3)).toEqual(going(0));
  });
});
