import type { Observation } from "../../../lib/analytics/observation.ts";
import type { Random } from "../../../lib/analytics/random.ts";

export interface Point {
  readonly age: number;
  readonly atRisk: number;
  readonly stillPending: number;
  readonly accepted: number;
}

/**
 * The same curves the way one writes them first: an array of observation objects, grouped by age in maps. It is what
 * the day grid is measured against, and a second opinion on the numbers.
 */
export function straightforwardCurve(observations: readonly Observation[]): Point[] {
  const entering = new Map<number, Observation[]>();
  const leaving = new Map<number, Observation[]>();
  for (const observation of observations) {
    group(entering, observation.entryAge, observation);
    group(leaving, observation.exitAge, observation);
  }
  const ages = [...new Set([...entering.keys(), ...leaving.keys()])].sort((a, b) => a - b);
  let [atRisk, stillPending, accepted] = [0, 1, 0];
  return ages.map((age) => {
    atRisk += entering.get(age)?.length ?? 0;
    const here = leaving.get(age) ?? [];
    const acceptedHere = here.filter((observation) => observation.ending === "accepted").length;
    const goneHere = here.filter((observation) => observation.ending === "gone").length;
    if (acceptedHere + goneHere > 0) {
      accepted += (stillPending * acceptedHere) / atRisk;
      stillPending *= 1 - (acceptedHere + goneHere) / atRisk;
    }
    const point = { age, atRisk, stillPending, accepted };
    atRisk -= here.length;
    return point;
  });
}

/** Redraws whole invitations with replacement and estimates again, `replicates` times. */
export function straightforwardBootstrap(
  observations: readonly Observation[],
  replicates: number,
  random: Random,
): Point[][] {
  return Array.from({ length: replicates }, () =>
    straightforwardCurve(observations.map((same) => observations[Math.floor(random() * observations.length)] ?? same)),
  );
}

function group(groups: Map<number, Observation[]>, age: number, observation: Observation): void {
  const members = groups.get(age);
  if (members === undefined) groups.set(age, [observation]);
  else members.push(observation);
}
