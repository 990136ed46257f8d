import type { Random } from "../../lib/analytics/random.ts";
import { drawFate, EXPIRY_DAYS, type FateModel, trueAcceptedBy, trueDeclinedBy } from "../../lib/sandbox/truth.ts";

const DAY_MS = 86_400_000;

/** How invitations of one kind end when nobody withdraws them. Ages are exact, in days of 24 hours. */
export interface FateLaw {
  /** Share of all sent that is accepted at `age` or before. */
  acceptedBy(age: number): number;
  /** Share of all sent that is declined or expired at `age` or before. */
  goneBy(age: number): number;
  /** One invitation's end. Always takes two numbers from the stream. */
  draw(random: Random): Fate;
}

interface Fate {
  readonly isAccepted: boolean;
  readonly age: number;
}

/**
 * The sandbox's fates with each age of acceptance multiplied by `slowness`; what would be accepted at expiry or after it
 * expires instead. Declines keep their ages.
 */
export function fateLaw(model: FateModel, slowness = 1): FateLaw {
  const acceptedBy = (age: number) => trueAcceptedBy(Math.min(age, EXPIRY_DAYS) / slowness, model);
  return {
    acceptedBy,
    goneBy: (age) => (age >= EXPIRY_DAYS ? 1 - acceptedBy(EXPIRY_DAYS) : trueDeclinedBy(age, model)),
    draw(random) {
      const { kind, at } = drawFate(random, 0, model);
      const age = at / DAY_MS;
      if (kind !== "accepted") return { isAccepted: false, age };
      const slowed = age * slowness;
      return slowed < EXPIRY_DAYS ? { isAccepted: true, age: slowed } : { isAccepted: false, age: EXPIRY_DAYS };
    },
  };
}
