import type { Analysis } from "../../lib/analytics/analyse.ts";
import { DEFAULT_POLICY } from "../../lib/domain/policy.ts";
import { reportAt } from "./estimate.ts";
import { CANDIDATES, FIGURES, type Figure } from "./figures.ts";
import { livesOf } from "./lives.ts";
import { type Truth, truthOf } from "./truth.ts";
import { lookOn, type WorldSpec } from "./world.ts";

/** How one figure fares over many data sets of a world. */
export interface Measured {
  readonly world: string;
  readonly figure: Figure;
  /** Data sets, and those of them in which nothing is stated. */
  readonly sets: number;
  readonly absent: number;
  /** Whether leaving it out is right in this world. */
  readonly mayBeAbsent: boolean;
  /** Events behind it, on average. */
  readonly events: number;
  /** Means over the data sets that state something. */
  readonly truth: number;
  readonly stated: number;
  /** `stated / truth − 1`, and the standard error of that. */
  readonly bias: number;
  readonly standardError: number;
  /** Intervals that lie wholly above the truth, and wholly below it. */
  readonly above: number;
  readonly below: number;
}

interface MeasureOptions {
  /** Data sets; their seeds are 1, 2, 3, … */
  readonly sets: number;
  /** Of the bootstrap. */
  readonly replicates: number;
}

/** Runs the product over so many teams of a world and holds what it states against the truth. */
export function measure(world: WorldSpec, { sets, replicates }: MeasureOptions): Measured[] {
  const truth = truthOf(world);
  const tallies = FIGURES.map((figure) => new Tally(figure));
  const options = { replicates, acceptableLoss: DEFAULT_POLICY.acceptableLoss, candidates: CANDIDATES };
  for (let seed = 1; seed <= sets; seed++) {
    const team = { world, truth, lives: livesOf(world, seed) };
    const analysis = reportAt(team, lookOn(world.days), { ...options, seed });
    for (const tally of tallies) tally.add(analysis, truth);
  }
  return tallies.map((tally) => tally.result(world));
}

class Tally {
  readonly #figure: Figure;
  readonly #errors: number[] = [];
  #absent = 0;
  #events = 0;
  #truth = 0;
  #above = 0;
  #below = 0;

  constructor(figure: Figure) {
    this.#figure = figure;
  }

  add(analysis: Analysis, truth: Truth): void {
    const stated = this.#figure.stated(analysis);
    if (stated === null || analysis.horizon === null) {
      this.#absent += 1;
      return;
    }
    const value = this.#figure.truth(truth, analysis.horizon);
    this.#errors.push(stated.value - value);
    this.#truth += value;
    this.#events += this.#figure.events(analysis);
    if (stated.lower > value) this.#above += 1;
    if (stated.upper < value) this.#below += 1;
  }

  result({ name: world, seldomReachesFar = false }: WorldSpec): Measured {
    const count = this.#errors.length;
    const truth = this.#truth / count;
    const error = mean(this.#errors);
    const variance = mean(this.#errors.map((one) => (one - error) ** 2));
    return {
      ...{ world, figure: this.#figure, sets: count + this.#absent, absent: this.#absent },
      ...{ mayBeAbsent: seldomReachesFar, events: this.#events / count },
      ...{ truth, stated: truth + error, bias: error / truth },
      standardError: Math.sqrt(variance / (count - 1)) / truth,
      ...{ above: this.#above, below: this.#below },
    };
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
