import { DAY_MS, later, latest } from "./time.ts";
import type { LastError, Rest, TrackedInvitation } from "./tracked-invitation.ts";

/** Calls that an invitation may cost before it rests. */
export const MAX_CALLS_BEFORE_REST = 5;

const FIRST_REST_MS = 3 * DAY_MS;
const LONGEST_REST_MS = 24 * DAY_MS;

type Tried = Pick<TrackedInvitation, "attempts" | "attempt" | "lastError" | "rest">;

/** Calls since it last rested, or since it was first seen. */
export const callsSinceRest = ({ attempts, rest }: Pick<Tried, "attempts" | "rest">): number =>
  attempts - (rest?.attempts ?? 0);

/**
 * The rest that begins at `at` for an invitation that has cost five calls since the last one; null when it has cost
 * fewer.
 */
export function restAfter(invitation: Pick<Tried, "attempts" | "rest">, at: Date): Rest | null {
  if (callsSinceRest(invitation) < MAX_CALLS_BEFORE_REST) return null;
  return restNumber((invitation.rest?.count ?? 0) + 1, invitation.attempts, at);
}

/** The first rest of an invitation, begun at `at`, whatever it has cost. */
export const firstRest = (attempts: number, at: Date): Rest => restNumber(1, attempts, at);

const restNumber = (count: number, attempts: number, at: Date): Rest => ({
  ...{ until: later(at, restMs(count)), count, attempts },
});

const restMs = (count: number): number => Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (count - 1));

/** When the latest call for it was made, as far as is known; null when none was, or none that may have reached LinkedIn. */
export function lastTriedAt({ attempts, attempt, lastError }: Tried): Date | null {
  if (attempts === 0) return null;
  const times = [attempt?.until, lastError?.at].filter((time) => time !== undefined);
  return times.length === 0 ? null : times.reduce(latest);
}

/**
 * The rest that its last call has begun and nobody has written: the call's holder did not live to, or was an earlier
 * version. Null when there is none such.
 */
export const unwrittenRest = (invitation: Tried): Rest | null =>
  restAfter(invitation, lastTriedAt(invitation) ?? new Date(0));

/** Labels of faults that have stopped an identity or met an invitation, with when a success showed that each was over. */
export type OvercomeFaults = Readonly<Record<string, Date>>;

/** Whether the fault that met an invitation last has since been seen to be over. */
export function isFaultOver(lastError: LastError | null, overcome: OvercomeFaults): boolean {
  if (lastError === null) return false;
  const over = Object.hasOwn(overcome, lastError.label) ? overcome[lastError.label] : undefined;
  return over !== undefined && over > lastError.at;
}

/** What the rules look at of an invitation that has been tried before. */
export interface TriedFacts {
  /** It rests until then; null when it does not, or no longer. */
  readonly restsUntil: Date | null;
  /** The fault that met it last has since been seen to be over, so that its rest may end early. */
  readonly isFaultOver: boolean;
  /** When it was last called for; null when never. */
  readonly lastTriedAt: Date | null;
}

export const NEVER_TRIED: TriedFacts = { restsUntil: null, isFaultOver: false, lastTriedAt: null };

export function triedFacts(invitation: Tried, overcome: OvercomeFaults, now: Date): TriedFacts {
  const rest = unwrittenRest(invitation) ?? invitation.rest;
  return {
    restsUntil: rest !== null && rest.until > now ? rest.until : null,
    isFaultOver: isFaultOver(invitation.lastError, overcome),
    lastTriedAt: lastTriedAt(invitation),
  };
}
