import * as z from "zod/mini";
import { FOR_EVENTS } from "../contract/events.ts";
import { instant } from "../contract/instant.ts";
import { IDENTITIES } from "../contract/tables.ts";
import type { StaleBacklog } from "../domain/catch-up.ts";
import { FRESH_GATE, type GateState, type NeedsPerson } from "../domain/gate.ts";
import { NO_SHARES, type SurgeRelease } from "../domain/surge.ts";
import type { Item } from "./dynamo-expression.ts";
import {
  blockField,
  count,
  failedCallField,
  readItem,
  stopField,
  toBlock,
  toFailedCall,
  toInstant,
  toInstantOrNull,
  toStop,
} from "./dynamo-item.ts";
import type { IdentityLedger, IdentityRecord, IdentityTurn } from "./ledger.ts";

/** Holds what stops every identity; no identity can have this id. */
export const WORKSPACE = "#workspace";

/** @throws RangeError for an id that names no identity: `#` begins what is ours */
export function identityKey(identityId: string): Item {
  if (identityId.startsWith("#")) throw new RangeError(`"${identityId}" is not the id of an identity`);
  return { [IDENTITIES.partitionKey]: identityId };
}
export const WORKSPACE_KEY: Item = { [IDENTITIES.partitionKey]: WORKSPACE };

/**
 * Call times are kept as milliseconds, the first since 1970 and each later one since the one before: as ISO texts, a
 * hundred of them would take the item past one kilobyte and so double the price of the gate.
 */
const callTimes = z.pipe(
  z.array(z.int()),
  z.transform((gaps) => {
    let at = 0;
    return gaps.map((gap) => {
      at += gap;
      return new Date(at);
    });
  }),
);
const toCallTimes = (calls: readonly Date[]): number[] =>
  calls.map((at, index) => at.getTime() - (calls[index - 1]?.getTime() ?? 0));

const needsPersonField = z.nullable(z.object({ since: instant, why: z.string(), ref: z.nullable(z.string()) }));

const bulkRunField = z.object({
  ...{ cleanupId: z.string(), batch: count, calls: count },
  ...{ runUid: z.nullable(z.string()), until: instant },
});
const milliseconds = z.pipe(
  z.int(),
  z.transform((ms) => new Date(ms)),
);

/** Absent in what an earlier version has written. `servedAt` in milliseconds since 1970, short for the same reason. */
const turnFields = {
  need: z._default(z.nullable(count), null),
  servedAt: z._default(z.nullable(milliseconds), null),
};

/**
 * A list in fixed places, with times in milliseconds: names and ISO texts would be longer than what they name. The last two
 * are there once a catch-up has ended.
 */
const backlogField = z.pipe(
  z.tuple([milliseconds, count, z.number().check(z.minimum(0)), count, z.optional(count), z.optional(milliseconds)]),
  z.transform(([at, eligible, dailyInflow, steadyLevel, dailyCap, endedAt]): StaleBacklog => {
    const catchUpEnded = dailyCap === undefined || endedAt === undefined ? null : { dailyCap, at: endedAt };
    return { at, eligible, dailyInflow, steadyLevel, catchUpEnded };
  }),
);
const toBacklog = ({ at, eligible, dailyInflow, steadyLevel, catchUpEnded: ended }: StaleBacklog): number[] => [
  ...[at.getTime(), eligible, dailyInflow, steadyLevel],
  ...(ended === null ? [] : [ended.dailyCap, ended.at.getTime()]),
];

/** Absent in what an earlier version has written. */
const catchUpFields = {
  refusedAt: z._default(z.nullable(milliseconds), null),
  backlog: z._default(z.nullable(backlogField), null),
};

/** Absent in what an earlier version has written. */
const surgeFields = {
  eligibleShares: z._default(z.object({ runId: z.nullable(z.string()), days: count, shares: z.array(z.number()) }), {
    ...NO_SHARES,
    shares: [],
  }),
  surgeRelease: z._default(
    z.nullable(z.object({ runId: z.string(), shown: count, left: count, at: instant, usedBy: z.nullable(z.string()) })),
    null,
  ),
};

const identity = z.object({
  [IDENTITIES.partitionKey]: z.string(),
  version: count,
  nextAllowedAt: z.nullable(instant),
  lease: z.nullable(z.object({ holder: z.string(), until: instant })),
  withdrawCalls: callTimes,
  blocks: z.object({ list: z.optional(blockField), withdraw: z.optional(blockField) }),
  needsPerson: needsPersonField,
  // Absent in items written when only their number was kept.
  unknownOutcomes: z._default(z.array(failedCallField), []),
  // Absent in what an earlier version has written.
  stop: z._default(z.nullable(stopField), null),
  overcome: z._default(z.record(z.string(), instant), {}),
  // The same.
  bulkRun: z._default(z.nullable(bulkRunField), null),
  ...catchUpFields,
  // Open: a word of another version's is shown as it stands, and such a listing is not believed (`countBefore`).
  lastListing: z.nullable(z.object({ at: instant, count, trust: z.string(), isAlone: z.optional(z.boolean()) })),
  lastBelievedListingAt: z.nullable(instant),
  // Absent in what an earlier version has written.
  lastWholeListingAt: z._default(z.nullable(instant), null),
  ...turnFields,
  ...surgeFields,
});

