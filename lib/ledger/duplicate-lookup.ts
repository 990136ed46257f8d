import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { InvitationLedger } from "./ledger.ts";

/** Whether the younger invitation still stands, so that the person keeps one. Strongly consistent, one read or none. */
export async function isStillDuplicate(
  invitations: Pick<InvitationLedger, "find">,
  { duplicateOf }: Pick<TrackedInvitation, "duplicateOf">,
): Promise<boolean> {
  if (duplicateOf === null) return false;
  const younger = await invitations.find(duplicateOf.identityId, duplicateOf.invitationId);
  return younger?.state === "pending" && younger.duplicateOf === null;
}
