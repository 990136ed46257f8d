import type { Rng } from "./rng.ts";
import { DAY_MS } from "./time.ts";

/** What becomes of an invitation that nobody withdraws, and when (epoch milliseconds). */
export interface Fate {
  readonly kind: FateKind;
  readonly at: number;
}

export const FATE_KINDS = ["accepted", "declined", "expired"] as const;
type FateKind = (typeof FATE_KINDS)[number];

/** Pending invitations expire after about six months (secondary sources only; see the facts about LinkedIn). */
export const EXPIRY_DAYS = 180;

/** Who answers at all. Shares are of all invitations sent; the two must not exceed 1 together. */
export interface FateModel {
  readonly acceptedShare: number;
  readonly declinedShare: number;
  /** Declines fall evenly on the first so many days after sending. */
  readonly declinesOverDays: number;
}

/** The acceptance share is Botdog's (16,492 invitations). Nobody has published declines: 6% is an assumption. */
export const PUBLISHED_FATES: FateModel = { acceptedShare: 0.37, declinedShare: 0.06, declinesOverDays: 60 };

/**
 * Age in days, and the share of all acceptances that have come by then. Inner points: Botdog's study. Ends: nobody
 * accepts within the first minute, and what has not come by expiry never comes. Between two points the share grows
 * with the logarithm of the age, so that each published point holds exactly.
 */
const ACCEPTANCE_POINTS: readonly (readonly [ageDays: number, share: number])[] = [
  [1 / 1440, 0],
  [1 / 24, 0.21],
  [1, 0.63],
  [7, 0.88],
  [30, 0.99],
  [EXPIRY_DAYS, 1],
];

/**
 * Cumulative incidence of acceptance: the share of all invitations sent that are accepted at `ageDays` or before, with
 * declines competing and no withdrawals. Ages are exact, in 24-hour days and fractions of them.
 */
export function trueAcceptedBy(ageDays: number, model: FateModel = PUBLISHED_FATES): number {
  return model.acceptedShare * shareOfAcceptancesBy(ageDays);
}

/** Cumulative incidence of decline at `ageDays`. */
export function trueDeclinedBy(ageDays: number, model: FateModel = PUBLISHED_FATES): number {
  return model.declinedShare * clamp(ageDays / model.declinesOverDays);
}

/** The share of all invitations sent that is still pending at `ageDays`: survival, 0 from expiry on. */
export function trueStillPendingAt(ageDays: number, model: FateModel = PUBLISHED_FATES): number {
  return ageDays >= EXPIRY_DAYS ? 0 : 1 - trueAcceptedBy(ageDays, model) - trueDeclinedBy(ageDays, model);
}

/** L(T): the chance that an invitation still pending at `ageDays` is accepted by `horizonDays`. NaN past expiry. */
export function trueLateAcceptance(
  ageDays: number,
  horizonDays: number = EXPIRY_DAYS,
  model: FateModel = PUBLISHED_FATES,
): number {
  const late = trueAcceptedBy(horizonDays, model) - trueAcceptedBy(ageDays, model);
  return Math.max(0, late) / trueStillPendingAt(ageDays, model);
}

/** F(T): the share of all acceptances by `horizonDays` that withdrawing at `ageDays` gives up. */
export function trueShareGivenUp(
  ageDays: number,
  horizonDays: number = EXPIRY_DAYS,
  model: FateModel = PUBLISHED_FATES,
): number {
  return Math.max(0, 1 - trueAcceptedBy(ageDays, model) / trueAcceptedBy(horizonDays, model));
}

/** Draws what becomes of one invitation. Always takes two numbers from the stream. */
export function drawFate(rng: Rng, sentAt: number, model: FateModel = PUBLISHED_FATES): Fate {
  const which = rng();
  const when = rng();
  const after = (days: number): number => sentAt + Math.max(1, Math.round(days * DAY_MS));
  if (which < model.acceptedShare) return { kind: "accepted", at: after(acceptanceAgeAt(when)) };
  if (which < model.acceptedShare + model.declinedShare) {
    return { kind: "declined", at: after(when * model.declinesOverDays) };
  }
  return { kind: "expired", at: after(EXPIRY_DAYS) };
}

function shareOfAcceptancesBy(ageDays: number): number {
  let [fromAge, fromShare] = [0, 0];
  for (const [age, share] of ACCEPTANCE_POINTS) {
    if (ageDays < age) {
      return fromAge === 0
        ? 0
        : fromShare + ((share - fromShare) * Math.log(ageDays / fromAge)) / Math.log(age / fromAge);
    }
    [fromAge, fromShare] = [age, share];
  }
  return 1;
}

/** The inverse of `shareOfAcceptancesBy`: the age in days by which `share` of all acceptances have come. */
function acceptanceAgeAt(share: number): number {
  let [fromAge, fromShare] = ACCEPTANCE_POINTS[0] ?? [0, 0];
  for (const [age, upTo] of ACCEPTANCE_POINTS) {
    if (share < upTo) return fromAge * (age / fromAge) ** ((share - fromShare) / (upTo - fromShare));
    [fromAge, fromShare] = [age, upTo];
  }
  return EXPIRY_DAYS;
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
