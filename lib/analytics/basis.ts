import { MILLISECONDS_PER_DAY } from "./age.ts";
import type { AnalysisInput } from "./analysis-input.ts";
import { weekOf } from "./cohorts.ts";
import type { CurveSource } from "./curves.ts";
import { type Drift, driftOf, RECENT_DAYS } from "./drift.ts";
import { horizon } from "./horizon.ts";
import { sentSince, sentSinceOrSeen } from "./restrict.ts";
import { type StratumTable, sumOf } from "./strata.ts";

/** Which invitations the figures rest on. */
export interface Basis {
  /** The input, or what is left of it after a change. */
  readonly looked: AnalysisInput;
  readonly source: CurveSource;
  /** Of the last 30 days against those before; null where there is not enough of either. */
  readonly drift: Drift | null;
  readonly basis: "all" | "recent";
}

/** All of them, or, where drift rings, those sent since the change alone. O(cells). */
export function basisOf(input: AnalysisInput): Basis {
  const drift = input.until === null ? null : driftOf(input.strata, input.until);
  const looked = drift?.rings === true ? sinceChange({ reach: null, ...input }, drift) : input;
  return { looked, source: sourceOf(looked), drift, basis: looked === input ? "all" : "recent" };
}

function sourceOf({ strata, pool, reach = null }: AnalysisInput): CurveSource {
  const all = sumOf(pool.map(({ table }) => table));
  return { strata, all, reach: reach ?? all };
}

/** Those sent since the change alone, by one look: what stood before it stands no more. */
function sinceChange(
  { strata, pool, until, ...input }: Required<AnalysisInput>,
  { sentSince: day }: Drift,
): AnalysisInput {
  const first = weekOf(Date.parse(day ?? ""));
  const reach = sumOf(sentSince(pool, first).map(({ table }) => table));
  const at = (until ?? 0) - RECENT_DAYS * MILLISECONDS_PER_DAY;
  const cut = (all: readonly StratumTable[]) => sentSinceOrSeen(all, first, { age: horizon(reach) ?? -1, at });
  const cutStrata = cut(strata);
  return { ...input, strata: cutStrata, pool: pool === strata ? cutStrata : cut(pool), until: null, reach };
}
