import type { IdCalibration } from "../domain/id-clock.ts";
import type { WorkspaceState } from "../domain/workspace.ts";
import type { CleanupLedger } from "./cleanup-ledger.ts";
import type { CompanyLedger } from "./company-ledger.ts";
import type { FlagLedger } from "./flag-ledger.ts";
import type { IdentityLedger } from "./identity-ledger.ts";
import type { InvitationLedger } from "./invitation-ledger.ts";
import type { Reading } from "./reading.ts";
import type { RunLedger } from "./run-ledger.ts";

export type * from "./cleanup-ledger.ts";
export type * from "./company-ledger.ts";
export type * from "./flag-ledger.ts";
export type * from "./identity-ledger.ts";
export type * from "./invitation-ledger.ts";
export type * from "./reading.ts";
export type * from "./run-ledger.ts";

/**
 * The ledger in domain verbs. Every write is one item and one condition; a verb that may be repeated after a crash
 * says so. Implemented on DynamoDB, and by a model that passes the same contract tests.
 */
export interface Ledger {
  readonly invitations: InvitationLedger;
  readonly identities: IdentityLedger;
  readonly runs: RunLedger;
  readonly flags: FlagLedger;
  readonly companies: CompanyLedger;
  readonly ids: IdLedger;
  readonly workspace: WorkspaceLedger;
  readonly cleanups: CleanupLedger;
}

export interface VersionedWorkspace {
  readonly version: number;
  readonly state: WorkspaceState;
}

/** What is known of faults that are no single identity's. */
export interface WorkspaceLedger {
  find(how?: Reading): Promise<VersionedWorkspace>;
  /** Replaces the state if `version` is still the one that stands there. False when it is not. */
  replace(version: number, state: WorkspaceState): Promise<boolean>;
}

/** How well the times in LinkedIn's ids have stood their trials, over all identities of the deployment. */
export interface IdLedger {
  calibration(how?: Reading): Promise<IdCalibration>;
  /** Counts more trials in. A repeat counts as more; a miss, once written, is never taken back. */
  add(trials: IdCalibration): Promise<void>;
}
