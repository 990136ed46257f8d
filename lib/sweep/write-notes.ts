import type { DuplicateNote } from "../domain/order-duplicates.ts";
import type { InvitationLedger } from "../ledger/ledger.ts";
import { inParallel } from "./in-parallel.ts";
import { WRITES_AT_ONCE, type Writing } from "./write-context.ts";

/** Notes which invitations are the older ones. Of one person's notes those on the younger ones come first. */
export async function noteDuplicates({ c, decision: { found } }: Writing): Promise<void> {
  await inParallel(WRITES_AT_ONCE, found.notes, async (ofOnePerson) => {
    for (const note of ofOnePerson) await writeNote(c.ledger.invitations, note);
  });
}

async function writeNote(invitations: InvitationLedger, note: DuplicateNote): Promise<void> {
  const { identityId, invitationId } = note.invitation;
  if (note.kind === "undecided") await invitations.markUndecided(identityId, invitationId, note.of);
  else await invitations.markDuplicate(identityId, invitationId, note.kind === "older" ? note.of : null);
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
