import { describe, expect, it } from "vitest";
import { canHaveAccepted, missedAcceptance } from "../../lib/domain/missed-acceptance.ts";
import { HOUR_MS, later } from "../../lib/domain/time.ts";
import type { Outcome } from "../../lib/domain/tracked-invitation.ts";
import { anEnding, anInvitation } from "../helpers/dynamo-records.ts";
import { at } from "./helpers/records.ts";

const [SENT_FROM, SENT_BY] = [at("2026-03-01T00:00:00.000Z"), at("2026-03-02T12:00:00.000Z")];
const ENDED = at("2026-03-20T09:00:00.000Z");
const dates = { sentFrom: SENT_FROM, sentAt: SENT_BY };

function ended(outcome: Outcome, over: { sentFrom?: Date | null; sentAt?: Date; endedAt?: Date } = {}) {
  const { endedAt = ENDED, ...rest } = over;
  const nothingTried = { attempts: 0, attemptsInRun: 0, attemptRunId: null, attemptReason: null, lostAnswers: 0 };
  const nothingNoted = {
    attempt: null,
    lastError: null,
    rest: null,
    withdrawalRequest: null,
    duplicateOf: null,
    undecidedWith: null,
    announcement: null,
  };
  const ending = anEnding({ outcome, endedAt, withdrawnAt: null, reinviteAfter: null, reason: null });
  return { ...anInvitation(dates), ...nothingTried, ...nothingNoted, state: outcome, ending, ...rest };
}

describe("a connection can be the acceptance of an invitation", () => {
  const open = { ...dates, ending: null };

  it("from the earliest instant at which that can have been sent", () => {
    expect(canHaveAccepted(open, SENT_FROM)).toBe(true);
    expect(canHaveAccepted(open, later(SENT_FROM, -1))).toBe(false);
  });

  it("only once it had been sent for certain, where nothing says how early that can have been", () => {
    const one = { ...open, sentFrom: null };

    expect(canHaveAccepted(one, SENT_BY)).toBe(true);
    expect(canHaveAccepted(one, later(SENT_BY, -1))).toBe(false);
  });

  it("until a day after it had ended, and of an open one whenever", () => {
    const gone = { ...dates, ending: anEnding({ outcome: "gone", endedAt: ENDED }) };

    expect(canHaveAccepted(gone, later(ENDED, 24 * HOUR_MS))).toBe(true);
    expect(canHaveAccepted(gone, later(ENDED, 24 * HOUR_MS + 1))).toBe(false);
    expect(canHaveAccepted(open, later(ENDED, 9_000 * HOUR_MS))).toBe(true);
  });
});

describe("the acceptance that was missed", () => {
  const connectedAt = at("2026-03-10T00:00:00.000Z");

  it("is of the one that was gone", () => {
    expect(missedAcceptance([ended("gone")], connectedAt)).toEqual(ended("gone"));
  });

  it("is of the one that can have been accepted, of several that were gone", () => {
    const before = ended("gone", {
      sentFrom: null,
      sentAt: at("2026-01-01T00:00:00Z"),
      endedAt: at("2026-02-01T00:00:00Z"),
    });
    const after = ended("gone", { sentFrom: ENDED, sentAt: ENDED, endedAt: later(ENDED, HOUR_MS) });

    expect(missedAcceptance([before, ended("gone"), after], connectedAt)).toEqual(ended("gone"));
  });

  it("is nobody's where two can have been accepted, also where one of them was", () => {
    const twin = { ...ended("gone"), invitationId: "twin" };
    const accepted = { ...ended("accepted", { endedAt: connectedAt }), invitationId: "accepted" };

    expect(missedAcceptance([ended("gone"), twin], connectedAt)).toBeNull();
    expect(missedAcceptance([ended("gone"), accepted], connectedAt)).toBeNull();
  });

  it("is nobody's where nothing is gone", () => {
    const { ending: _, ...open } = ended("gone");

    for (const outcome of ["accepted", "withdrawn", "failed"] as const) {
      expect(missedAcceptance([ended(outcome)], connectedAt)).toBeNull();
    }
    expect(missedAcceptance([{ ...open, state: "pending", ending: null }], connectedAt)).toBeNull();
    expect(missedAcceptance([], connectedAt)).toBeNull();
  });
});
