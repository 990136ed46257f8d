import { later } from "../domain/time.ts";
import {
  CLOCK_TOLERANCE_MS,
  hasWrongClockClaim,
  type WrongClockTime,
  withoutWrongClock,
  wrongClockBlock,
  wrongClockTimes,
} from "../domain/wrong-clock.ts";
import type { Ledger } from "./ledger.ts";

/** What a wrong clock had written of an identity. */
export interface WrongClockFound {
  readonly times: readonly WrongClockTime[];
  /** Open invitations with a claim that no attempt can still hold. */
  readonly claims: readonly { readonly invitationId: string; readonly attemptId: string }[];
}

type Parts = Pick<Ledger, "identities" | "invitations">;

/** Reads the identity and, of its open invitations, those that are being withdrawn. Writes nothing. */
export async function findWrongClock(ledger: Parts, identityId: string, now: Date): Promise<WrongClockFound> {
  const claims: { invitationId: string; attemptId: string }[] = [];
  for await (const { invitationId, state } of ledger.invitations.open(identityId)) {
    if (state !== "withdrawing") continue;
    const found = await ledger.invitations.find(identityId, invitationId);
    if (found?.attempt == null || !hasWrongClockClaim(found, now)) continue;
    claims.push({ invitationId, attemptId: found.attempt.id });
  }
  return { times: wrongClockTimes(await ledger.identities.find(identityId), now), claims };
}

/** Stands for the call of which only the claim is known. */
const LEFT_BEHIND = "wrong-clock";

/** Lifts what was found, for a person who says that the clock is right now. May be repeated. */
export async function liftWrongClock(
  { identities, invitations }: Parts,
  identityId: string,
  { times, claims }: WrongClockFound,
  now: Date,
): Promise<void> {
  for (let written = times.length === 0; !written; ) {
    const { gate, version } = await identities.find(identityId);
    written = await identities.replaceGate(identityId, version, withoutWrongClock(gate, times, now));
  }
  if (times.length > 0) await identities.forgetListings(identityId, later(now, CLOCK_TOLERANCE_MS));
  for (const { invitationId, attemptId } of claims) {
    // Its call may have taken effect: that stays in doubt until a list shows the invitation, or does not.
    const lastError = { label: LEFT_BEHIND, ref: null, at: now };
    await invitations.leaveOpen(identityId, invitationId, attemptId, { lost: true, counts: true, lastError });
  }
}

/** Lifts a stop of every identity that lies beyond any; answers what it lifted. May be repeated. */
export async function liftWorkspaceBlock(
  { identities }: Pick<Ledger, "identities">,
  now: Date,
): Promise<readonly WrongClockTime[]> {
  const found = wrongClockBlock(await identities.workspaceBlock(), now);
  if (found.length > 0) await identities.blockWorkspace(null);
  return found;
}
