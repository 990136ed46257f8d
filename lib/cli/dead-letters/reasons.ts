import { CLAIM_LEASE_MS } from "../../domain/attempt.ts";
import { type Block, CLOCK_SKEW_MS, type GatedAction, type GateState, tryGate } from "../../domain/gate.ts";
import type { Mode } from "../../domain/mode.ts";
import type { IdentityPolicy } from "../../domain/policy.ts";
import { unwrittenRest } from "../../domain/rest.ts";
import { later } from "../../domain/time.ts";
import { isOpen, type LastError, type TrackedInvitation } from "../../domain/tracked-invitation.ts";
import { longestWait } from "../../domain/waiting.ts";
import { timeInWords } from "../../report/words.ts";

/**
 * Why a message is where it is, and what sending it again would do: `now` something · `later` nothing until what the
 * reason names is over · `never` nothing at all.
 */
export interface Diagnosis {
  readonly reason: string;
  readonly redrive: "now" | "later" | "never";
}

const utc = (at: Date): string => `${timeInWords(at)}`;
const never = (reason: string): Diagnosis => ({ reason, redrive: "never" });
const unless = (obstacle: string | null, reason: string): Diagnosis =>
  obstacle === null ? { reason, redrive: "now" } : { reason: `${reason}; not now: ${obstacle}`, redrive: "later" };

/** What stands in the way of a call of this identity for longer than a message waits; null when nothing does. */
export function obstacleTo(
  action: GatedAction,
  policy: IdentityPolicy,
  gate: GateState,
  workspace: Block | null,
  now: Date,
): string | null {
  const { mode } = policy;
  if (mode === "off" || (action === "withdraw" && mode !== "live")) return modeInTheWay(mode);
  if (workspace !== null && workspace.until > now) {
    return `every identity is stopped until ${utc(workspace.until)} (${workspace.why})`;
  }
  const decision = tryGate(gate, { action, runId: null, holder: "dead-letters", leaseMs: CLAIM_LEASE_MS, policy }, now);
  if (decision.open) return null;
  const { why, until } = decision;
  if (why === "needs-person") return `the identity needs a person (${gate.needsPerson?.why})`;
  if (why === "paused") return "the identity is paused";
  if (until !== null && until.getTime() - now.getTime() <= longestWait(why)) return null;
  return until === null ? why : `${why} until ${utc(until)}`;
}

export const modeInTheWay = (mode: Mode): string => `the policy's mode is "${mode}"`;

/** A withdraw message that reads as one. */
export function judgeWithdraw(
  { expiresAt }: { readonly expiresAt: Date },
  invitation: TrackedInvitation | null,
  obstacle: string | null,
  now: Date,
): Diagnosis {
  if (invitation === null) {
    return never("the ledger does not hold this invitation: a redrive would put it off without a call");
  }
  const { state, ending, attempt, attempts, lastError } = invitation;
  if (!isOpen(state)) {
    const when = ending === null ? "" : ` on ${utc(ending.endedAt)}`;
    return never(`has ended meanwhile: ${state}${when}: nothing left to do`);
  }
  if (expiresAt <= now) {
    return never(`expired on ${utc(expiresAt)}: a redrive would drop it without a call; the next run plans it again`);
  }
  const leaseEnds = attempt === null ? null : later(attempt.until, CLOCK_SKEW_MS);
  if (leaseEnds !== null && leaseEnds > now) {
    return { reason: `an attempt is under way until ${utc(leaseEnds)}`, redrive: "later" };
  }
  const rest = unwrittenRest(invitation) ?? invitation.rest;
  if (rest !== null && rest.until > now) {
    const words = `rests until ${utc(rest.until)} after ${attempts} calls; ${answerInWords(lastError)}`;
    return never(`${words}: the next run after that plans it again, \`sweeper retry\` ends the rest`);
  }
  return unless(obstacle, `${openInWords(invitation)}; ${answerInWords(lastError)}`);
}

function openInWords({ state, attempt }: TrackedInvitation): string {
  if (attempt !== null) return `claim left behind by an attempt that died (its time was up on ${utc(attempt.until)})`;
  return state === "withdrawing" ? "withdrawing: it is not known whether a call took effect" : "still pending";
}

function answerInWords(lastError: LastError | null): string {
  if (lastError === null) return "no answer is on record";
  return `last answer ${lastError.label} (ref ${lastError.ref ?? "none"}) on ${utc(lastError.at)}`;
}

export interface SweepFacts {
  /** Whether the ledger holds the run, and a sweep of this identity in it. */
  readonly runKnown: boolean;
  readonly swept: boolean;
  /** A later run that has listed this identity completely; null when none has. */
  readonly sweptSince: string | null;
}

/** A sweep message that reads as one. */
export function judgeSweep(
  { runId }: { readonly runId: string },
  { runKnown, swept, sweptSince }: SweepFacts,
  obstacle: string | null,
): Diagnosis {
  if (swept) return never("the run has a sweep of this identity already: nothing left to do");
  if (!runKnown) return never(`the ledger holds no run ${runId}: a sweep in its name would fail again`);
  if (sweptSince !== null) return never(`run ${sweptSince} has swept this identity since: nothing left to do`);
  return unless(obstacle, "not swept in that run");
}

export interface StartFacts {
  readonly run: { readonly state: "starting" | "started"; readonly identities: number | null } | null;
  /** A run scheduled later that has started; null when there is none. */
  readonly startedSince: string | null;
  /** What the failure was noted as. */
  readonly error: string | null;
}

/** A firing of the schedule that did not become a run. */
export function judgeStart(
  scheduledAt: Date,
  { run, startedSince, error }: StartFacts,
  obstacle: string | null,
): Diagnosis {
  if (run?.state === "started") {
    return never(`the run has started meanwhile, for ${run.identities ?? "?"} identities: nothing left to do`);
  }
  // Each run sees all there is: started as well, the missed one would only spend another run's cap.
  if (startedSince !== null) return never(`run ${startedSince} has started since, and covers all that this one would`);
  const why = error === null ? "no failure is on record" : error;
  if (run !== null) return unless(obstacle, `begun, and not every identity has its message: ${why}`);
  return unless(obstacle, `the run of ${utc(scheduledAt)} did not start: ${why}`);
}
