import { describe, expect, it } from "vitest";
import { type EndingContext, endingOf } from "../../lib/domain/ending.ts";
import type { Outcome } from "../../lib/domain/tracked-invitation.ts";
import { at, identityPolicy } from "./helpers/records.ts";

const INVITATION = { invitationId: "7001", sentAt: at("2026-03-01T00:00:00.000Z") };
const ENDED = at("2026-03-31T12:00:00.000Z");

function context(changes: Partial<EndingContext> = {}): EndingContext {
  return { policy: identityPolicy(), policyVersion: 4, runId: "run-1", reason: "stale", ...changes };
}

describe("the record of an ending", () => {
  it("of a withdrawal says when, after how many whole days, why, and from when on they may be invited again", () => {
    const policy = identityPolicy({ thresholdDays: 28, reinviteCooldownDays: 30 });

    const ending = endingOf(INVITATION, "withdrawn", ENDED, true, context({ policy }));

    expect(ending).toEqual({
      outcome: "withdrawn",
      endedAt: ENDED,
      withdrawnAt: ENDED,
      daysPending: 30,
      reason: "stale",
      thresholdDays: 28,
      policyVersion: 4,
      confirmed: true,
      heldOut: false,
      runId: "run-1",
      reinviteAfter: at("2026-04-30T12:00:00.000Z"),
    });
  });

  it.each<Outcome>(["accepted", "gone", "failed"])(
    "of one that was %s names no withdrawal and no cooldown",
    (outcome) => {
      const ending = endingOf(INVITATION, outcome, ENDED, true, context({ reason: null }));

      expect(ending).toMatchObject({ outcome, endedAt: ENDED, withdrawnAt: null, reinviteAfter: null, reason: null });
    },
  );

  it("says when only the effect of a withdrawal was seen", () => {
    const ending = endingOf(INVITATION, "withdrawn", ENDED, false, context());

    expect(ending).toMatchObject({ confirmed: false, withdrawnAt: ENDED });
  });

  it("never counts negative days, should it end before the bound of its date", () => {
    const ending = endingOf(INVITATION, "accepted", at("2026-02-28T23:00:00.000Z"), true, context());

    expect(ending.daysPending).toBe(0);
  });

  it.each([
    ["one day before the threshold", "2026-03-21T23:59:59.999Z", { share: 1, maxAgeDays: 60 }, false],
    ["at the threshold", "2026-03-22T00:00:00.000Z", { share: 1, maxAgeDays: 60 }, true],
    ["past the holdout's last day", "2026-05-10T00:00:00.000Z", { share: 1, maxAgeDays: 60 }, true],
    ["at the threshold, outside the share", "2026-03-22T00:00:00.000Z", { share: 0.01, maxAgeDays: 60 }, false],
    ["at the threshold, without a holdout", "2026-03-22T00:00:00.000Z", null, false],
  ])("says whether the holdout had kept it: %s", (_when, endedAt, holdout, heldOut) => {
    const policy = identityPolicy({ holdout });

    const ending = endingOf(INVITATION, "accepted", at(endedAt), true, context({ policy }));

    expect(ending.heldOut).toBe(heldOut);
  });
});
