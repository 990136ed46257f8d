/** A sparse index that may be read as it was a moment ago, which is what "eventually consistent" comes down to. */
export interface LaggingIndex<Entry> {
  /** `entry` null takes it out. */
  put(partition: string, id: string, entry: Entry | null, at: number): void;
  read(partition: string, asOf: number): Entry[];
}

interface Version<Entry> {
  readonly at: number;
  readonly entry: Entry | null;
}

/** Only the last few versions of an entry are kept: no index lags by more than a few writes of one item. */
const KEPT = 4;

export function createLaggingIndex<Entry>(): LaggingIndex<Entry> {
  const partitions = new Map<string, Map<string, Version<Entry>[]>>();
  return {
    put(partition, id, entry, at) {
      const entries = partitions.get(partition) ?? new Map<string, Version<Entry>[]>();
      partitions.set(partition, entries);
      entries.set(id, [...(entries.get(id) ?? []).slice(1 - KEPT), { at, entry }]);
    },
    read(partition, asOf) {
      const found: Entry[] = [];
      for (const versions of partitions.get(partition)?.values() ?? []) {
        const entry = versions.findLast(({ at }) => at <= asOf)?.entry ?? null;
        if (entry !== null) found.push(entry);
      }
      return found;
    },
  };
}
