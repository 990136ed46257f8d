import { describe, expect, it } from "vitest";
import { INVITATION_STATES, isContradicting, isDateReadable, isOpen } from "../../lib/domain/tracked-invitation.ts";

describe("an invitation", () => {
  it("is open while it is pending or being withdrawn, and in no other state", () => {
    const open = INVITATION_STATES.filter(isOpen);

    expect(open).toEqual(["pending", "withdrawing"]);
    expect(INVITATION_STATES).toHaveLength(6);
  });
});

describe("a date that a listing could not read", () => {
  const listed = (hour: number) => new Date(Date.UTC(2026, 10, 2, hour));

  it.each([
    ["no listing failed to read", null, { at: listed(9) }, true],
    ["the latest listing failed to read", listed(9), { at: listed(9) }, false],
    ["a later listing has read", listed(9), { at: listed(10) }, true],
    ["a listing failed to read that broke off after the latest whole one", listed(10), { at: listed(9) }, false],
    ["the first listing failed to read, which is not yet recorded", listed(9), null, false],
  ])("that %s: readable %#", (_, unreadableAt, lastListing, readable) => {
    expect(isDateReadable({ unreadableAt }, lastListing)).toBe(readable);
    // The same holds for a list that contradicted itself.
    expect(isContradicting({ contradictingAt: unreadableAt }, lastListing)).toBe(!readable);
  });
});
