import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { createModelCleanups } from "./cleanups.ts";
import { createModelCompanies } from "./companies.ts";
import { createModelFlags } from "./flags.ts";
import { createModelIdentities } from "./identities.ts";
import { createModelIds } from "./ids.ts";
import { createModelInvitations } from "./invitations.ts";
import { createModelRuns } from "./runs.ts";
import { createModelWorkspace } from "./workspace.ts";

export interface ModelOptions {
  readonly now: () => Date;
  /** How far behind the table an index is read, or an item that nobody asks to see as it is now; asked at each reading. Default: not at all. */
  readonly indexLagMs?: () => number;
}

/**
 * The ledger in memory: what `lib/ledger/ledger.ts` promises and nothing else. Every write takes hold at once and as a
 * whole, as one conditional write of DynamoDB does, so that a scheduler decides alone what happens between two.
 */
export function createModelLedger({ now, indexLagMs = () => 0 }: ModelOptions): Ledger {
  return {
    invitations: createModelInvitations(now, indexLagMs),
    identities: createModelIdentities(now, indexLagMs),
    runs: createModelRuns(now),
    flags: createModelFlags(now, indexLagMs),
    companies: createModelCompanies(),
    ids: createModelIds(now, indexLagMs),
    workspace: createModelWorkspace(now, indexLagMs),
    cleanups: createModelCleanups(),
  };
}
