import { type DayEvents, dayEvents, heldThroughout } from "./acceptances-between.ts";
import { gammaUpper, type WeightedSum } from "./few-events.ts";
import type { LifeTable } from "./life-table.ts";
import type { Part } from "./parts.ts";

/** Limits of the share given up at each threshold T by the horizon; index T, up to H − 1. */
export interface LossLimits {
  /** The one-sided upper limit. */
  readonly upper: Float64Array;
  /** As likely above it as below. */
  readonly middle: Float64Array;
}

/**
 * `F(T)` for every T at once, without resampling: what decides, at every look back in time too.
 *
 * The acceptances after T are a weighted sum of Poisson counts, with the limits of Fay and Feuer (see `few-events.ts`); those
 * before T are so many more that they count as known. O(parts × H).
 *
 * `upper`: how many standard normal deviations the limit is away. `growth`: as if so many times the invitations had been watched.
 */
export function lossLimits(
  parts: readonly Part[],
  reach: LifeTable,
  horizon: number,
  { upper: z, growth }: { readonly upper: number; readonly growth: number },
): LossLimits {
  const [upper, middle] = [new Float64Array(horizon), new Float64Array(horizon)];
  const { byHorizon, days } = seenOf(parts, reach, horizon);
  for (let age = horizon - 1; age >= 0; age--) {
    const { share, variance, pending, held } = days[age] as SeenAfter;
    const late = { share, variance: variance / growth };
    const early = byHorizon - late.share;
    const unseen = unseenWeight(pending, growth * held);
    const lossOf = (limit: number) =>
      early + limit > 0 ? Math.min(1, Math.max(0, limit) / (early + Math.max(0, limit))) : 1;
    upper[age] = lossOf(Math.min(pending, gammaUpper(late, unseen, z)));
    middle[age] = lossOf(Math.min(pending, gammaUpper(late, unseen, 0)));
  }
  return { upper, middle };
}

/** Acceptances after the sweep of a day, by the horizon, and how many were watched for them. */
interface SeenAfter extends WeightedSum {
  readonly pending: number;
  readonly held: number;
}

interface Seen {
  readonly byHorizon: number;
  /** By age in days, up to H − 1. */
  readonly days: readonly SeenAfter[];
}

/** What was seen is the same for any growth, which the outlook asks for week after week. */
const KNOWN = new WeakMap<readonly Part[], Seen & { readonly reach: LifeTable; readonly horizon: number }>();

function seenOf(parts: readonly Part[], reach: LifeTable, horizon: number): Seen {
  const known = KNOWN.get(parts);
  if (known !== undefined && known.reach === reach && known.horizon === horizon) return known;
  const days: SeenAfter[] = new Array(horizon);
  let after: Late = none();
  for (let age = horizon; age >= 0; age--) {
    const [ofDay, ofEvening] = [none(), none()];
    for (const { weight, table, stillPending } of parts) {
      const pending = weight * (stillPending[age - 1] ?? 1);
      const { before, after } = dayEvents(table, age);
      for (const sum of [ofDay, ofEvening]) add(sum, after, pending);
      add(ofDay, before, pending);
    }
    if (age < horizon) {
      const pending = at(parts, (part) => part.bySweep.stillPending, age);
      const { share, variance } = together(after, ofEvening);
      days[age] = { share, variance, pending, held: heldThroughout(reach, age, horizon) };
    }
    after = together(after, ofDay);
  }
  const seen = { byHorizon: at(parts, ({ accepted }) => accepted, horizon), days, reach, horizon };
  KNOWN.set(parts, seen);
  return seen;
}

type Late = { -readonly [Key in keyof WeightedSum]: number };

const none = (): Late => ({ share: 0, variance: 0 });

function add(sum: Late, { count, chance }: DayEvents, pending: number): void {
  const share = pending * chance;
  sum.share += share;
  if (count > 0) sum.variance += share ** 2 / count;
}

const together = (a: Late, b: Late): Late => ({
  share: a.share + b.share,
  variance: a.variance + b.variance,
});

/** What one more acceptance would stand for, if the chance of it does not rise with age (see `heldThroughout`). */
const unseenWeight = (pending: number, held: number): number => (held > 0 ? pending / held : pending);

const at = (parts: readonly Part[], curve: (part: Part) => Float64Array, age: number): number =>
  parts.reduce((sum, part) => {
    const values = curve(part);
    return sum + part.weight * (values[age] ?? values[values.length - 1] ?? 0);
  }, 0);
