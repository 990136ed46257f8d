import { CLAIM_LEASE_MS, isCleanupAttempt } from "./attempt.ts";
import { BULK_RUN_MS } from "./bulk-run.ts";
import { type Block, CLOCK_SKEW_MS, type GatedAction, type GateState } from "./gate.ts";
import { MAX_GAP_SECONDS } from "./policy.ts";
import { DAY_MS, earliest, HOUR_MS, later, latest, MINUTE_MS, SECOND_MS } from "./time.ts";
import type { TrackedInvitation } from "./tracked-invitation.ts";

/** Clocks may differ by so much, and nobody is told. */
export const CLOCK_TOLERANCE_MS = 2 * MINUTE_MS;
/** A clock further off makes ages wrong: then nothing is listed, nothing is withdrawn, and nothing is written. */
const CLOCK_WRONG_MS = HOUR_MS;

/**
 * Whether nothing may be done by our clock; `offsetMs` is what is known of it, positive when it is ahead, null when nothing
 * is. One that is ahead is wrong about ages alone where everything goes by it (`isOnlyClock`): these are then told by the
 * API's. Beside other clocks it would also take their leases and gaps for over.
 */
export const isClockWrong = (offsetMs: number | null, isOnlyClock = false): boolean =>
  offsetMs !== null && (offsetMs < -CLOCK_WRONG_MS || (!isOnlyClock && offsetMs > CLOCK_WRONG_MS));

/** The instant by which ages are told: the earlier of our clock and the API's, so that a fast one makes nobody older. */
export const ageTimeBy = (now: Date, offsetMs: number | null): Date => earliest(now, later(now, -(offsetMs ?? 0)));

/** The longest that anybody holds an identity for one listing. */
export const LONGEST_LEASE_MS = 15 * MINUTE_MS;
/** Smart Limits look back 24 hours; a date beyond a week is a fault on the other side, not an instruction. */
export const LONGEST_BLOCK_MS = 7 * DAY_MS;
/** How long a refused key or a plan without credits stops every identity. */
export const WORKSPACE_BLOCK_MS = HOUR_MS;

/** A time in the ledger that no clock that is right can have written by now. */
export interface WrongClockTime {
  readonly what:
    | "next-call"
    | "lease"
    | "withdraw-calls"
    | "list-block"
    | "withdraw-block"
    | "workspace-block"
    | "bulk-run"
    | "last-listing"
    | "needs-person"
    | "pause";
  readonly at: Date;
}

/** What of an identity's record may lie ahead by mistake. */
export interface DatedIdentity {
  readonly gate: GateState;
  readonly lastListing: { readonly at: Date } | null;
  readonly lastBelievedListingAt: Date | null;
  readonly lastWholeListingAt: Date | null;
}

/**
 * Which of an identity's times lie beyond any wait that a policy or the API can cause, at most one of each kind, the
 * latest. Either a wrong clock wrote them or ours is behind: nobody can tell which, so such a gate stays closed until a
 * person lifts it. Once one is found, blocks in force count too, however near: the same clock may have written them.
 */
export function wrongClockTimes(identity: DatedIdentity, now: Date): readonly WrongClockTime[] {
  const { nextAllowedAt, lease, withdrawCalls, blocks, needsPerson, bulkRun } = identity.gate;
  const { lastListing, lastBelievedListingAt, lastWholeListingAt } = identity;
  const longestGap = MAX_GAP_SECONDS * SECOND_MS + CLOCK_SKEW_MS;
  const listings = [lastListing?.at ?? null, lastBelievedListingAt, lastWholeListingAt].filter((at) => at !== null);
  const found = [
    ...beyond("next-call", [nextAllowedAt], LONGEST_LEASE_MS + longestGap, now),
    ...beyond("lease", [lease?.until], LONGEST_LEASE_MS, now),
    ...beyond("withdraw-calls", withdrawCalls, 0, now),
    ...beyond("bulk-run", [bulkRun?.until], BULK_RUN_MS, now),
    ...beyond("last-listing", listings, 0, now),
    ...beyond("needs-person", [needsPerson?.since], 0, now),
  ];
  const distrusted = found.length > 0 ? -CLOCK_TOLERANCE_MS : LONGEST_BLOCK_MS;
  return [
    ...found,
    ...beyond("list-block", [blocks.list?.until], distrusted, now),
    ...beyond("withdraw-block", [blocks.withdraw?.until], distrusted, now),
  ];
}

/** The same of what stops every identity. */
export const wrongClockBlock = (block: Block | null, now: Date): readonly WrongClockTime[] =>
  beyond("workspace-block", [block?.until], WORKSPACE_BLOCK_MS, now);

/** Whether the claim on an invitation is one that no attempt can still hold. */
export function hasWrongClockClaim({ attempt }: Pick<TrackedInvitation, "attempt">, now: Date): boolean {
  if (attempt === null) return false;
  const longestMs = isCleanupAttempt(attempt.id) ? BULK_RUN_MS : CLAIM_LEASE_MS;
  return isAhead(attempt.until, longestMs + CLOCK_SKEW_MS, now);
}

/**
 * The gate without the times found. Calls that lie ahead were made all the same, nobody knows when: they count from now,
 * so that the daily cap holds whatever the clock was.
 */
export function withoutWrongClock(gate: GateState, found: readonly WrongClockTime[], now: Date): GateState {
  const has = (what: WrongClockTime["what"]) => found.some((one) => one.what === what);
  const blocks = Object.entries(gate.blocks).filter(([action]) => !has(`${action as GatedAction}-block`));
  return {
    ...gate,
    nextAllowedAt: has("next-call") ? null : gate.nextAllowedAt,
    lease: has("lease") ? null : gate.lease,
    // It may be under way all the same: held as if it began now.
    bulkRun:
      has("bulk-run") && gate.bulkRun !== null ? { ...gate.bulkRun, until: later(now, BULK_RUN_MS) } : gate.bulkRun,
    withdrawCalls: gate.withdrawCalls
      .map((at) => (isAhead(at, 0, now) ? now : at))
      .sort((a, b) => a.getTime() - b.getTime()),
    blocks: Object.fromEntries(blocks),
  };
}

function beyond(
  what: WrongClockTime["what"],
  times: readonly (Date | null | undefined)[],
  longestMs: number,
  now: Date,
): WrongClockTime[] {
  const ahead = times.filter((at) => at != null).filter((at) => isAhead(at, longestMs, now));
  return ahead.length === 0 ? [] : [{ what, at: ahead.reduce(latest) }];
}

/** Whether a time lies further ahead than `longestMs` and the clocks' tolerance. */
export const isAhead = (at: Date, longestMs: number, now: Date): boolean =>
  at > later(now, longestMs + CLOCK_TOLERANCE_MS);
