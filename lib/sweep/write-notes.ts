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
/** As `sweeper flags` shows the key of an address. */
const short = (key: string): string => `${key.slice(0, 8)}…`;

const SHARED =
  "flags by an address that several people are listed under: protections keep them all, other flags reach nobody; flag the one you mean by id";

/**
 * A flag that was given by an address, and has waited for a list to show whose that is, becomes that person's: addresses
 * change and ids do not. Where several people are listed under it nobody can tell whose it is, and that is logged.
 */
export async function claimAddresses({ c, decision: { identityId, met, sharedKeys } }: Writing): Promise<void> {
  if (sharedKeys.length > 0) {
    c.log.warn(SHARED, { identityId, count: sharedKeys.length, ref: sharedKeys.slice(0, 3).map(short).join(", ") });
  }
  await inParallel(WRITES_AT_ONCE, met, ({ profileKey, personId }) =>
    c.ledger.flags.claimAddress(profileKey, personId),
  );
}
