import type { ProgressItem } from "../ledger/ledger.ts";

const KEYS = ["profileKey", "salesNavigatorKey"] as const;
type Keyed = Pick<ProgressItem, "personId" | (typeof KEYS)[number]>;

/**
 * The items of one whole list without the addresses, and the Sales Navigator ids, that several people on it share. Such a
 * one is a placeholder that nobody knows yet, or a mistake of the list, and a flag or a request by it would hit strangers.
 * Two items without a person's id are two people: nothing says that they are one.
 *
 * @returns the items in their order, and how many of them have lost a key that way
 */
export function withoutSharedKeys<Item extends Keyed>(
  items: readonly Item[],
): { readonly items: Item[]; readonly count: number } {
  const shared = new Set(KEYS.flatMap((key) => sharedAmong(items, key)));
  const isShared = (key: string | null) => key !== null && shared.has(key);
  const found = items.filter((item) => KEYS.some((key) => isShared(item[key])));
  if (found.length === 0) return { items: [...items], count: 0 };
  return {
    items: items.map((item) => ({
      ...item,
      profileKey: isShared(item.profileKey) ? null : item.profileKey,
      salesNavigatorKey: isShared(item.salesNavigatorKey) ? null : item.salesNavigatorKey,
    })),
    count: found.length,
  };
}

/** The keys of one kind under which more than one person is listed. */
function sharedAmong(items: readonly Keyed[], kind: (typeof KEYS)[number]): string[] {
  const people = new Map<string, string | null>();
  const shared = new Set<string>();
  for (const { personId, [kind]: key } of items) {
    if (key === null) continue;
    if (people.has(key) && (personId === null || people.get(key) !== personId)) shared.add(key);
    people.set(key, personId);
  }
  return [...shared];
}
