import type { InvitationKey } from "../../domain/tracked-invitation.ts";
import type { Workspace } from "../../local/workspace.ts";
import { handleRequest } from "../../requests/handle-request.ts";
import { requestOf } from "./request-of.ts";

/**
 * On this machine: writes the requests down as the request function does, and calls for nothing. The queue here lives as
 * long as a process, so what would be put on it is left to the next live run, which finds the requests in the ledger.
 *
 * @returns those that are still pending, and are asked for now
 */
export async function storeRequests(
  workspace: Workspace,
  invitations: readonly InvitationKey[],
  why: { readonly reason: string; readonly by: string },
): Promise<InvitationKey[]> {
  const forgotten = { send: async () => {}, hide: async () => {} };
  const c = { ...workspace, queues: { sweep: forgotten, withdraw: forgotten } };
  const stored: InvitationKey[] = [];
  for (const { identityId, invitationId } of invitations) {
    const asked = requestOf({ identityId, invitationId }, workspace.clock.now(), why);
    const { invitations: noted } = await handleRequest(c, asked);
    if (noted.length > 0) stored.push({ identityId, invitationId });
  }
  return stored;
}
