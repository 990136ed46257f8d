import type { Collaborators } from "../collaborators.ts";
import type { WithdrawMessage } from "../contract/messages.ts";
import { METRICS } from "../contract/metrics.ts";
import { type Conclusion, conclude, type Reaction } from "../domain/attempt.ts";
import { withCatchUp } from "../domain/catch-up.ts";
import { endingOf } from "../domain/ending.ts";
import { type FailedCall, isAloneIn } from "../domain/failure-streak.ts";
import { type Block, type CallOutcome, CLOCK_SKEW_MS, type GateRelease } from "../domain/gate.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import type { Reason } from "../domain/rules/index.ts";
import { HOUR_MS, later, latest, SECOND_MS } from "../domain/time.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import { failureName, lastErrorOf } from "../edges/failure-name.ts";
import { waitAfter } from "../ledger/gap-memory.ts";
import { leaveGate } from "../ledger/gatekeeper.ts";
import type { IdentityRecord, VersionedWorkspace } from "../ledger/ledger.ts";
import { ACK, type MessageResult, retryAt } from "../queue/message-result.ts";
import { defer, waitOrDefer } from "./deferral.ts";
import { noteForAll, stopForKeyOrPlan } from "./stop-for-all.ts";

/** One message that has the gate and the claim: what remains is the call. */
export interface WithdrawContext {
  readonly message: WithdrawMessage;
  readonly policy: IdentityPolicy;
  readonly policyVersion: number;
  /** Names the attempt and holds the gate. */
  readonly attemptId: string;
  /** The rule that speaks for the withdrawal now. */
  readonly reason: Reason;
  /** The identity as it has entered its gate. */
  readonly identity: Pick<IdentityRecord, "gate" | "version" | "backlog">;
  /** What is known of faults that are nobody's own, as the call has entered by it. */
  readonly workspace: VersionedWorkspace;
}

/** Calls once, writes what became of it, lets the identity go. */
export async function callAndConclude(
  c: Collaborators,
  context: WithdrawContext,
  invitation: TrackedInvitation,
): Promise<MessageResult> {
  const { message, policy, attemptId, identity } = context;
  const { identityId, invitationId, urn, kind } = invitation;
  const answer = await c.edges.withdrawInvitation({
    identityId,
    invitationId,
    urn,
    kind,
    attemptId,
    mode: policy.mode,
  });
  const failure = answer.kind === "done" ? null : answer.failure;
  const wasSent = failure === null || failure.sent;
  if (wasSent) c.metrics.count(METRICS.calls);
  const [reaction, effect]: readonly [Reaction, "none" | "maybe"] =
    failure === null ? ["done", "none"] : [failure.reaction, failure.effect];
  const now = c.clock.now();
  const isAlone = isAloneIn(identity.gate.unknownOutcomes, invitationId, message.runId);
  const conclusion = conclude({ reaction, effect }, invitation, now, isAlone);

  await write(c, context, invitation, conclusion, failure, now);
  logAnswer(c, context, invitation, reaction, conclusion, failure);
  if (reaction === "workspace-stopped" && failure !== null) await stopForKeyOrPlan(c, failure, now);
  const block = reaction === "wait-until" && failure !== null ? blockOf(failure, now) : undefined;
  const failed = failure === null ? null : { ...lastErrorOf(failure, now), invitationId, runId: message.runId };
  const outcome = conclusion.kind === "end" ? succeeded(invitation) : outcomeOf(reaction, failed);
  const release: GateRelease = {
    action: "withdraw",
    called: wasSent,
    draw: c.random(),
    policy,
    block,
    heldUntil: failure?.endsBy ?? undefined,
    needsPerson:
      reaction === "identity-needs-person" && failure !== null
        ? { since: now, why: failureName(failure), ref: failure.ref }
        : undefined,
    outcome,
  };
  const left = await leaveGate(c.ledger.identities, identityId, attemptId, release, now, identity);
  if (left !== null) {
    const { dailyCap } = withCatchUp(policy, { gate: left.after, backlog: identity.backlog }, now);
    c.gaps?.keep(identityId, waitAfter(left.after, dailyCap, now), now);
  }
  await noteForAll(c, context, { identityId, reaction, failed: conclusion.kind === "end" ? null : failed, left });

  if (conclusion.kind === "end") return ACK;
  if (conclusion.next !== "try-again") return defer(c, message, reaction);
  // Hidden for the longest the gap can be, so that the wait costs one receive and not two.
  const gapEnds = later(latest(now, failure?.endsBy ?? now), policy.gapSeconds.max * SECOND_MS + 2 * CLOCK_SKEW_MS);
  if (block === undefined || block.until <= gapEnds) return retryAt(gapEnds);
  return waitOrDefer(c, message, block.until, "wait-until");
}

