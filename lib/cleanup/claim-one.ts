import { decideClaim } from "../domain/attempt.ts";
import { attemptIdOf, type ChosenInvitation, type CleanupBatch, type CleanupPart } from "../domain/cleanup.ts";
import { INVITATION_URN } from "../domain/linkedin-ids.ts";
import type { IdentityPolicy } from "../domain/policy.ts";
import type { TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { IdentityRecord } from "../ledger/ledger.ts";
import { judgeNow } from "../withdraw/judge-now.ts";
import type { CleanupCollaborators } from "./cleanup-step.ts";

export interface ClaimContext {
  readonly part: CleanupPart;
  readonly batch: CleanupBatch;
  readonly policy: IdentityPolicy;
  readonly identity: Pick<IdentityRecord, "lastListing" | "gate">;
  /** How long the run may last, and so the claims. */
  readonly until: Date;
}

/** An invitation that the batch has claimed. */
export interface Claimed {
  readonly chosen: ChosenInvitation;
  readonly urn: string;
  /** As it stood before the claim: what it is judged by. */
  readonly before: TrackedInvitation;
}

export type ClaimResult =
  | { readonly ok: true; readonly claimed: Claimed }
  | { readonly ok: false; readonly invitationId: string; readonly why: string };

/**
 * Claims one of the chosen as the withdraw function does, on the verdict of now. One that this batch has claimed already, in
 * a process that died, is judged again and kept or not.
 */
export async function claimOne(
  c: CleanupCollaborators,
  context: ClaimContext,
  chosen: ChosenInvitation,
): Promise<ClaimResult> {
  const { part, batch, policy, identity, until } = context;
  const { invitationId, reason: plannedFor } = chosen;
  const dropped = (why: string): ClaimResult => ({ ok: false, invitationId, why });
  const found = await c.ledger.invitations.find(part.identityId, invitationId);
  if (found === null || !INVITATION_URN.test(found.urn)) return dropped("not-in-the-ledger");
  const attemptId = attemptIdOf(part, batch.number);
  const isOurs = found.state === "withdrawing" && found.attempt?.id === attemptId;
  const before = isOurs ? { ...found, attempt: null, attempts: found.attempts - 1 } : found;
  const { reason, keptFor } = await judgeNow(c, before, { policy, plannedFor, identity });
  const request = { attemptId, runId: part.cleanupId, reason, until };
  const decision = decideClaim(before, request, c.clock.now());
  if (!decision.go) return dropped(decision.why);
  if (keptFor !== null) return dropped(keptFor);
  const claimed = { ok: true, claimed: { chosen, urn: found.urn, before } } as const;
  if (isOurs || (await c.ledger.invitations.claim(found, decision.claim))) return claimed;
  return dropped("claimed");
}

/** What has changed of a claimed invitation since its turn came: why it is kept after all, or null. */
export async function keptSince(
  c: CleanupCollaborators,
  { policy, identity }: Pick<ClaimContext, "policy" | "identity">,
  { before, chosen }: Claimed,
): Promise<string | null> {
  const judged = await judgeNow(c, before, { policy, plannedFor: chosen.reason, identity });
  return judged.keptFor;
}
