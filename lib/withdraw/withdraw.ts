import type { Collaborators } from "../collaborators.ts";
import { HTTP_TIMEOUT_MS } from "../contract/functions.ts";
import type { WithdrawMessage } from "../contract/messages.ts";
import { CLAIM_LEASE_MS } from "../domain/attempt.ts";
import { type IdentityPolicy, policyFor } from "../domain/policy.ts";
import { later, SECOND_MS } from "../domain/time.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import { isClockWrong } from "../domain/wrong-clock.ts";
import { enterGate, leaveGate } from "../ledger/gatekeeper.ts";
import type { IdentityRecord } from "../ledger/ledger.ts";
import { enterWorkspace } from "../ledger/workspace-faults.ts";
import { ACK, type MessageResult, retryAt } from "../queue/message-result.ts";
import { readPolicyOrNull } from "../settings/read-policy.ts";
import { callAndConclude, type WithdrawContext } from "./call.ts";
import { defer, waitOrDefer } from "./deferral.ts";
import { lookAt } from "./look-at.ts";
import { stopForKeyOrPlan } from "./stop-for-all.ts";

/** How long to wait when another attempt got in between two steps. */
const CROSSED_WAIT_MS = 5 * SECOND_MS;

/**
 * Withdraws one invitation, or puts it off, or drops it because it has ended. Every step is one conditional write that
 * may be repeated; a crash between any two is healed when the message comes again.
 */
export async function withdraw(c: Collaborators, message: WithdrawMessage): Promise<MessageResult> {
  const gapEnds = c.gaps?.endOf(message.identityId, c.clock.now()) ?? null;
  if (gapEnds !== null) return waitOrDefer(c, message, gapEnds, "gap");
  const versioned = await readPolicyOrNull(c);
  if (versioned === null) return defer(c, message, "policy-unreadable");
  const policy = policyFor(versioned.policy, message.identityId);
  if (policy.mode !== "live") return defer(c, message, policy.mode);
  if (c.clock.now() >= message.expiresAt) return defer(c, message, "expired");

  // By a wrong clock neither ages nor the calls of a day can be told, and what it writes has to be lifted by hand.
  if (isClockWrong(c.edges.clockOffsetMs(), c.isOnlyClock)) return defer(c, message, "clock-wrong");

  // Before gate and claim: without a key no call is made, so that none shall cost a place or a turn.
  const noKey = await c.edges.checkApiKey();
  if (noKey !== null) {
    await stopForKeyOrPlan(c, noKey, c.clock.now());
    return defer(c, message, "workspace-stopped");
  }

  const attemptId = c.newId();
  const enteredAt = c.clock.now();
  const { runId } = message;
  const request = { action: "withdraw", runId, holder: attemptId, leaseMs: CLAIM_LEASE_MS, policy } as const;
  const gate = await enterGate(c.ledger.identities, message.identityId, request, enteredAt);
  if (!gate.open) {
    if (gate.why === "gap") c.gaps?.keep(message.identityId, gate.until, c.clock.now());
    return waitOrDefer(c, message, gate.until, gate.why);
  }

  const step = await claimOrStop(c, message, policy, attemptId, gate.identity, later(enteredAt, CLAIM_LEASE_MS));
  if (step.claimed) {
    const [policyVersion, { reason, workspace }] = [versioned.version, step];
    const { identity } = gate;
    const pass: WithdrawContext = { message, policy, policyVersion, attemptId, reason, identity, workspace };
    return callAndConclude(c, pass, step.invitation);
  }
  const release = { action: "withdraw", called: false, draw: 0, policy } as const;
  await leaveGate(c.ledger.identities, message.identityId, attemptId, release, c.clock.now(), gate.identity);
  return step.delivery();
}

type Step =
  | ({ readonly claimed: true; readonly invitation: TrackedInvitation } & Pick<WithdrawContext, "reason" | "workspace">)
  /** Nothing will be called: leave the gate, then deliver this. */
  | { readonly claimed: false; readonly delivery: () => Promise<MessageResult> };

const stop = (delivery: () => Promise<MessageResult>): Step => ({ claimed: false, delivery });
const stopAndWait = (until: Date): Step => stop(async () => retryAt(until));

async function claimOrStop(
  c: Collaborators,
  message: WithdrawMessage,
  policy: IdentityPolicy,
  attemptId: string,
  identity: IdentityRecord,
  gateHeldUntil: Date,
): Promise<Step> {
  const { runId, identityId, invitationId } = message;
  const looked = await lookAt(c, { message, policy, attemptId, identity });
  if (looked === null) return stop(() => defer(c, message, "not-in-the-ledger"));
  const { invitation, decision } = looked;
  const { reason, keptFor, isDuplicate } = looked.judged;

  if (!decision.go) {
    if (decision.why === "claimed") return stopAndWait(decision.until);
    if (decision.why === "resting") return stop(() => defer(c, message, "resting"));
    return stop(async () => {
      c.log.info("dropped: nothing left to call for", { runId, identityId, invitationId, reason: decision.why });
      return ACK;
    });
  }
  if (keptFor !== null) return stop(() => defer(c, message, keptFor));
  if (!(await c.ledger.invitations.claim(invitation, decision.claim))) {
    return stopAndWait(later(c.clock.now(), CROSSED_WAIT_MS));
  }
  const giveBack = () =>
    c.ledger.invitations.leaveOpen(identityId, invitationId, attemptId, {
      lost: false,
      counts: false,
      lastError: null,
    });
  const entry = await enterWorkspace(
    c.ledger.workspace,
    { runId, callId: attemptId, until: gateHeldUntil },
    c.clock.now(),
  );
  if (!entry.go) {
    await giveBack();
    return stop(() => waitOrDefer(c, message, entry.until, entry.why));
  }
  // Looked at again with the claim in hand: of two that each take themselves for the older, one sees the other's claim.
  if (reason === "duplicate" && !(await isDuplicate())) {
    await giveBack();
    return stop(() => defer(c, message, "unflagged"));
  }
  if (later(c.clock.now(), HTTP_TIMEOUT_MS) > gateHeldUntil) {
    // Held up for so long that the answer could come after the gate's lease, which ends no later than the claim's: that
    // is somebody else's time.
    await giveBack();
    return stopAndWait(later(c.clock.now(), CROSSED_WAIT_MS));
  }
  const [claimed, workspace] = [{ ...invitation, ...decision.claim, state: "withdrawing" } as const, entry.entered];
  return { claimed: true, invitation: claimed, reason, workspace };
}
