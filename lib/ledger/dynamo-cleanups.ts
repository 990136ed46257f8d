import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { RUNS } from "../contract/tables.ts";
import type { ChosenInvitation, CleanupPart } from "../domain/cleanup.ts";
import { type Reason, RULES } from "../domain/rules/index.ts";
import { DAY_MS } from "../domain/time.ts";
import { partAttributes, readPart } from "./dynamo-cleanup-part.ts";
import type { Item } from "./dynamo-expression.ts";
import { count, expiry, readItem, toInstant } from "./dynamo-item.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import type { CleanupLedger, CleanupRecord } from "./ledger.ts";

/** No run has this name. One partition for all clean-ups: there are few, and each is small. */
export const CLEANUPS = "#cleanups";

const keyOf = (name: string): Item => ({ [RUNS.partitionKey]: CLEANUPS, [RUNS.sortKey]: name });
const headName = (cleanupId: string) => `head#${cleanupId}`;
const partName = (cleanupId: string, identityId: string) => `part#${cleanupId}#${identityId}`;
const idsName = (cleanupId: string, identityId: string, chunk: number) =>
  `ids#${cleanupId}#${identityId}#${String(chunk).padStart(5, "0")}`;

/** Chosen invitations of one item: 2,000 with an id of 19 digits and a reason are some 120 KB. */
const CHUNK = 2000;

const head = z.object({
  ...{ cleanupId: z.string(), startedAt: instant, identities: count, chosen: count, queued: count },
  // Absent before the first.
  reservedBy: z.optional(z.set(z.string())),
});

/** A reason of another version's is no rule here, so that nothing is known to speak for it: see `judgeNow`. */
const reason = z.pipe(
  z.string(),
  z.transform((word) => (RULES.some((rule) => rule.reason === word) ? (word as Reason) : "unknown-flag")),
);
const chunk = z.object({ ids: z.array(z.string()), reasons: z.array(reason) });

/** Each part, and the chosen of each, is an item; every write is one item and one condition. */
export function createDynamoCleanups(table: DynamoTable, retentionDays: number): CleanupLedger {
  const ttl = (at: Date): Item => ({ [RUNS.ttlAttribute]: expiry(at, retentionDays * DAY_MS) });
  const findHead = (cleanupId: string) => table.get(keyOf(headName(cleanupId)));
  const named = (prefix: string) => ({
    when: `#${RUNS.partitionKey} = :cleanups AND begins_with(#${RUNS.sortKey}, :prefix)`,
    given: { cleanups: CLEANUPS, prefix },
  });
  return {
    async begin({ cleanupId, startedAt, chosen }) {
      for (const [identityId, all] of chosen) {
        for (let from = 0; from < all.length; from += CHUNK) {
          const some = all.slice(from, from + CHUNK);
          const item = { ids: some.map((one) => one.invitationId), reasons: some.map((one) => one.reason) };
          await table.put({ ...keyOf(idsName(cleanupId, identityId, from / CHUNK)), ...item, ...ttl(startedAt) });
        }
        const part = partAttributes({ cleanupId, identityId, chosen: all.length });
        await table.put({ ...keyOf(partName(cleanupId, identityId)), ...part, ...ttl(startedAt) });
      }
      const sum = [...chosen.values()].reduce((all, one) => all + one.length, 0);
      // Last: without it nobody finds the others.
      await table.put({
        ...keyOf(headName(cleanupId)),
        ...{ cleanupId, startedAt: toInstant(startedAt), identities: chosen.size, chosen: sum, queued: 0 },
        ...ttl(startedAt),
      });
    },
    async find(cleanupId) {
      const item = await findHead(cleanupId);
      return item === null ? null : readHead(item);
    },
    async latest(limit) {
      const found: CleanupRecord[] = [];
      if (limit <= 0) return found;
      for await (const page of table.query({ ...named(headName("")), descending: true, consistent: true })) {
        found.push(...page.map(readHead));
        if (found.length >= limit) break;
      }
      return found.slice(0, limit);
    },
    async *parts(cleanupId) {
      for await (const page of table.query({ ...named(partName(cleanupId, "")), consistent: true })) {
        yield* page.map(readPart);
      }
    },
    async findPart(cleanupId, identityId) {
      const item = await table.get(keyOf(partName(cleanupId, identityId)));
      return item === null ? null : readPart(item);
    },
    async replacePart(version, part: CleanupPart) {
      const set = { ...partAttributes(part), version: version + 1 };
      const guard = { when: "#version = :version", given: { version }, as: newWriteName() };
      return table.update(keyOf(partName(part.cleanupId, part.identityId)), { set }, guard);
    },
    async chosen(cleanupId, identityId, from, to) {
      const found: ChosenInvitation[] = [];
      for (let index = Math.floor(from / CHUNK); index * CHUNK < to; index += 1) {
        const item = await table.get(keyOf(idsName(cleanupId, identityId, index)));
        if (item === null) throw new Error(`the chosen invitations of ${cleanupId} are not in the ledger any more`);
        const { ids, reasons } = readItem(RUNS, chunk, item);
        const all = ids.map((invitationId, at) => ({ invitationId, reason: reasons[at] ?? "unknown-flag" }));
        found.push(...all.slice(Math.max(0, from - index * CHUNK), to - index * CHUNK));
      }
      return found;
    },
    async reserve(cleanupId, batch, wanted, cap) {
      for (;;) {
        const item = await findHead(cleanupId);
        if (item === null) throw new Error(`clean-up "${cleanupId}" is not in the ledger`);
        const { queued, reservedBy } = readItem(RUNS, head, item);
        const before = [...(reservedBy ?? [])].find((one) => one.startsWith(`${batch}=`));
        if (before !== undefined) return Math.min(wanted, Number(before.slice(batch.length + 1)));
        const places = Math.max(0, Math.min(wanted, cap - queued));
        if (places === 0) return 0;
        const add = { queued: places, reservedBy: new Set([`${batch}=${places}`]) };
        const guard = { when: "#queued = :queued", given: { queued }, as: newWriteName() };
        if (await table.update(keyOf(headName(cleanupId)), { add }, guard)) return places;
      }
    },
  };
}

function readHead(item: Item): CleanupRecord {
  const { reservedBy: _, ...record } = readItem(RUNS, head, item);
  return record;
}
