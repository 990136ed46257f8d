import type { Change, Item } from "../../ledger/dynamo-expression.ts";
import { copyOfFields, copyOfValue } from "./attribute-value.ts";

/** The item after a change; what the change looks at is the item before it. Throws `TypeError` for what cannot be stored. */
export function changed(before: Item, { set, setIfAbsent, copy, add, remove }: Change): Item {
  const after: Record<string, unknown> = { ...before, ...copyOfFields(set ?? {}) };
  for (const [name, value] of Object.entries(setIfAbsent ?? {}))
    after[name] = name in before ? before[name] : copyOfValue(value);
  for (const [name, { from, otherwise }] of Object.entries(copy ?? {})) {
    after[name] = before[from] === undefined ? copyOfValue(otherwise) : before[from];
  }
  for (const [name, value] of Object.entries(add ?? {})) after[name] = sum(before[name], value);
  for (const name of remove ?? []) delete after[name];
  return after;
}

function sum(before: unknown, added: number | ReadonlySet<string>): unknown {
  if (typeof added !== "number") {
    if (before !== undefined && !(before instanceof Set)) throw new TypeError("a set is added to what is none");
    return copyOfValue(new Set([...(before ?? []), ...added]));
  }
  if (before !== undefined && typeof before !== "number") throw new TypeError("a number is added to what is none");
  return (before ?? 0) + added;
}
