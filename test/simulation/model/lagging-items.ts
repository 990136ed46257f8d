import type { Reading } from "../../../lib/ledger/ledger.ts";

/** Items that may be read as they were a moment ago, where the reader does not ask for what stands there now. */
export interface LaggingItems<Item> {
  get(key: string, how?: Reading): Item | undefined;
  set(key: string, item: Item): void;
  values(): Item[];
}

interface Version<Item> {
  readonly at: number;
  readonly item: Item | undefined;
}

/** No copy lags by more than a few writes of one item. */
const KEPT = 4;

export function createLaggingItems<Item>(now: () => Date, lagMs: () => number): LaggingItems<Item> {
  const items = new Map<string, Version<Item>[]>();
  const newest = (key: string): Item | undefined => items.get(key)?.at(-1)?.item;
  return {
    get(key, { consistent = true } = {}) {
      if (consistent) return newest(key);
      const asOf = now().getTime() - lagMs();
      const versions = items.get(key);
      return (versions?.findLast(({ at }) => at <= asOf) ?? versions?.[0])?.item;
    },
    set(key, item) {
      const before = items.get(key) ?? [{ at: Number.NEGATIVE_INFINITY, item: undefined }];
      items.set(key, [...before.slice(1 - KEPT), { at: now().getTime(), item }]);
    },
    values: () => [...items.keys()].flatMap((key) => newest(key) ?? []),
  };
}
