import { describe, expect, it } from "vitest";
import { INVITATION_STATES, isOpen } from "../../lib/domain/tracked-invitation.ts";

describe("an invitation", () => {
  it("is open while it is pending or being withdrawn, and in no other state", () => {
    const open = INVITATION_STATES.filter(isOpen);

    expect(open).toEqual(["pending", "withdrawing"]);
    expect(INVITATION_STATES).toHaveLength(6);
  });
});