/** Withdrawn, be it unconfirmed: the identity can act. */
const succeeded = ({ lastError }: TrackedInvitation): CallOutcome => ({
  kind: "success",
  recoveredFrom: lastError?.label ?? null,
});

/** What a failure says of the identity: nothing where it speaks of a limit, of the key, or of nothing being pending. */
function outcomeOf(reaction: Reaction, failed: FailedCall | null): CallOutcome | undefined {
  if (failed === null) return undefined;
  const isTransient = reaction === "not-known" || reaction === "retry-later";
  return isTransient || reaction === "refused" ? { kind: "failed", failed, isTransient } : undefined;
}

/** Writes the conclusion, on the condition that the claim is still this attempt's. */
async function write(
  c: Collaborators,
  { message, policy, policyVersion, attemptId, reason }: WithdrawContext,
  invitation: TrackedInvitation,
  conclusion: Conclusion,
  failure: EdgesFailure | null,
  now: Date,
): Promise<void> {
  const { identityId, invitationId } = invitation;
  const lastError = failure === null ? null : lastErrorOf(failure, now);
  const { invitations } = c.ledger;
  let written: boolean;
  if (conclusion.kind === "end") {
    const context = { policy, policyVersion, runId: message.runId, reason };
    const ending = endingOf(invitation, conclusion.outcome, now, conclusion.confirmed, context);
    written = await invitations.settle(identityId, invitationId, attemptId, ending, lastError);
    if (written) {
      c.metrics.count(METRICS.withdrawn);
      c.metrics.count(METRICS.daysPending, ending.daysPending);
    }
  } else {
    const { lost, counts, rest } = conclusion;
    written = await invitations.leaveOpen(identityId, invitationId, attemptId, { lost, counts, lastError, rest });
  }
  if (!written) {
    // The lease ran out before the answer came; whoever holds the claim now finds out and writes the ending.
    c.log.warn("the claim had passed on before the answer", { identityId, invitationId, attemptId });
  }
}

function logAnswer(
  c: Collaborators,
  { message, attemptId }: WithdrawContext,
  { identityId, invitationId, attempts }: TrackedInvitation,
  reaction: Reaction,
  conclusion: Conclusion,
  failure: EdgesFailure | null,
): void {
  const fields = { runId: message.runId, identityId, invitationId, attemptId, reaction, attempts };
  if (failure === null) {
    c.log.info("withdrawn", fields);
    return;
  }
  c.metrics.count(METRICS.failedCalls, 1, { reason: reaction });
  if (failure.unlisted) c.metrics.count(METRICS.unlistedLabels);
  if (failure.effect === "maybe") c.metrics.count(METRICS.notKnown);
  if (reaction === "identity-needs-person") c.metrics.count(METRICS.needsPerson);
  const outcome = conclusion.kind === "end" ? conclusion.outcome : conclusion.next;
  c.log.warn("not withdrawn", { ...fields, outcome, label: failureName(failure), ref: failure.ref });
}

/** Without a time the API's window is unknown: ask again in an hour rather than within this run. */
function blockOf(failure: EdgesFailure, now: Date): Block {
  return { until: failure.until ?? later(now, HOUR_MS), why: failureName(failure), ref: failure.ref };
}
