import type { WrongClockTime } from "../domain/wrong-clock.ts";
import { findWrongClock, liftWorkspaceBlock, liftWrongClock } from "../ledger/lift-wrong-clock.ts";
import { UsageError } from "./errors.ts";
import type { Target } from "./target.ts";

/** What `resume` has lifted, by identity. */
export interface LiftedWrongClock {
  readonly identityId: string;
  readonly times: readonly WrongClockTime[];
  /** Claims on open invitations. */
  readonly claims: number;
}

/**
 * Lifts what a wrong clock wrote of these identities, and of the workspace. The API is asked for its time first: where it
 * is ours that is off, what lies ahead may be right.
 *
 * @throws UsageError when our clock is known to be off; then nothing is lifted
 */
export async function liftWrongClockOf(
  { ledger, clock, edges, skipWaits }: Target,
  identityIds: readonly string[],
): Promise<{ readonly lifted: readonly LiftedWrongClock[]; readonly workspace: readonly WrongClockTime[] }> {
  const found = [];
  for (const identityId of identityIds) {
    const one = await findWrongClock(ledger, identityId, clock.now());
    if (one.times.length > 0 || one.claims.length > 0) found.push({ identityId, ...one });
  }
  if (found.length > 0) {
    await skipWaits(edges.listIdentities());
    if (edges.clockOffsetMs() !== null) {
      throw new UsageError("nothing was lifted: by a clock that is off nobody can tell what a wrong clock has written");
    }
  }
  for (const one of found) await liftWrongClock(ledger, one.identityId, one, clock.now());
  return {
    lifted: found.map(({ identityId, times, claims }) => ({ identityId, times, claims: claims.length })),
    workspace: await liftWorkspaceBlock(ledger, clock.now()),
  };
}
