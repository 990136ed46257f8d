import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { FLAGS } from "../contract/tables.ts";
import { FLAG_KINDS, type FlagKind } from "../domain/rule.ts";
import type { Item } from "./dynamo-expression.ts";
import { readItem, toInstant } from "./dynamo-item.ts";
import type { FlagMark, FlagRecord, UnknownMark } from "./ledger.ts";

export const { partitionKey: SUBJECT } = FLAGS;
/** Of an address's item: the person it belongs to. */
export const BELONGS_TO = "belongsTo";
/** Of a person's item: keys of the addresses that belong to them and have flags of their own. A set. */
export const ADDRESSES = "addresses";

/** Each kind is an attribute of its own, so that two people who set two kinds at once cannot undo each other's. */
export const ATTRIBUTE_OF = {
  protected: "protected",
  "do-not-contact": "doNotContact",
  customer: "customer",
  "icp-mismatch": "icpMismatch",
} as const satisfies Record<FlagKind, string>;

const given = z.object({ by: z.string(), at: instant, note: z.nullable(z.string()) });
const mark = z.optional(given);

const flags = z.object({
  [SUBJECT]: z.string(),
  [BELONGS_TO]: z.optional(z.string()),
  [ADDRESSES]: z.optional(z.set(z.string())),
  [ATTRIBUTE_OF.protected]: mark,
  [ATTRIBUTE_OF["do-not-contact"]]: mark,
  [ATTRIBUTE_OF.customer]: mark,
  [ATTRIBUTE_OF["icp-mismatch"]]: mark,
});

export const flagKey = (subject: string): Item => ({ [SUBJECT]: subject });

export const markItem = ({ kind, by, at, note }: FlagMark): Item => ({
  [ATTRIBUTE_OF[kind]]: { by, at: toInstant(at), note },
});

export function readFlags(item: Item): FlagRecord {
  const read = readItem(FLAGS, flags, item);
  return {
    subject: read[SUBJECT],
    marks: FLAG_KINDS.flatMap((kind) => {
      const there = read[ATTRIBUTE_OF[kind]];
      return there === undefined ? [] : [{ kind, ...there }];
    }),
    unknown: unknownMarks(item),
    belongsTo: read[BELONGS_TO] ?? null,
    addresses: [...(read[ADDRESSES] ?? [])].sort(),
  };
}

/** Whatever else in the item is written as a flag is: a kind that another version knows. Other attributes are none. */
function unknownMarks(item: Item): UnknownMark[] {
  return Object.entries(item)
    .filter(([name]) => !Object.hasOwn(flags.shape, name))
    .flatMap(([kind, value]) => {
      const read = given.safeParse(value);
      return read.success ? [{ kind, ...read.data }] : [];
    })
    .sort((a, b) => (a.kind < b.kind ? -1 : 1));
}
