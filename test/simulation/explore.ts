import fc from "fast-check";
import type { Violation } from "./oracle/judge.ts";
import { type Scenario, scenarios } from "./scenario.ts";
import { simulate } from "./simulate.ts";

export interface Failure {
  readonly seed: number;
  /** The smallest scenario that fast-check could find that still violates something. */
  readonly scenario: Scenario;
  readonly violation: Violation;
  readonly trace: readonly string[];
}

export interface Explored {
  readonly from: number;
  /** Seeds played, the failing one included. */
  readonly seeds: number;
  readonly events: number;
  readonly ms: number;
  readonly counts: ReadonlyMap<string, number>;
  readonly failure: Failure | null;
}

export interface Exploration {
  readonly from: number;
  readonly seeds: number;
  /** Whether a failing scenario is made as small as possible, which takes some seconds. Default true. */
  readonly shrinks?: boolean;
}

/** The scenario of a seed. */
export function scenarioOf(seed: number): Scenario {
  const [scenario] = fc.sample(fc.noBias(scenarios), { seed, numRuns: 1 });
  if (scenario === undefined) throw new Error("a seed has a scenario");
  return scenario;
}

/** Plays one scenario after the other and stops at the first that violates an invariant, shrunk. */
export async function explore({ from, seeds, shrinks = true }: Exploration): Promise<Explored> {
  const startedAt = performance.now();
  const counts = new Map<string, number>();
  let events = 0;
  const explored = (played: number, failure: Failure | null): Explored => ({
    ...{ from, seeds: played, events, counts, failure, ms: performance.now() - startedAt },
  });
  for (let seed = from; seed < from + seeds; seed += 1) {
    const played = await simulate(scenarioOf(seed));
    events += played.events;
    for (const [what, count] of played.counts) counts.set(what, (counts.get(what) ?? 0) + count);
    if (played.violation !== null)
      return explored(seed - from + 1, await shrunk(seed, shrinks ? played.violation.invariant : null));
  }
  return explored(seeds, null);
}

/** Shrinks to a scenario that violates the same invariant. */
async function shrink(seed: number, invariant: string): Promise<Scenario> {
  const fails = fc.asyncProperty(fc.noBias(scenarios), async (scenario) => {
    return (await simulate(scenario)).violation?.invariant !== invariant;
  });
  const { counterexample } = await fc.check(fails, { seed, numRuns: 1, endOnFailure: false });
  return counterexample?.[0] ?? scenarioOf(seed);
}

async function shrunk(seed: number, invariant: string | null): Promise<Failure> {
  const scenario = invariant === null ? scenarioOf(seed) : await shrink(seed, invariant);
  const { violation, trace } = await simulate(scenario, { trace: true });
  if (violation === null) throw new Error(`seed ${seed} fails only once: the simulation is not deterministic`);
  return { seed, scenario, violation, trace };
}
