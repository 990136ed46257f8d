import { describe, expect, it } from "vitest";
import { RULES } from "../../lib/domain/rules/index.ts";
import {
  IS_WRONG_WHEN_DEFERRED,
  IS_WRONG_WHEN_HELD,
  isWrongWhenDeferred,
  isWrongWhenHeld,
} from "../../lib/domain/went-wrong.ts";

describe("a reason to hold back", () => {
  it.each(["dry-run", "off", "paused", "not-in-plan"])("%s is the owner's choice", (reason) => {
    expect(isWrongWhenHeld(reason)).toBe(false);
    expect(isWrongWhenDeferred(reason)).toBe(false);
  });

  it.each(["daily-cap", "working-hours", "queue-time", "run-cap", "blocked"])("%s is a limit at work", (reason) => {
    expect(isWrongWhenHeld(reason)).toBe(false);
  });

  it.each([
    ...["listing-partial", "listing-collapsed", "listing-empty", "unreadable-dates"],
    ...["needs-person", "workspace-stopped"],
  ])("%s is a fault", (reason) => {
    expect(isWrongWhenHeld(reason)).toBe(true);
  });

  it.each(["full-moon", "constructor", ""])("%j, of another version, counts as a fault", (reason) => {
    expect(Object.hasOwn(IS_WRONG_WHEN_HELD, reason) || Object.hasOwn(IS_WRONG_WHEN_DEFERRED, reason)).toBe(false);
    expect(isWrongWhenHeld(reason)).toBe(true);
    expect(isWrongWhenDeferred(reason)).toBe(true);
  });
});

describe("a reason to put an invitation off", () => {
  it.each(["daily-cap", "outside-working-hours", "blocked", "wait-until", "gap", "busy", "expired"])(
    "%s is a limit at work",
    (reason) => {
      expect(isWrongWhenDeferred(reason)).toBe(false);
    },
  );

  it("no-longer-pending is an end, and unflagged the owner's word", () => {
    expect(["no-longer-pending", "unflagged"].map(isWrongWhenDeferred)).toEqual([false, false]);
  });

  it.each(RULES.map(({ reason }) => reason))("%s is a rule's, which now keeps the invitation", (reason) => {
    expect(isWrongWhenDeferred(reason)).toBe(false);
  });

  it.each([
    ...["workspace-stopped", "needs-person", "identity-needs-person", "retry-later", "not-known", "rejected"],
    ...["policy-unreadable", "not-in-the-ledger", "too-many-waits"],
  ])("%s is a fault", (reason) => {
    expect(isWrongWhenDeferred(reason)).toBe(true);
  });
});
