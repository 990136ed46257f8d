import { type FailedCall, isInForce, isOfRequest, ofTurn, type RunStop, withFailure } from "./failure-streak.ts";
import { later, SECOND_MS } from "./time.ts";

/** What is known of faults that are no single identity's. All of it is over with the first success. */
export interface WorkspaceState {
  /** Nothing is called for anybody in this run any more. */
  readonly stop: RunStop | null;
  /** Identities that were stopped for the first time, without a success of anybody's since. */
  readonly stopped: readonly StoppedIdentity[];
  /** Requests in a row that the API took for wrong. */
  readonly rejected: readonly FailedCall[];
  /** A run's first calls: until one shows that the request is still understood, three are under way at most. */
  readonly trial: Trial | null;
}

export interface StoppedIdentity {
  readonly identityId: string;
  readonly runId: string;
  readonly why: string;
}

interface Trial {
  readonly runId: string;
  readonly isPassed: boolean;
  /** Calls under way, each with when it counts as dead. */
  readonly calls: readonly { readonly id: string; readonly until: Date }[];
}

export const FRESH_WORKSPACE: WorkspaceState = { stop: null, stopped: [], rejected: [], trial: null };

/** So many requests in a row taken for wrong, and the fault is the request's shape. */
export const REJECTED_LIMIT = 3;
/** So many identities stopped alike, and the fault is no identity's. */
export const STOPPED_LIMIT = 2;
/** Of the identities stopped in a run so many are kept besides the latest: what stops all is found among far fewer. */
const MAX_STOPPED_KEPT = 20;
/** How long a call waits for those under way. */
const TRIAL_WAIT_MS = 5 * SECOND_MS;

export interface CallRequest {
  readonly runId: string;
  readonly callId: string;
  /** When the call is over for certain. */
  readonly until: Date;
}

export type WorkspaceDecision =
  /** `next` is to be stored before the call on the condition that nothing has changed; null when nothing is. */
  | { readonly go: true; readonly next: WorkspaceState | null }
  | { readonly go: false; readonly why: "workspace-stopped"; readonly until: null }
  | { readonly go: false; readonly why: "busy"; readonly until: Date };

/** Whether a call may be made as far as faults of the workspace go. */
export function tryWorkspace(
  state: WorkspaceState,
  { runId, callId, until }: CallRequest,
  now: Date,
): WorkspaceDecision {
  if (isInForce(state.stop, runId, now)) return { go: false, why: "workspace-stopped", until: null };
  // A request comes alone: it takes part in the trial of the run that is on, or has been.
  const trial = state.trial?.runId === runId || isOfRequest(runId) ? state.trial : null;
  if (trial?.isPassed === true) return { go: true, next: null };
  const underWay = (trial?.calls ?? []).filter((call) => call.until > now && call.id !== callId);
  if (underWay.length + ofTurn(state.rejected, runId).length >= REJECTED_LIMIT) {
    return { go: false, why: "busy", until: later(now, TRIAL_WAIT_MS) };
  }
  return {
    go: true,
    next: {
      ...state,
      trial: { runId: trial?.runId ?? runId, isPassed: false, calls: [...underWay, { id: callId, until }] },
    },
  };
}

export interface CallResult {
  readonly callId: string;
  readonly runId: string;
  readonly identityId: string;
  readonly kind: "success" | "rejected" | "other";
  /** Null for a success. */
  readonly failed: FailedCall | null;
  /** The identity has been stopped by this, for the first time since its last success. */
  readonly stopsIdentity: boolean;
}

/** The state after a call; the same object where it changes nothing. */
export function afterCall(state: WorkspaceState, result: CallResult): WorkspaceState {
  const { kind, failed, runId } = result;
  const trial = trialAfter(state.trial, result);
  if (kind === "success") {
    const isQuiet = state.stop === null && state.stopped.length === 0 && state.rejected.length === 0;
    return isQuiet && trial === state.trial ? state : { ...FRESH_WORKSPACE, trial };
  }
  if (failed === null) return trial === state.trial ? state : { ...state, trial };
  const rejected = kind === "rejected" ? withFailure(state.rejected, failed) : state.rejected;
  const stopped = result.stopsIdentity ? withStopped(state.stopped, result, failed) : state.stopped;
  if (trial === state.trial && rejected === state.rejected && stopped === state.stopped) return state;
  const isShape = kind === "rejected" && ofTurn(rejected, runId).length >= REJECTED_LIMIT;
  const alike = new Set(stopped.filter((one) => one.why === failed.label).map(({ identityId }) => identityId));
  const isEverybody = result.stopsIdentity && alike.size >= STOPPED_LIMIT;
  return {
    ...state,
    trial,
    rejected,
    stopped,
    stop: isShape || isEverybody ? stopFor(state.stop, failed, runId) : state.stop,
  };
}

/** An answer other than "the request is wrong" shows that requests are understood. */
function trialAfter(trial: Trial | null, { callId, runId, kind }: CallResult): Trial | null {
  if (trial === null || trial.isPassed) return trial;
  if (trial.runId !== runId && !trial.calls.some(({ id }) => id === callId)) return trial;
  if (kind !== "rejected") return { runId: trial.runId, isPassed: true, calls: [] };
  return { ...trial, calls: trial.calls.filter(({ id }) => id !== callId) };
}

/** Only those of the same run: what stopped others on another day is no sign that it is everybody's fault today. */
const withStopped = (
  stopped: readonly StoppedIdentity[],
  { identityId, runId }: CallResult,
  { label: why }: FailedCall,
): readonly StoppedIdentity[] => [
  ...stopped.filter((one) => one.runId === runId && one.identityId !== identityId).slice(-MAX_STOPPED_KEPT),
  { identityId, runId, why },
];

function stopFor(before: RunStop | null, { label, ref, at }: FailedCall, runId: string): RunStop {
  const runs = before === null ? 1 : before.runId === runId ? before.runs : before.runs + 1;
  return { runId, since: at, why: label, ref, runs };
}
