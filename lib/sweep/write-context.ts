import type { Collaborators } from "../collaborators.ts";
import type { InvitationState } from "../domain/tracked-invitation.ts";
import type { SweepDecision } from "./decide.ts";
import type { SweepContext } from "./sweep-context.ts";

/** What of the collaborators the ledger's part of a sweep needs. */
export type Bookkeeper = Pick<Collaborators, "clock" | "log" | "metrics" | "ledger">;

/** Counts of what was written, as the run's record keeps them. */
export interface BookedCounts {
  appeared: number;
  accepted: number;
  gone: number;
  withdrawnUnconfirmed: number;
  failed: number;
  reopened: number;
  unresolved: number;
  /** Listed, and five calls or more have had no effect. */
  unreachable: number;
  mended: number;
  notLookedUp: number;
}

/** One thing about which list and ledger disagreed. */
export interface Finding {
  readonly invitationId: string;
  /** What the ledger held; null when it held nothing. */
  readonly was: InvitationState | null;
  /** What it holds now; the same where the list alone cannot settle it. */
  readonly is: InvitationState;
}

/** A decision on its way into the ledger. */
export interface Writing {
  readonly c: Bookkeeper;
  readonly context: Pick<SweepContext, "message" | "policy" | "policyVersion">;
  readonly decision: SweepDecision;
  readonly counts: BookedCounts;
  readonly onFinding: (finding: Finding) => void;
}

/** Writes in flight at once: a first listing of a thousand should not take a minute, nor flood the table. */
export const WRITES_AT_ONCE = 8;
