import { randomUUID } from "node:crypto";
import type { InvitationKey } from "../../domain/tracked-invitation.ts";
import type { Workspace } from "../../local/workspace.ts";
import { handleRequest } from "../../requests/handle-request.ts";

/**
 * On this machine: writes the requests down as the request function does, and calls for nothing. The queue here lives as
 * long as a process, so what would be put on it is left to the next live run, which finds the requests in the ledger.
 *
 * @returns those that are still pending, and are asked for now
 */
export async function storeRequests(
  workspace: Workspace,
  invitations: readonly InvitationKey[],
  { reason, by }: { readonly reason: string; readonly by: string },
): Promise<InvitationKey[]> {
  const forgotten = { send: async () => {}, hide: async () => {} };
  const c = { ...workspace, queues: { sweep: forgotten, withdraw: forgotten } };
  const stored: InvitationKey[] = [];
  for (const { identityId, invitationId } of invitations) {
    const at = workspace.clock.now();
    const asked = {
      kind: "withdraw",
      eventId: randomUUID(),
      at,
      target: { invitationId },
      identityId,
      reason,
      by,
    } as const;
    const { invitations: noted } = await handleRequest(c, asked);
    if (noted.length > 0) stored.push({ identityId, invitationId });
  }
  return stored;
}
