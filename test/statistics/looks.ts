import { reportAt } from "./estimate.ts";
import { livesOf } from "./lives.ts";
import type { Truth } from "./truth.ts";
import { lookOn, type WorldSpec } from "./world.ts";

/** What one report answers: a threshold in days, and whether it truly gives up more than is acceptable. Null: not yet. */
export type Answer = { readonly thresholdDays: number; readonly isWrong: boolean } | null;

interface LookOptions {
  readonly acceptableLoss: number;
  readonly weeks: number;
  /** Of the bootstrap. */
  readonly replicates: number;
}

/** What the team of that seed is told at the end of each week. A loss is by the horizon that is shown with it. */
export function weeklyAnswers(world: WorldSpec, truth: Truth, seed: number, options: LookOptions): Answer[] {
  const team = { world, truth, lives: livesOf(world, seed) };
  const { weeks, ...others } = options;
  return Array.from({ length: weeks }, (_, week) => {
    const { recommendation } = reportAt(team, lookOn(7 * (week + 1)), { ...others, seed });
    if (recommendation.kind !== "recommended") return null;
    const { thresholdDays, horizon } = recommendation;
    return { thresholdDays, isWrong: truth.shareGivenUp(thresholdDays, horizon) > options.acceptableLoss };
  });
}

/** One team's looks. */
export interface Looks {
  /** Week of the log with the first answer, 1 being the one that the first list begins; null: none has one. */
  readonly firstAnswer: number | null;
  readonly wasToldWrong: boolean;
  /** Weeks from the first answer on that say something else than the week before, or take the answer back. */
  readonly changes: number;
}

/** Sums up a team's answers, one a week. */
export function looksOf(answers: readonly Answer[]): Looks {
  const first = answers.findIndex((answer) => answer !== null);
  const days = answers.map((answer) => answer?.thresholdDays);
  return {
    firstAnswer: first < 0 ? null : first + 1,
    wasToldWrong: answers.some((answer) => answer?.isWrong === true),
    changes: first < 0 ? 0 : days.slice(first + 1).filter((one, index) => one !== days[first + index]).length,
  };
}
