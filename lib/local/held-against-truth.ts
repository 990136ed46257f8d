import type { Analysis } from "../analytics/analyse.ts";
import type { Estimate } from "../analytics/estimate.ts";
import type { FirstListedTruth } from "../sandbox/first-listed-truth.ts";

/** An estimate from the log beside the value it was to find. Shares from 0 to 1. */
export interface HeldAgainstTruth {
  readonly figure: "accepted-by-horizon" | "still-pending" | "late-acceptance" | "given-up";
  /** The ages in days it is about. */
  readonly from: number;
  readonly to: number;
  /** With its 95% interval. `atMost`: none were seen, so only the upper end says anything. */
  readonly estimated: {
    readonly value: number;
    readonly lower: number;
    readonly upper: number;
    readonly atMost: boolean;
  };
  readonly truth: number;
  /** Whether the truth lies within that interval. */
  readonly inside: boolean;
}

/**
 * Every figure of the analysis that the truth has too and the data reach: acceptances by the horizon, still pending
 * after the threshold in force, accepted later than that, and what `shorter` days in its place would give up.
 */
export function holdAgainstTruth(
  { curve, rows, horizon }: Pick<Analysis, "curve" | "rows" | "horizon">,
  truth: FirstListedTruth,
  days: { readonly threshold: number; readonly shorter: number },
): HeldAgainstTruth[] {
  const { threshold, shorter } = days;
  if (horizon === null || horizon <= threshold) return [];
  const accepted = (from: number, to: number) => truth.acceptedAtListing(to) - truth.acceptedAtListing(from);
  const inForce = rows.find(({ thresholdDays }) => thresholdDays === threshold);
  const instead = rows.find(({ thresholdDays }) => thresholdDays === shorter)?.againstCurrent ?? null;
  const byHorizon = curve[horizon]?.acceptedShare;
  const pending = curve[threshold]?.stillPending;
  return [
    held("accepted-by-horizon", 0, horizon, byHorizon, truth.acceptedBy(horizon)),
    held("still-pending", 0, threshold, pending, truth.stillPendingAfter(threshold)),
    held(
      "late-acceptance",
      threshold,
      horizon,
      inForce?.lateAcceptance,
      (truth.acceptedBy(horizon) - truth.acceptedAtListing(threshold)) / truth.stillPendingAtListing(threshold),
    ),
    held(
      "given-up",
      shorter,
      threshold,
      instead?.acceptances,
      accepted(shorter, threshold) / truth.acceptedBy(horizon),
    ),
  ].filter((one) => one !== null);
}

function held(
  figure: HeldAgainstTruth["figure"],
  from: number,
  to: number,
  estimate: (Pick<Estimate, "value" | "lower" | "upper"> & { readonly basis?: Estimate["basis"] }) | null | undefined,
  truth: number,
): HeldAgainstTruth | null {
  if (!estimate) return null;
  const { value, lower, upper, basis } = estimate;
  const estimated = { value, lower, upper, atMost: basis === "rule-of-three" };
  return { figure, from, to, estimated, truth, inside: truth >= lower && truth <= upper };
}
