import { type Analysis, analyse } from "../../lib/analytics/analyse.ts";
import { inputOfCohorts } from "../../lib/analytics/analysis-input.ts";
import { Intake } from "../../lib/analytics/intake.ts";
import { ledgerAsOf } from "./ledger-as-of.ts";
import type { Life } from "./lives.ts";
import type { Truth } from "./truth.ts";
import { DAY_MS, type WorldRecord, type WorldSpec } from "./world.ts";

export interface EstimateOptions {
  /** Of the bootstrap. */
  readonly seed: number;
  readonly replicates: number;
  readonly acceptableLoss: number;
  /** In days. Default: those of the product. */
  readonly candidates?: readonly number[];
}

/** One team of a world. */
export interface Team {
  readonly world: WorldSpec;
  readonly truth: Truth;
  readonly lives: readonly Life[];
}

/** What a report of the team says that is read at `until` (milliseconds since 1970). */
export function reportAt({ world, truth, lives }: Team, until: number, options: EstimateOptions): Analysis {
  const since = world.sinceDays === undefined ? undefined : until - world.sinceDays * DAY_MS;
  const records = ledgerAsOf(world, lives, until, since);
  return estimate(records, {
    ...options,
    until,
    currentThreshold: world.thresholdDays,
    sendsPerDay: truth.sendsPerDay,
  });
}

interface Setting extends EstimateOptions {
  /** The end of what was watched, in milliseconds since 1970 UTC. */
  readonly until: number;
  /** In days. */
  readonly currentThreshold: number;
  /** Sends a day that are pending when first listed, by identity. */
  readonly sendsPerDay: ReadonlyMap<string, number>;
}

/** What the product says of these records: the only place that knows how it is asked. */
function estimate(records: readonly WorldRecord[], { sendsPerDay, until, ...options }: Setting): Analysis {
  const intake = new Intake();
  for (const { record, identityId, thresholdDays } of records) intake.add(record, { identityId, thresholdDays });
  const total = [...sendsPerDay.values()].reduce((sum, sends) => sum + sends, 0);
  return analyse(inputOfCohorts(intake.cohorts, until), { ...options, sendsPerDay: total });
}
