import { BatchWriteCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { INVITATIONS } from "../../../lib/contract/tables.ts";
import { FRESH_GATE } from "../../../lib/domain/gate.ts";
import { later } from "../../../lib/domain/time.ts";
import type { Item } from "../../../lib/ledger/dynamo-expression.ts";
import { endingAttributes, newInvitationItem } from "../../../lib/ledger/dynamo-invitation-item.ts";
import type { Ledger, OutcomeRecord } from "../../../lib/ledger/ledger.ts";
import type { MemoryTable } from "../../../lib/local/memory/memory-table.ts";
import type { SimulatedLog } from "./simulated-log.ts";

/** Items a batch write takes. */
const BATCH = 25;
const WRITES_AT_ONCE = 8;

/** Where the invitations go: to a table of DynamoDB, or to one in memory. */
type Place =
  | { readonly ledger: Ledger; readonly documentClient: DynamoDBDocumentClient; readonly table: string }
  | { readonly ledger: Ledger; readonly invitations: MemoryTable };

/** A simulated log as the ledger's own verbs would have left it, written in batches: 30 items for a round trip. */
export async function writeLog(log: SimulatedLog, place: Place): Promise<void> {
  const items = [
    ...log.open.map(({ sentFrom = null, sentWidthAtFirstSight = null, ...one }) =>
      newInvitationItem({
        ...{ ...one, ...namesOf(one.invitationId), identityId: log.identityId },
        ...{ sentFrom, sentWidthAtFirstSight },
      }),
    ),
    ...log.outcomes.map(endedItem),
  ];
  if ("invitations" in place) for (const item of items) await place.invitations.put(item);
  else await writeBatches(items, place);
  await writeFrame(log, place.ledger);
}

async function writeBatches(
  items: readonly Item[],
  { documentClient, table }: { documentClient: DynamoDBDocumentClient; table: string },
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(items.length / BATCH) }, (_, index) =>
    items.slice(index * BATCH, (index + 1) * BATCH),
  ).values();
  const worker = async () => {
    for (const batch of batches) {
      const RequestItems = { [table]: batch.map((Item) => ({ PutRequest: { Item } })) };
      const { UnprocessedItems = {} } = await documentClient.send(new BatchWriteCommand({ RequestItems }));
      if (Object.keys(UnprocessedItems).length > 0) throw new Error("the emulator left items unwritten");
    }
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, worker));
}

/** What there is besides the invitations: the identity's list, and the first run. */
async function writeFrame(log: SimulatedLog, ledger: Ledger): Promise<void> {
  const { identityId, lastListing, firstListing, open } = log;
  await ledger.identities.replaceGate(identityId, 0, FRESH_GATE);
  await ledger.identities.recordListing(identityId, { at: lastListing, count: open.length, trust: "believed" });
  const run = { scheduledAt: firstListing, startedAt: firstListing, mode: "live", policyVersion: 1 } as const;
  await ledger.runs.begin({ runId: firstListing.toISOString(), ...run });
  // Its sweeps are not simulated, so it is said to have had none.
  await ledger.runs.markStarted(firstListing.toISOString(), 0, []);
}

const namesOf = (invitationId: string) => ({
  urn: `urn:li:fsd_invitation:${invitationId}`,
  personId: `9${invitationId}`,
  profileKey: null,
  kind: "CONNECTION",
  unreadableAt: null,
  salesNavigatorKey: null,
  contradictingAt: null,
});

function endedItem(outcome: OutcomeRecord): Record<string, unknown> {
  const {
    identityId,
    invitationId,
    sentAt,
    sentFrom = null,
    sentWidthAtFirstSight = null,
    firstSeenAt,
    ...ending
  } = outcome;
  const { pendingOf: _, ...item } = newInvitationItem({
    identityId,
    invitationId,
    ...{ sentAt, sentFrom, sentWidthAtFirstSight, firstSeenAt },
    ...namesOf(invitationId),
  }) as Record<string, unknown> & { pendingOf: unknown };
  const reinviteAfter = ending.outcome === "withdrawn" ? later(ending.endedAt, 21 * 86_400_000) : null;
  return { ...item, attempts: outcome.attempts, ...endingAttributes({ ...ending, reinviteAfter }, 730) };
}

/** Where the invitations of local mode lie. */
export const LOCAL_TABLE = INVITATIONS.id;
