import type { FateModel } from "../../lib/sandbox/truth.ts";
import { type FateLaw, fateLaw } from "./fate-law.ts";
import type { SenderSpec } from "./world.ts";

/** Standard deviation of the log-odds of acceptance, and of the logarithm of its speed, from batch to batch. */
const SPREAD = 0.5;

/** Laws of the mean over batches: so many quantiles of the radius, and so many angles. */
const GRID = 32;

/** Each week's sends of an identity have their own odds of acceptance and their own speed. */
export function batches(model: FateModel): Pick<SenderSpec, "laws" | "lawsToday"> {
  const midpoints = Array.from({ length: GRID }, (_, index) => (index + 0.5) / GRID);
  return {
    laws(random) {
      const byWeek = new Map<number, FateLaw>();
      return (sentDay) => {
        const week = Math.floor(sentDay / 7);
        const law = byWeek.get(week) ?? lawOfBatch(model, random(), random());
        byWeek.set(week, law);
        return law;
      };
    },
    lawsToday: midpoints.flatMap((radius) => midpoints.map((angle) => lawOfBatch(model, radius, angle))),
  };
}

/** Two evenly spread numbers become two normal ones. Source: Box and Muller (1958). */
function lawOfBatch(model: FateModel, radius: number, angle: number): FateLaw {
  const length = SPREAD * Math.sqrt(-2 * Math.log(radius));
  const [odds, speed] = [length * Math.cos(2 * Math.PI * angle), length * Math.sin(2 * Math.PI * angle)];
  const logit = Math.log(model.acceptedShare / (1 - model.acceptedShare)) + odds;
  const acceptedShare = 1 / (1 + Math.exp(-logit));
  // Declines keep their share of those that are not accepted, so that the two never exceed 1.
  const declinedShare = (model.declinedShare * (1 - acceptedShare)) / (1 - model.acceptedShare);
  return fateLaw({ ...model, acceptedShare, declinedShare }, Math.exp(-speed));
}
