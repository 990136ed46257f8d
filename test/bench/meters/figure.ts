/** One measured figure, beside what it should be and what the straightforward way of doing the same takes. */
export interface Figure {
  /** Unique within its meter and never renamed: a run is compared with the one before by it. */
  readonly name: string;
  /** What is measured, in words for a table. */
  readonly what: string;
  /** Such as "write units" or "ms of processor time". */
  readonly unit: string;
  /** A count comes out the same at every run and may not grow by more than 5%; a time depends on the machine. */
  readonly kind: "count" | "time";
  readonly now: number;
  /** Which way is better. Default `less`. */
  readonly better?: "less" | "more";
  /** At most, or at least where more is better. Null where nothing was set. */
  readonly goal: number | null;
  /** The same measured of a floor or of the straightforward implementation, in the same run. Null where there is none. */
  readonly peer: { readonly value: number; readonly is: string } | null;
}

export const METERS = ["cost", "cold", "scale", "speed"] as const;
export type Meter = (typeof METERS)[number];

/** What one run of a meter measured. */
export interface Measured {
  readonly meter: Meter;
  /** UTC day. */
  readonly date: string;
  /** Processor, cores and Node: what the times go by. */
  readonly machine: string;
  readonly figures: readonly Figure[];
}

/** A count that has got worse by more than this share is a regression. */
export const MAX_GROWTH = 0.05;

/** Counts of `now` that have got worse since `before`, or that are missing now, each in words. Times are left out. */
export function regressions(before: Measured, now: Measured): string[] {
  return before.figures
    .filter(({ kind }) => kind === "count")
    .flatMap((was) => {
      const is = now.figures.find(({ name }) => name === was.name);
      if (is === undefined) return [`${was.what}: was ${was.now} ${was.unit}, and is measured no more`];
      const isWorse = was.better === "more" ? is.now < was.now * (1 - MAX_GROWTH) : is.now > was.now * (1 + MAX_GROWTH);
      return isWorse ? [`${was.what}: ${was.now} ${was.unit} before, ${is.now} now`] : [];
    });
}

export const missesGoal = ({ now, goal, better }: Figure): boolean =>
  goal !== null && (better === "more" ? now < goal : now > goal);
