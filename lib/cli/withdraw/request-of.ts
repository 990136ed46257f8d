import { randomUUID } from "node:crypto";
import type { InboundRequest } from "../../contract/inbound-requests.ts";
import type { InvitationKey } from "../../domain/tracked-invitation.ts";

/** One invitation's withdrawal as an event would ask for it. */
export const requestOf = (
  { identityId, invitationId }: InvitationKey,
  at: Date,
  { reason, by }: { readonly reason: string; readonly by: string },
): InboundRequest => ({
  ...{ kind: "withdraw", eventId: randomUUID(), at },
  ...{ target: { invitationId }, identityId, reason, by },
});
