import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { EVENTS_IN } from "../../contract/events.ts";
import { invitationUrn } from "../../domain/linkedin-ids.ts";
import type { TrackedInvitation } from "../../domain/tracked-invitation.ts";
import { readStackOutputs } from "../stack/stack-outputs.ts";

const ENTRIES_A_REQUEST = 10;

/** Sends a stack the same events that anybody else sends. Throws with how many were not taken when some were not. */
export async function sendRequests(
  stackName: string,
  invitations: readonly TrackedInvitation[],
  { reason, by }: { readonly reason: string; readonly by: string },
): Promise<void> {
  const { eventBus } = await readStackOutputs(new CloudFormationClient({}), stackName, ["eventBus"]);
  const client = new EventBridgeClient({});
  let refused = 0;
  for (let start = 0; start < invitations.length; start += ENTRIES_A_REQUEST) {
    const batch = invitations.slice(start, start + ENTRIES_A_REQUEST);
    const { FailedEntryCount = 0 } = await client.send(
      new PutEventsCommand({
        Entries: batch.map(({ identityId, invitationId }) => ({
          EventBusName: eventBus,
          Source: "invite-sweeper.command-line",
          DetailType: EVENTS_IN.withdrawalRequested,
          Detail: JSON.stringify({
            invitationUrn: invitationUrn(invitationId),
            identityId,
            reason,
            requestedBy: by,
          }),
        })),
      }),
    );
    refused += FailedEntryCount;
  }
  if (refused > 0)
    throw new Error(`${refused} of ${invitations.length} events were not taken by the bus; send them again`);
}
