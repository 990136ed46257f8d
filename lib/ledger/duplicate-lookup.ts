import { isSurelyOlder, type SentInterval } from "../domain/sent-interval.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { InvitationLedger } from "./ledger.ts";

/**
 * Whether the younger invitation still stands, so that the person keeps one, and is the younger for certain: a note may
 * be an earlier version's, which took a bound for the date. Strongly consistent, one read or none.
 *
 * @param sentOf when an invitation was sent; null where that is in doubt
 */
export async function isStillDuplicate(
  invitations: Pick<InvitationLedger, "find">,
  older: TrackedInvitation,
  sentOf: (invitation: TrackedInvitation) => SentInterval | null,
): Promise<boolean> {
  const { duplicateOf } = older;
  if (duplicateOf === null) return false;
  const younger = await invitations.find(duplicateOf.identityId, duplicateOf.invitationId);
  if (younger?.state !== "pending" || younger.duplicateOf !== null) return false;
  const [sent, youngerSent] = [sentOf(older), sentOf(younger)];
  return sent !== null && youngerSent !== null && isSurelyOlder(sent, youngerSent);
}
