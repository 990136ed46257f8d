import type { Collaborators } from "../collaborators.ts";
import type { WithdrawMessage } from "../contract/messages.ts";
import { METRICS } from "../contract/metrics.ts";
import { type Conclusion, conclude, type Reaction } from "../domain/attempt.ts";
import { endingOf } from "../domain/ending.ts";
import { type Block, CLOCK_SKEW_MS, type GateRelease } from "../domain/gate.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import type { Reason } from "../domain/rules/index.ts";
import { HOUR_MS, later, latest, SECOND_MS } from "../domain/time.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { EdgesFailure } from "../edges/errors.ts";
import { failureName, lastErrorOf } from "../edges/failure-name.ts";
import { leaveGate, workspaceBlock } from "../ledger/gatekeeper.ts";
import { ACK, type MessageResult, retryAt } from "../queue/message-result.ts";
import { defer, waitOrDefer } from "./deferral.ts";

/** One message that has the gate and the claim: what remains is the call. */
export interface WithdrawContext {
  readonly message: WithdrawMessage;
  readonly policy: IdentityPolicy;
  readonly policyVersion: number;
  /** Names the attempt and holds the gate. */
  readonly attemptId: string;
  /** The rule that speaks for the withdrawal now. */
  readonly reason: Reason;
}

/** Calls once, writes what became of it, lets the identity go. */
export async function callAndConclude(
  c: Collaborators,
  context: WithdrawContext,
  invitation: TrackedInvitation,
): Promise<MessageResult> {
  const { message, policy, attemptId } = context;
  const { identityId, invitationId, urn } = invitation;
  c.metrics.count(METRICS.calls);
  const answer = await c.edges.withdrawInvitation({ identityId, invitationId, urn, attemptId, mode: policy.mode });
  const failure = answer.kind === "done" ? null : answer.failure;
  const reaction: Reaction = failure?.reaction ?? "done";
  const conclusion = conclude(reaction, invitation);
  const now = c.clock.now();

  await write(c, context, invitation, conclusion, failure, now);
  logAnswer(c, context, invitation, reaction, conclusion, failure);
  if (reaction === "workspace-stopped" && failure !== null) {
    await c.ledger.identities.blockWorkspace(workspaceBlock(now, failureName(failure), failure.ref));
  }
  const block = reaction === "wait-until" && failure !== null ? blockOf(failure, now) : undefined;
  const release: GateRelease = {
    action: "withdraw",
    called: true,
    draw: c.random(),
    policy,
    block,
    heldUntil: failure?.endsBy ?? undefined,
    needsPerson:
      reaction === "identity-needs-person" && failure !== null
        ? { since: now, why: failureName(failure), ref: failure.ref }
        : undefined,
    outcome: reaction === "not-known" && failure !== null ? lastErrorOf(failure, now) : "known",
  };
  await leaveGate(c.ledger.identities, identityId, attemptId, release, now);

  if (conclusion.kind === "end") return ACK;
  if (conclusion.next !== "try-again") return defer(c, message, reaction);
  // Hidden for the longest the gap can be, so that the wait costs one receive and not two.
  const gapEnds = later(latest(now, failure?.endsBy ?? now), policy.gapSeconds.max * SECOND_MS + 2 * CLOCK_SKEW_MS);
  if (block === undefined || block.until <= gapEnds) return retryAt(gapEnds);
  return waitOrDefer(c, message, block.until, "wait-until");
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
    const ending = endingOf(
      invitation,
      conclusion.outcome,
      now,
      conclusion.outcome !== "withdrawn" || conclusion.confirmed,
      context,
    );
    written = await invitations.settle(identityId, invitationId, attemptId, ending, lastError);
    if (written && ending.outcome === "withdrawn") {
      c.metrics.count(METRICS.withdrawn);
      c.metrics.count(METRICS.daysPending, ending.daysPending);
    }
  } else {
    const { lost, counts } = conclusion;
    written = await invitations.leaveOpen(identityId, invitationId, attemptId, { lost, counts, lastError });
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
  if (reaction === "not-known") c.metrics.count(METRICS.notKnown);
  if (reaction === "identity-needs-person") c.metrics.count(METRICS.needsPerson);
  if (reaction === "workspace-stopped") c.metrics.count(METRICS.workspaceStopped);
  const outcome = conclusion.kind === "end" ? conclusion.outcome : conclusion.next;
  c.log.warn("not withdrawn", { ...fields, outcome, label: failureName(failure), ref: failure.ref });
}

/** Without a time the API's window is unknown: ask again in an hour rather than within this run. */
function blockOf(failure: EdgesFailure, now: Date): Block {
  return { until: failure.until ?? later(now, HOUR_MS), why: failureName(failure), ref: failure.ref };
}
