import { inParallel } from "./in-parallel.ts";
import { WRITES_AT_ONCE, type Writing } from "./write-context.ts";

/** Notes which invitations are the older ones. Of one person's notes the one that takes back comes first. */
export async function noteDuplicates({ c, decision: { found } }: Writing): Promise<void> {
  await inParallel(WRITES_AT_ONCE, found.notes, async (ofOnePerson) => {
    for (const { invitation, of } of ofOnePerson) {
      await c.ledger.invitations.markDuplicate(invitation.identityId, invitation.invitationId, of);
    }
  });
}

/**
 * A flag that was given by an address, and has waited for a list to show whose that is, becomes that person's: addresses
 * change and ids do not.
 */
export async function claimAddresses({ c, decision: { met } }: Writing): Promise<void> {
  await inParallel(WRITES_AT_ONCE, met, ({ profileKey, personId }) =>
    c.ledger.flags.claimAddress(profileKey, personId),
  );
}
