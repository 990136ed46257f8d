import { CLOCK_SKEW_MS, type GateState } from "./gate.ts";
import { type CatchUp, type IdentityPolicy, MAX_DAILY_CAP, UNTIL_STEADY } from "./policy.ts";
import { DAY_MS, later } from "./time.ts";

/** What one identity's latest undoubted list says of its stale backlog. */
export interface StaleBacklog {
  readonly at: Date;
  /** Invitations with the verdict `withdraw`, whatever the day's cap left of them. */
  readonly eligible: number;
  /** Invitations that become stale in a day, on average; by the pending ages. */
  readonly dailyInflow: number;
  /** No more eligible than this is the steady level: see `steadyLevel`. */
  readonly steadyLevel: number;
  /** The catch-up until the steady level that has ended by itself, by its cap, and when; null while none has. */
  readonly catchUpEnded: { readonly dailyCap: number; readonly at: Date } | null;
}

/** What of an identity decides whether the catch-up counts for it. */
export interface CatchUpFacts {
  readonly gate: Pick<GateState, "lastRefusedAt" | "needsPerson" | "stop">;
  readonly backlog: StaleBacklog | null;
}

export type CatchUpStatus =
  | { readonly kind: "on" }
  /** The policy has none, or none that is higher than the identity's own cap. */
  | { readonly kind: "none" }
  /** For this identity, by itself: it has reached its steady level, or the day is over. */
  | { readonly kind: "ended"; readonly at: Date }
  /** It met a limit or a refusal, and goes on with its own cap until then; null: until a person has looked. */
  | { readonly kind: "refused"; readonly until: Date | null }
  /** No list of the last days tells how large its backlog is. */
  | { readonly kind: "not-known" };

/** How long the catch-up stays off after a limit or a refusal. */
export const CATCH_UP_REST_MS = DAY_MS;
/** A backlog that was last seen longer ago than this is not known: a week, so that a schedule may rest for some days. */
const BACKLOG_KNOWN_MS = 7 * DAY_MS;

type CatchUpPolicy = Pick<IdentityPolicy, "dailyCap" | "catchUp">;

/** Whether the catch-up counts for this identity now, and if not, why. */
export function catchUpStatus({ dailyCap, catchUp }: CatchUpPolicy, facts: CatchUpFacts, now: Date): CatchUpStatus {
  if (catchUp === null || catchUp.dailyCap <= dailyCap) return { kind: "none" };
  const { backlog, gate } = facts;
  const endsAt = endOf(catchUp);
  const ended = backlog?.catchUpEnded ?? null;
  if (endsAt === null && ended?.dailyCap === catchUp.dailyCap) return { kind: "ended", at: ended.at };
  // The comparison is false for a day that is none: such a catch-up never counts.
  if (endsAt !== null && !(now < endsAt)) return { kind: "ended", at: endsAt };
  if (gate.needsPerson !== null) return { kind: "refused", until: null };
  const refusals = [gate.lastRefusedAt, gate.stop?.since ?? null].flatMap((at) => at?.getTime() ?? []);
  const restsUntil = new Date(Math.max(0, ...refusals) + CATCH_UP_REST_MS);
  if (restsUntil > now) return { kind: "refused", until: restsUntil };
  return backlog !== null && isKnown(backlog, now) ? { kind: "on" } : { kind: "not-known" };
}

/** Withdraw calls that the identity may make in 24 hours as of now: the catch-up's cap while it counts, else its own. */
export function capOf(policy: CatchUpPolicy, facts: CatchUpFacts, now: Date): number {
  const { dailyCap, catchUp } = policy;
  if (catchUp === null || catchUpStatus(policy, facts, now).kind !== "on") return dailyCap;
  // Applied again here, whatever a policy got past its checks.
  return Math.min(catchUp.dailyCap, MAX_DAILY_CAP);
}

/** The policy with the cap of this moment. From the policy as it stands, never from an answer of this function. */
export function withCatchUp(policy: IdentityPolicy, facts: CatchUpFacts, now: Date): IdentityPolicy {
  return { ...policy, dailyCap: capOf(policy, facts, now) };
}

/** The mark that a list leaves: this catch-up has ended for the identity, and stays so until it is changed or taken out. */
export function endingOfCatchUp(
  { catchUp }: Pick<CatchUpPolicy, "catchUp">,
  { eligible, steadyLevel, at }: Omit<StaleBacklog, "catchUpEnded">,
  before: StaleBacklog | null,
): StaleBacklog["catchUpEnded"] {
  if (catchUp === null || catchUp.until !== UNTIL_STEADY) return null;
  const ended = before?.catchUpEnded ?? null;
  if (ended?.dailyCap === catchUp.dailyCap) return ended;
  return eligible <= steadyLevel ? { dailyCap: catchUp.dailyCap, at } : null;
}

/** When the catch-up's day is over, UTC; null where it has none. */
export function endOf({ until }: CatchUp): Date | null {
  return until === UNTIL_STEADY ? null : later(new Date(`${until}T00:00:00.000Z`), DAY_MS);
}

/** A list that lies ahead was read by a wrong clock. */
const isKnown = ({ at }: StaleBacklog, now: Date): boolean =>
  at <= later(now, CLOCK_SKEW_MS) && now.getTime() - at.getTime() < BACKLOG_KNOWN_MS;
