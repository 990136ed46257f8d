import type { FlagLedger, FlagRecord } from "../../../lib/ledger/ledger.ts";

export function createModelFlags(): FlagLedger {
  const flags = new Map<string, FlagRecord>();
  return {
    find: async (personId) => flags.get(personId) ?? null,
    async findMany(personIds) {
      const found = new Map<string, FlagRecord>();
      for (const personId of personIds) {
        const flag = flags.get(personId);
        if (flag !== undefined) found.set(personId, flag);
      }
      return found;
    },
    async put(flag) {
      flags.set(flag.personId, flag);
    },
    async remove(personId) {
      flags.delete(personId);
    },
    async *all() {
      yield* [...flags.values()];
    },
  };
}
