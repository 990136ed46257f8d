import { FRESH_WORKSPACE, type WorkspaceState } from "../../../lib/domain/workspace.ts";
import type { WorkspaceLedger } from "../../../lib/ledger/ledger.ts";

export function createModelWorkspace(): WorkspaceLedger {
  let stored: { readonly version: number; readonly state: WorkspaceState } = { version: 0, state: FRESH_WORKSPACE };
  return {
    find: async () => stored,
    async replace(version, state) {
      if (stored.version !== version) return false;
      stored = { version: version + 1, state };
      return true;
    },
  };
}
