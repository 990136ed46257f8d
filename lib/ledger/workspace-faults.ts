import { later, SECOND_MS } from "../domain/time.ts";
import {
  afterCall,
  type CallRequest,
  type CallResult,
  tryWorkspace,
  type WorkspaceDecision,
} from "../domain/workspace.ts";
import type { VersionedWorkspace, WorkspaceLedger } from "./ledger.ts";

/** Two calls at the same instant: one wins, the others read again. More rounds than this mean a crowd, so wait. */
const MAX_ROUNDS = 8;
const CROWDED_WAIT_MS = 5 * SECOND_MS;

export type WorkspaceEntry =
  | Exclude<WorkspaceDecision, { go: true }>
  /** `entered`: as it stood, with what the entry has written; for `leaveWorkspace`. */
  | { readonly go: true; readonly entered: VersionedWorkspace };

/**
 * Asks whether a call may be made as far as faults of the workspace go, and notes it among a run's first ones.
 *
 * The first look is as of a moment ago. What it writes is written on the condition that nothing has changed; to go without
 * having seen a stop of this moment is to have gone a moment before it; and what refuses is looked at again.
 */
export async function enterWorkspace(
  workspace: WorkspaceLedger,
  request: CallRequest,
  now: Date,
): Promise<WorkspaceEntry> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const consistent = round > 1;
    const { version, state } = await workspace.find({ consistent });
    const decision = tryWorkspace(state, request, now);
    if (!decision.go && !consistent) continue;
    if (!decision.go) return decision;
    if (decision.next === null) return { go: true, entered: { version, state } };
    if (await workspace.replace(version, decision.next)) {
      return { go: true, entered: { version: version + 1, state: decision.next } };
    }
  }
  return { go: false, why: "busy", until: later(now, CROWDED_WAIT_MS) };
}

/**
 * Notes what a call's answer says of the workspace; true when it has stopped it. When others are faster again and again
 * the note is given up: each of them notes its own, and the next run asks anew.
 *
 * @param entered what the call entered by, where that has been kept: it is not read again unless somebody has changed it
 *   since. What a success would end, and it cannot see there yet, began during its call: the next success ends that.
 */
export async function leaveWorkspace(
  workspace: WorkspaceLedger,
  result: CallResult,
  entered?: VersionedWorkspace,
): Promise<boolean> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const known = round === 1 ? entered : undefined;
    const { version, state } = known ?? (await workspace.find());
    const next = afterCall(state, result);
    if (next === state) return false;
    if (await workspace.replace(version, next)) return next.stop !== null && next.stop.runId !== state.stop?.runId;
  }
  return false;
}
