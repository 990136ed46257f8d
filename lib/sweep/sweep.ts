import type { Collaborators } from "../collaborators.ts";
import type { SweepMessage } from "../contract/messages.ts";
import { METRICS } from "../contract/metrics.ts";
import { countByReason, planSweep } from "../domain/plan.ts";
import { policyFor } from "../domain/policy.ts";
import { later, SECOND_MS } from "../domain/time.ts";
import { longestWait } from "../domain/waiting.ts";
import { enterGate } from "../ledger/gatekeeper.ts";
import type { HeldReason, IdentityRecord, ListingProgress } from "../ledger/ledger.ts";
import { ACK, type MessageResult, retryAt } from "../queue/message-result.ts";
import { readPolicyOrNull } from "../settings/read-policy.ts";
import { book } from "./book.ts";
import { fanOut } from "./fan-out.ts";
import { findDuplicates } from "./find-duplicates.ts";
import { flagsFor } from "./flags.ts";
import { listUntil, type SweepListing } from "./listing.ts";
import { recordHeldSweep, recordSweep } from "./record.ts";
import { leaveAfterListing, reconnected } from "./release-gate.ts";
import type { SweepContext } from "./sweep-context.ts";
import { toPlanInput } from "./to-plan-input.ts";

/**
 * Sweeps one identity: gate, list, book, plan, fan out, record. Repeating a finished sweep does nothing; one that died
 * half-way is done retryAt from the listing, which is harmless: the claim keeps a second message for an invitation from
 * being a second call.
 */
export async function sweep(c: Collaborators, message: SweepMessage, deadline: Date): Promise<MessageResult> {
  const { runId, identityId } = message;
  if ((await c.ledger.runs.findSweep(runId, identityId)) !== null) return ACK;
  const pass = await beginPass(c, message, deadline);
  if (pass === null) return ACK;
  const { policy, startedAt } = pass;
  if (policy.mode === "off") return heldSweep(c, pass, "off");

  await reconnected(c, message);
  const request = {
    action: "list",
    holder: pass.holder,
    leaseMs: deadline.getTime() - startedAt.getTime(),
    policy,
  } as const;
  const passage = await enterGate(c.ledger.identities, identityId, request, startedAt);
  if (!passage.open) {
    const soon = passage.until !== null && passage.until.getTime() - startedAt.getTime() <= longestWait(passage.why);
    return soon ? retryAt(passage.until) : heldSweep(c, pass, heldBy(passage.why));
  }
  const progress = await c.ledger.runs.loadProgress(runId, identityId);
  const result = await listUntil(c, identityId, progress, deadline);
  if (result.kind === "to-be-continued") return continueLater(c, pass, result.progress);
  return finish(c, pass, passage.identity, result.listing);
}

/** The sweep has waited for its turn as often as it may: it is held, and the next run sweeps the identity retryAt. */
export async function giveUpSweep(c: Collaborators, message: SweepMessage, deadline: Date): Promise<void> {
  const pass = await beginPass(c, message, deadline);
  if (pass !== null) await heldSweep(c, pass, "blocked");
}

/** Null when the policy cannot be read: then nothing may be called, and the alarm tells. */
async function beginPass(c: Collaborators, message: SweepMessage, deadline: Date): Promise<SweepContext | null> {
  const versioned = await readPolicyOrNull(c);
  if (versioned === null) return null;
  return {
    message,
    policy: policyFor(versioned.policy, message.identityId),
    policyVersion: versioned.version,
    runCap: versioned.policy.runCap,
    holder: c.newId(),
    startedAt: c.clock.now(),
    deadline,
  };
}

async function finish(
  c: Collaborators,
  pass: SweepContext,
  identity: IdentityRecord,
  listing: SweepListing,
): Promise<MessageResult> {
  const { message, policy, policyVersion, runCap, deadline } = pass;
  const { runId, identityId } = message;
  const booked = await book(c, identity, listing, { policy, policyVersion, runId }, { deadline });
  const gate = await leaveAfterListing(c, pass, listing, booked);

  const { duplicates, invitedTooSoon } = await findDuplicates(c, identityId, booked, c.clock.now());
  for (const invitationId of invitedTooSoon) {
    c.log.warn("invited retryAt before the cooldown was over", { runId, identityId, invitationId });
  }
  const plan = planSweep(
    toPlanInput(listing.invitations, booked.comparison, booked.ended, duplicates),
    await flagsFor(c, listing.invitations),
    policy,
    c.clock.now(),
  );
  const { trust } = booked.comparison;
  const sent = await fanOut(c, { runId, identityId, plan, trust, policy, runCap, gate });
  const summary = { ...sent, reinvitedEarly: invitedTooSoon.length };
  await recordSweep(c, pass, listing, booked, countByReason(plan), summary);
  return ACK;
}

/** Out of time: what was listed is kept, the gate is left with its gap, and the next receive goes on from the cursor. */
async function continueLater(c: Collaborators, pass: SweepContext, progress: ListingProgress): Promise<MessageResult> {
  const { message, policy } = pass;
  await c.ledger.runs.saveProgress(message.runId, message.identityId, progress);
  await leaveAfterListing(c, pass, null, null);
  c.log.info("the listing goes on in the next receive", { identityId: message.identityId, pages: progress.pages });
  return retryAt(later(c.clock.now(), (policy.gapSeconds.max + 5) * SECOND_MS));
}

async function heldSweep(c: Collaborators, pass: SweepContext, why: HeldReason): Promise<MessageResult> {
  c.metrics.count(METRICS.held, 1, { reason: why });
  if (why === "needs-person") c.metrics.count(METRICS.needsPerson);
  await recordHeldSweep(c, pass, why);
  return ACK;
}

function heldBy(
  why:
    | "busy"
    | "gap"
    | "daily-cap"
    | "outside-working-hours"
    | "blocked"
    | "needs-person"
    | "paused"
    | "workspace-stopped",
): HeldReason {
  switch (why) {
    case "outside-working-hours":
      return "working-hours";
    case "busy":
    case "gap":
      return "blocked";
    default:
      return why;
  }
}
