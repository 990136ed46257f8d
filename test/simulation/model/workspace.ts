import { FRESH_WORKSPACE } from "../../../lib/domain/workspace.ts";
import type { Reading, VersionedWorkspace, WorkspaceLedger } from "../../../lib/ledger/ledger.ts";
import { createLaggingItems } from "./lagging-items.ts";

const FRESH: VersionedWorkspace = { version: 0, state: FRESH_WORKSPACE };

export function createModelWorkspace(now: () => Date, lagMs: () => number): WorkspaceLedger {
  const stored = createLaggingItems<VersionedWorkspace>(now, lagMs);
  const read = (how?: Reading): VersionedWorkspace => stored.get("", how) ?? FRESH;
  return {
    find: async (how) => read(how),
    async replace(version, state) {
      if (read().version !== version) return false;
      stored.set("", { version: version + 1, state });
      return true;
    },
  };
}
