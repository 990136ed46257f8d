import { binomialQuantile } from "../analytics/helpers/binomial-quantile.ts";
import type { Measured } from "./measure.ts";

/** What a 95% interval must cover at least, and at most: wider ones say less than they could. */
const COVERAGE = { least: 0.92, most: 0.98 };

/**
 * Where fewer events than this are seen on average, an interval that is to hold for whole counts covers more, whoever makes it:
 * its lower end is often 0, and the next count is far away.
 */
const FEW_EVENTS = 5;

const mostOf = ({ events }: Measured): number => (events < FEW_EVENTS ? 1 : COVERAGE.most);

/** Share of data sets in which a figure may be missing. */
const MAX_ABSENT = 0.05;
/** In a world that seldom reaches so far, a figure stated in fewer data sets is one of lucky ones and is not judged. */
const LEAST_STATED = 0.5;

/** Of figures within the bands, one in a thousand is allowed to fall outside by chance, on either side. */
const CHANCE = 0.001;
/** The normal quantile of that, two-sided. */
const STANDARD_ERRORS = 3.29;

/** Share of the stated intervals that hold the truth. */
export const coverageOf = ({ sets, absent, above, below }: Measured): number => 1 - (above + below) / (sets - absent);

/** What lies outside its band; empty for a figure that is true. */
export function faultsOf(measured: Measured): string[] {
  const coverage = coverageOf(measured);
  return faults(measured, {
    isBiased: !(Math.abs(measured.bias) < measured.figure.maxBias),
    isMissed: !(coverage >= COVERAGE.least && coverage <= mostOf(measured)),
  });
}

/** The same for few data sets: only what chance does not explain. */
export function faultsBeyondChance(measured: Measured): string[] {
  const stated = measured.sets - measured.absent;
  const covered = stated - measured.above - measured.below;
  const allowed = measured.figure.maxBias + STANDARD_ERRORS * measured.standardError;
  return faults(measured, {
    isBiased: !(Math.abs(measured.bias) < allowed),
    isMissed:
      covered < binomialQuantile(CHANCE, stated, COVERAGE.least) ||
      covered > (mostOf(measured) === 1 ? stated : binomialQuantile(1 - CHANCE, stated, COVERAGE.most)),
  });
}

/** One more than the number out of `sets` that a true share reaches but once in a thousand. */
export const mostByChance = (share: number, sets: number): number => binomialQuantile(1 - CHANCE, sets, share) + 1;

function faults(
  { absent, sets, mayBeAbsent }: Measured,
  { isBiased, isMissed }: { isBiased: boolean; isMissed: boolean },
): string[] {
  if (mayBeAbsent && sets - absent < LEAST_STATED * sets) return [];
  return [
    ...(isBiased ? ["bias"] : []),
    ...(isMissed ? ["coverage"] : []),
    ...(absent > MAX_ABSENT * sets && !mayBeAbsent ? ["absent"] : []),
  ];
}