const turn = z.object({
  [IDENTITIES.partitionKey]: z.string(),
  needsPerson: needsPersonField,
  stop: z._default(z.nullable(stopField), null),
  ...catchUpFields,
  ...turnFields,
});

export function readIdentity(item: Item): IdentityRecord {
  const read = readItem(IDENTITIES, identity, item);
  const { identityId, version, lastListing, lastBelievedListingAt, lastWholeListingAt, ...others } = read;
  const { need, servedAt, backlog, eligibleShares, surgeRelease, ...rest } = others;
  const { blocks, refusedAt: lastRefusedAt, ...gate } = rest;
  const { list, withdraw } = blocks;
  const present = { ...(list !== undefined && { list }), ...(withdraw !== undefined && { withdraw }) };
  const listings = { lastListing, lastBelievedListingAt, lastWholeListingAt, need, servedAt, backlog };
  const surges = { eligibleShares, surgeRelease };
  return { identityId, version, ...listings, ...surges, gate: { ...gate, lastRefusedAt, blocks: present } };
}

/** The attributes that a turn is read from. */
export const TURN_ATTRIBUTES: readonly string[] = Object.keys(turn.shape);

/** Null for an item that cannot be read. */
export function readTurn(item: Item): IdentityTurn | null {
  const read = turn.safeParse(item);
  if (!read.success) return null;
  const { refusedAt: lastRefusedAt, ...rest } = read.data;
  return { ...rest, lastRefusedAt };
}

export const servedAttribute = (runAt: Date): Item => ({ servedAt: runAt.getTime() });

export const releaseAttribute = (release: SurgeRelease | null): Item => ({
  surgeRelease: release === null ? null : { ...release, at: toInstant(release.at) },
});

export const gateAttributes = (gate: GateState): Item => ({
  nextAllowedAt: toInstantOrNull(gate.nextAllowedAt),
  lease: gate.lease === null ? null : { holder: gate.lease.holder, until: toInstant(gate.lease.until) },
  withdrawCalls: toCallTimes(gate.withdrawCalls),
  blocks: Object.fromEntries(Object.entries(gate.blocks).map(([action, block]) => [action, toBlock(block)])),
  needsPerson: needsPersonAttribute(gate.needsPerson),
  unknownOutcomes: gate.unknownOutcomes.map(toFailedCall),
  stop: toStop(gate.stop),
  overcome: Object.fromEntries(Object.entries(gate.overcome).map(([label, at]) => [label, toInstant(at)])),
  bulkRun: gate.bulkRun === null ? null : { ...gate.bulkRun, until: toInstant(gate.bulkRun.until) },
  refusedAt: gate.lastRefusedAt?.getTime() ?? null,
});

export const needsPersonAttribute = (needsPerson: NeedsPerson | null): Item | null =>
  needsPerson === null
    ? null
    : {
        ...{ since: toInstant(needsPerson.since), why: needsPerson.why, ref: needsPerson.ref },
        [FOR_EVENTS.ref]: needsPerson.ref ?? "",
      };

export const listingAttributes = (listing: Parameters<IdentityLedger["recordListing"]>[1]): Item => ({
  lastListing: {
    ...{ at: toInstant(listing.at), count: listing.count, trust: listing.trust },
    ...(listing.isAlone === true && { isAlone: true }),
  },
  ...(listing.trust === "believed" && { lastBelievedListingAt: toInstant(listing.at) }),
  ...(listing.isWhole === true && { lastWholeListingAt: toInstant(listing.at) }),
  ...(listing.turn != null && { need: listing.turn.need }),
  ...(listing.eligibleShares != null && { eligibleShares: listing.eligibleShares }),
  ...(listing.turn?.servedAt != null && servedAttribute(listing.turn.servedAt)),
  ...(listing.backlog != null && { backlog: toBacklog(listing.backlog) }),
});

const FRESH_ITEM: Item = {
  version: 0,
  ...gateAttributes(FRESH_GATE),
  lastListing: null,
  lastBelievedListingAt: null,
};

/** Whichever verb comes first writes a whole item: what it does not set itself starts out fresh. */
export const freshBeside = (attributes: Item): Item =>
  Object.fromEntries(Object.entries(FRESH_ITEM).filter(([name]) => !Object.hasOwn(attributes, name)));

export const freshIdentity = (identityId: string): IdentityRecord => ({
  identityId,
  gate: FRESH_GATE,
  version: 0,
  lastListing: null,
  lastBelievedListingAt: null,
  lastWholeListingAt: null,
  need: null,
  servedAt: null,
  eligibleShares: NO_SHARES,
  surgeRelease: null,
  backlog: null,
});
