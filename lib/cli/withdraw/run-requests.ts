import type { TrackedInvitation } from "../../domain/tracked-invitation.ts";
import { runMessages } from "../../local/run.ts";
import type { Workspace } from "../../local/workspace.ts";
import type { OutgoingMessage } from "../../queue/queue.ts";
import { handleRequest } from "../../requests/handle-request.ts";
import type { PolicySource } from "../../settings/policy-source.ts";
import { requestOf } from "./request-of.ts";

/**
 * On this machine: what the request function does with an event, then the queue until it is empty. Answers how many were
 * queued; the others are noted, and wait for a policy that is live.
 */
export async function runRequests(
  workspace: Workspace,
  policy: PolicySource,
  fastForward: boolean,
  invitations: readonly TrackedInvitation[],
  why: { readonly reason: string; readonly by: string },
): Promise<number> {
  const messages: OutgoingMessage[] = [];
  const queue = { send: async (sent: readonly OutgoingMessage[]) => void messages.push(...sent), hide: async () => {} };
  const c = { ...workspace, policy, queues: { sweep: queue, withdraw: queue } };
  for (const one of invitations) await handleRequest(c, requestOf(one, workspace.clock.now(), why));
  if (messages.length > 0) await runMessages(workspace, { sweep: [], withdraw: messages }, { policy, fastForward });
  return messages.length;
}
