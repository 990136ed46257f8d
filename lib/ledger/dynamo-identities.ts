import * as z from "zod/mini";
import { IDENTITIES } from "../contract/tables.ts";
import type { Change } from "./dynamo-expression.ts";
import {
  freshBeside,
  freshIdentity,
  gateAttributes,
  identityKey,
  listingAttributes,
  needsPersonAttribute,
  readIdentity,
  WORKSPACE,
  WORKSPACE_KEY,
} from "./dynamo-identity-item.ts";
import { blockField, readItem, toBlock } from "./dynamo-item.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import type { IdentityLedger } from "./ledger.ts";

const workspace = z.object({ block: blockField });

export function createDynamoIdentities(table: DynamoTable): IdentityLedger {
  return {
    async find(identityId) {
      const item = await table.get(identityKey(identityId));
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
    async forgetListings(identityId, after) {
      const item = await table.get(identityKey(identityId));
      if (item === null) return;
      const { lastListing, lastBelievedListingAt, lastWholeListingAt } = readIdentity(item);
      const set = {
        ...(lastListing !== null && lastListing.at > after && { lastListing: null }),
        ...(lastBelievedListingAt !== null && lastBelievedListingAt > after && { lastBelievedListingAt: null }),
        ...(lastWholeListingAt !== null && lastWholeListingAt > after && { lastWholeListingAt: null }),
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
    async workspaceBlock() {
      const item = await table.get(WORKSPACE_KEY);
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
