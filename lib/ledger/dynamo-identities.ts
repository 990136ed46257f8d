import * as z from "zod/mini";
import { IDENTITIES } from "../contract/tables.ts";
import { KEYS_A_BATCH } from "./dynamo-batch-get.ts";
import type { Change, Item } from "./dynamo-expression.ts";
import {
  freshBeside,
  freshIdentity,
  gateAttributes,
  identityKey,
  listingAttributes,
  needsPersonAttribute,
  readIdentity,
  readTurn,
  releaseAttribute,
  servedAttribute,
  TURN_ATTRIBUTES,
  WORKSPACE,
  WORKSPACE_KEY,
} from "./dynamo-identity-item.ts";
import { blockField, readItem, toBlock } from "./dynamo-item.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import type { IdentityLedger } from "./ledger.ts";

const workspace = z.object({ block: blockField });

/** Batches read at once: 20,000 identities are 200 batches of some 20 ms each, which is under a second. */
const READS_AT_ONCE = 8;

/** In as many parts as are read at once; each part goes in batches of its own. */
async function readMany(table: DynamoTable, keys: readonly Item[]): Promise<Item[]> {
  const part = Math.max(KEYS_A_BATCH, Math.ceil(keys.length / READS_AT_ONCE));
  const parts = Array.from({ length: Math.ceil(keys.length / part) }, (_, index) =>
    keys.slice(index * part, (index + 1) * part),
  );
  const found = await Promise.all(parts.map((some) => table.getMany(some, false, TURN_ATTRIBUTES)));
  return found.flat();
}

export function createDynamoIdentities(table: DynamoTable): IdentityLedger {
  return {
    async find(identityId, how) {
      const item = await table.get(identityKey(identityId), how);
      return item === null ? freshIdentity(identityId) : readIdentity(item);
    },
    async replaceGate(identityId, version, gate) {
      const set = { ...gateAttributes(gate), version: version + 1 };
      const when = version === 0 ? "attribute_not_exists(#version) OR #version = :version" : "#version = :version";
      return table.update(
        identityKey(identityId),
        { set, setIfAbsent: freshBeside(set) },
        { when, given: { version }, as: newWriteName() },
      );
    },
    async recordListing(identityId, listing) {
      const set = listingAttributes(listing);
      await table.update(identityKey(identityId), { set, setIfAbsent: freshBeside(set) });
    },
    async recordServed(identityId, runAt) {
      const set = servedAttribute(runAt);
      await table.update(identityKey(identityId), { set, setIfAbsent: freshBeside(set) });
    },
    async releaseSurge(identityId, release) {
      const set = releaseAttribute(release);
      await table.update(identityKey(identityId), { set, setIfAbsent: freshBeside(set) });
    },
    async turns(identityIds) {
      const found = await readMany(table, identityIds.map(identityKey));
      return found.flatMap((item) => readTurn(item) ?? []);
    },
    async forgetListings(identityId, after) {
      const item = await table.get(identityKey(identityId));
      if (item === null) return;
      const { lastListing, lastBelievedListingAt, lastWholeListingAt, servedAt } = readIdentity(item);
      const set = {
        ...(lastListing !== null && lastListing.at > after && { lastListing: null }),
        ...(lastBelievedListingAt !== null && lastBelievedListingAt > after && { lastBelievedListingAt: null }),
        ...(lastWholeListingAt !== null && lastWholeListingAt > after && { lastWholeListingAt: null }),
        ...(servedAt !== null && servedAt > after && { servedAt: null }),
      };
      if (Object.keys(set).length > 0) await table.update(identityKey(identityId), { set });
    },
    async setNeedsPerson(identityId, needsPerson) {
      const set = {
        needsPerson: needsPersonAttribute(needsPerson),
        ...(needsPerson === null && { unknownOutcomes: [], stop: null }),
      };
      // The version goes up, so that a gate decided on before this is refused and cannot write the old mark back.
      const add = { version: 1 };
      const change: Change = { set, add, setIfAbsent: freshBeside({ ...set, ...add }) };
      await table.update(identityKey(identityId), change);
    },
    async workspaceBlock(how) {
      const item = await table.get(WORKSPACE_KEY, how);
      return item === null ? null : readItem(IDENTITIES, workspace, item).block;
    },
    async blockWorkspace(block) {
      if (block === null) await table.remove(WORKSPACE_KEY);
      else await table.put({ ...WORKSPACE_KEY, block: toBlock(block) });
    },
    async *all() {
      for await (const item of table.scan()) {
        if (item[IDENTITIES.partitionKey] !== WORKSPACE) yield readIdentity(item);
      }
    },
  };
}
