import { type GateState, nextPlaceAt } from "../domain/gate.ts";
import { later, latest, MINUTE_MS } from "../domain/time.ts";

/**
 * Until when identities keep their gap, as far as this process has seen it itself, and wait for a place under the daily cap that
 * is free soon after: a message that comes within it is hidden again without a reading. Nobody enters a gate within its gap and only who holds it writes another, so that a gap never gets
 * shorter; except by a person who lifts what a wrong clock wrote, and the message waits for that one, as if it had been hidden
 * before. Says nothing of when a call may be made: that the gate is read for.
 */
export interface GapMemory {
  /** The end of the wait that is on; null where none is known. */
  endOf(identityId: string, now: Date): Date | null;
  keep(identityId: string, until: Date | null, now: Date): void;
}

/** One entry an identity, of the size of its id: a stack's thousands are a megabyte. */
export function createGapMemory(): GapMemory {
  const kept = new Map<string, { readonly since: Date; readonly until: Date }>();
  return {
    endOf(identityId, now) {
      const gap = kept.get(identityId);
      if (gap === undefined) return null;
      // Before `since` the clock has been set: by it nobody can tell how long the gap still lasts.
      if (gap.since <= now && now < gap.until) return gap.until;
      kept.delete(identityId);
      return null;
    },
    keep(identityId, until, now) {
      if (until !== null && until > now) kept.set(identityId, { since: now, until });
    },
  };
}

/** The longest that a place under the daily cap is waited for on top of a gap, in milliseconds: the cap may be raised meanwhile. */
const MAX_PLACE_WAIT_MS = 5 * MINUTE_MS;

/**
 * Until when the gate that a call has left is closed for the next call: the gap, and the place under the daily cap where that
 * comes free soon after, so that a message waits once for both. Null where the call may be under way still.
 */
export function waitAfter(gate: GateState, dailyCap: number, now: Date): Date | null {
  if (gate.lease !== null || gate.nextAllowedAt === null) return null;
  const free = nextPlaceAt(gate, dailyCap, now);
  return free > later(gate.nextAllowedAt, MAX_PLACE_WAIT_MS) ? gate.nextAllowedAt : latest(gate.nextAllowedAt, free);
}
