import { BatchWriteCommand, GetCommand, PutCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { WITHDRAW_QUEUE } from "../../../lib/contract/queues.ts";
import type { SentInvitation } from "../../../lib/domain/invitation.ts";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { DAY_MS, SECOND_MS } from "../../../lib/domain/time.ts";
import { type MeteredQueue, meteredQueue, workOff } from "./queues.ts";
import { WITHDRAWALS_A_DAY } from "./sweeper.ts";
import type { Item } from "./units/item-size.ts";
import type { MeteredWorld } from "./world.ts";

/**
 * What one writes first: every day all that is listed is put over what is there, the oldest get a message each, and the
 * function that withdraws sleeps until it may call. It keeps an invitation's life as this project does, in its table, and
 * leaves out all that guards a call.
 */
export function deployStraightforward(world: MeteredWorld, identityIds: readonly string[]) {
  const withdrawals = meteredQueue(world, WITHDRAW_QUEUE);
  const handle = (event: SQSEvent): Promise<SQSBatchResponse> =>
    world.invoke("withdraws", () => withdraw(world, event));
  return {
    async run(mode: "dry-run" | "live"): Promise<void> {
      for (const identityId of identityIds) {
        await world.invoke("sweeps", () => sweep(world, withdrawals, identityId, mode === "live"));
      }
      await workOff(world, [{ model: withdrawals.model, handle }]);
    },
  };
}

async function sweep(
  world: MeteredWorld,
  withdrawals: MeteredQueue,
  identityId: string,
  isLive: boolean,
): Promise<void> {
  const { edges, clock } = world;
  const listed: SentInvitation[] = [];
  for await (const page of edges.listSentInvitations(identityId)) listed.push(...page.invitations);
  const known = await openOf(world, identityId);
  const now = clock.now();
  const seen = listed.map(({ invitationId, urn, personId, kind, sentDate }) => ({
    ...{ identityId, invitationId, urn, personId: personId ?? "unknown", kind, state: "pending" },
    sentAt: new Date(sentDate ?? now).toISOString(),
    firstSeenAt: known.get(invitationId)?.firstSeenAt ?? now.toISOString(),
    lastSeenAt: now.toISOString(),
  }));
  for (const one of seen) known.delete(one.invitationId);
  const gone = [...known.values()].map((item) => ({ ...item, ...ended("gone", now) }));
  await putAll(world, [...seen, ...gone]);
  const stale = seen
    .filter(({ sentAt }) => now.getTime() - Date.parse(sentAt) >= DEFAULT_POLICY.thresholdDays * DAY_MS)
    .sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1));
  for (const { invitationId } of isLive ? stale.slice(0, WITHDRAWALS_A_DAY) : []) {
    const body = JSON.stringify({ identityId, invitationId });
    await withdrawals.queue.send([{ group: identityId, dedup: `${invitationId}-${now.getTime()}`, body }]);
  }
}

async function withdraw(world: MeteredWorld, { Records }: SQSEvent): Promise<SQSBatchResponse> {
  const { clock, edges, log, tables } = world;
  const TableName = tables.names.invitations;
  for (const { body, messageId } of Records) {
    const key: { identityId: string; invitationId: string } = JSON.parse(body);
    const { min, max } = DEFAULT_POLICY.gapSeconds;
    await clock.sleep((min + world.random() * (max - min)) * SECOND_MS);
    const command = new GetCommand({ TableName, Key: key, ConsistentRead: true });
    const { Item } = await tables.documentClient.send(command);
    if (Item?.state !== "pending") continue;
    const { urn, kind } = Item;
    const answer = await edges.withdrawInvitation({ ...key, urn, kind, attemptId: messageId, mode: "live" });
    if (answer.kind === "failed") throw new Error("the straightforward way has no answer to a failure");
    await tables.documentClient.send(
      new PutCommand({ TableName, Item: { ...Item, ...ended("withdrawn", clock.now()) } }),
    );
    log.info("withdrawn", key);
  }
  return { batchItemFailures: [] };
}

const ended = (state: string, at: Date) => ({
  ...{ state, outcomeAt: at.toISOString() },
  outcomeDay: at.toISOString().slice(0, 10),
});

/** All of an identity's are read: what has ended is left out of the answer, and not of the price. */
async function openOf({ tables }: MeteredWorld, identityId: string): Promise<Map<string, Item>> {
  const open = new Map<string, Item>();
  const input = {
    TableName: tables.names.invitations,
    KeyConditionExpression: "identityId = :identity",
    FilterExpression: "#state = :pending",
    ExpressionAttributeNames: { "#state": "state" },
    ExpressionAttributeValues: { ":identity": identityId, ":pending": "pending" },
  };
  for await (const { Items = [] } of paginateQuery({ client: tables.documentClient }, input)) {
    for (const item of Items) open.set(item.invitationId, item);
  }
  return open;
}

async function putAll({ tables }: MeteredWorld, items: readonly Item[]): Promise<void> {
  const MOST = 25;
  for (let start = 0; start < items.length; start += MOST) {
    const requests = items.slice(start, start + MOST).map((Item) => ({ PutRequest: { Item } }));
    await tables.documentClient.send(new BatchWriteCommand({ RequestItems: { [tables.names.invitations]: requests } }));
  }
}
