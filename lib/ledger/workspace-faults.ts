import { later, SECOND_MS } from "../domain/time.ts";
import {
  afterCall,
  type CallRequest,
  type CallResult,
  tryWorkspace,
  type WorkspaceDecision,
} from "../domain/workspace.ts";
import type { WorkspaceLedger } from "./ledger.ts";

/** Two calls at the same instant: one wins, the others read again. More rounds than this mean a crowd, so wait. */
const MAX_ROUNDS = 8;
const CROWDED_WAIT_MS = 5 * SECOND_MS;

/** Asks whether a call may be made as far as faults of the workspace go, and notes it among a run's first ones. */
export async function enterWorkspace(
  workspace: WorkspaceLedger,
  request: CallRequest,
  now: Date,
): Promise<Exclude<WorkspaceDecision, { go: true }> | { readonly go: true }> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { version, state } = await workspace.find();
    const decision = tryWorkspace(state, request, now);
    if (!decision.go) return decision;
    if (decision.next === null || (await workspace.replace(version, decision.next))) return { go: true };
  }
  return { go: false, why: "busy", until: later(now, CROWDED_WAIT_MS) };
}

/**
 * Notes what a call's answer says of the workspace; true when it has stopped it. When others are faster again and again
 * the note is given up: each of them notes its own, and the next run asks anew.
 */
export async function leaveWorkspace(workspace: WorkspaceLedger, result: CallResult): Promise<boolean> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { version, state } = await workspace.find();
    const next = afterCall(state, result);
    if (next === state) return false;
    if (await workspace.replace(version, next)) return next.stop !== null && next.stop.runId !== state.stop?.runId;
  }
  return false;
}
