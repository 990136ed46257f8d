import { describe, expect, it } from "vitest";
import type { SentInterval } from "../../lib/domain/sent-interval.ts";
import type { TrackedInvitation } from "../../lib/domain/tracked-invitation.ts";
import { isStillDuplicate } from "../../lib/ledger/duplicate-lookup.ts";
import { appeared, daysBefore } from "../helpers/dynamo-records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const sentOf = ({ sentFrom, sentAt }: TrackedInvitation): SentInterval => ({ from: sentFrom, by: sentAt });

/** A pair as an earlier version, or this one, has noted it. */
async function noted(younger: { readonly sentFrom: Date | null }) {
  const ledger = createModelLedger({ now: () => daysBefore(0) });
  const other = await appeared(ledger, { identityId: "b", invitationId: "2", sentAt: daysBefore(3), ...younger });
  const { identityId, invitationId } = await appeared(ledger, {
    identityId: "a",
    invitationId: "1",
    sentAt: daysBefore(9),
  });
  await ledger.invitations.markDuplicate(identityId, invitationId, other);
  const one = await ledger.invitations.find(identityId, invitationId);
  if (one === null) throw new Error("it was written a moment ago");
  return { invitations: ledger.invitations, one };
}

describe("an invitation that is noted as the older", () => {
  it("is, while the other was surely sent later", async () => {
    const { invitations, one } = await noted({ sentFrom: daysBefore(4) });

    expect(await isStillDuplicate(invitations, one, sentOf)).toBe(true);
  });

  it.each([
    ["an earlier version knew only by when the other was sent", null],
    ["the other may have been sent before it", daysBefore(10)],
    ["the other may have been sent in the same moment", daysBefore(9)],
  ])("is not where %s", async (_, sentFrom) => {
    const { invitations, one } = await noted({ sentFrom });

    expect(await isStillDuplicate(invitations, one, sentOf)).toBe(false);
  });

  it("is not while the age of either is in doubt", async () => {
    const { invitations, one } = await noted({ sentFrom: daysBefore(4) });
    const doubting = (id: string) => (other: TrackedInvitation) => (other.invitationId === id ? null : sentOf(other));

    expect(await isStillDuplicate(invitations, one, doubting("1"))).toBe(false);
    expect(await isStillDuplicate(invitations, one, doubting("2"))).toBe(false);
  });
});
