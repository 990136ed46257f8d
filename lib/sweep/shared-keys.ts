import type { ProgressItem } from "../ledger/ledger.ts";

type Kind = "profileKey" | "salesNavigatorKey";
type Keyed = Pick<ProgressItem, "personId" | Kind>;

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
  const shared = {
    profileKey: sharedAmong(items, "profileKey"),
    salesNavigatorKey: sharedAmong(items, "salesNavigatorKey"),
  };
  const loses = (item: Item, kind: Kind) => item[kind] !== null && shared[kind].has(item[kind]);
  const losesAny = (item: Item) => loses(item, "profileKey") || loses(item, "salesNavigatorKey");
  const own = (item: Item, kind: Kind) => (loses(item, kind) ? null : item[kind]);
  return {
    items: items.map((item) => {
      if (!losesAny(item)) return item;
      return { ...item, ...{ profileKey: own(item, "profileKey"), salesNavigatorKey: own(item, "salesNavigatorKey") } };
    }),
    count: items.filter(losesAny).length,
  };
}

/** The keys of one kind under which more than one person is listed. */
function sharedAmong(items: readonly Keyed[], kind: Kind): ReadonlySet<string> {
  const people = new Map<string, string | null>();
  const shared = new Set<string>();
  for (const { personId, [kind]: key } of items) {
    if (key === null) continue;
    if (people.has(key) && (personId === null || people.get(key) !== personId)) shared.add(key);
    people.set(key, personId);
  }
  return shared;
}
