import type { Analysis } from "../../analytics/analyse.ts";
import type { Estimate } from "../../analytics/estimate.ts";
import { estimated, percent } from "../../analytics/estimate-in-words.ts";
import type { Missing } from "../../analytics/missing.ts";
import type { NotEnoughData, Recommended } from "../../analytics/recommendation.ts";
import { canBeJudged } from "../shown-days.ts";
import { counted } from "../words.ts";

/**
 * Why the verdict is what it is: one sentence. Shares are rounded to a tenth of a percent, slots to whole ones. What was
 * not seen reads "at most", never "0%". "Late" are the acceptances after the wait that the sentence is about.
 */
export function why(analysis: Analysis): string {
  const { recommendation, rows } = analysis;
  switch (recommendation.kind) {
    case "recommended":
      return `${outcomeOf(recommendation)}; ${rests(recommendation.lateAcceptances)}.`;
    case "none-acceptable": {
      const { thresholdDays, horizon } = recommendation;
      const late = rows.find((row) => row.thresholdDays === thresholdDays)?.lateAcceptances ?? null;
      return `No wait tried ${notSure(recommendation, horizon)}${late === null ? "" : `; ${rests(late)}`}.`;
    }
    case "not-enough-data":
      return notEnough(recommendation, analysis);
  }
}

const rests = (late: number): string => `this rests on ${counted(late, "late acceptance")}`;

function outcomeOf(advice: Recommended): string {
  const { thresholdDays, currentThreshold, shareGivenUp, againstCurrent, pendingSlots, horizon } = advice;
  const by = `of acceptances by day ${horizon} and`;
  const wait = counted(thresholdDays, "day");
  if (againstCurrent === null) {
    const staying = `Waiting ${wait} gives up ${estimated(shareGivenUp)} ${by} holds ${about(pendingSlots)}`;
    const noneShorter = `no shorter wait is sure enough to give up at most ${percent(advice.acceptableLoss)}`;
    return thresholdDays === currentThreshold ? `${staying}, and ${noneShorter}` : staying;
  }
  const { direction, acceptances, slots } = againstCurrent;
  const [gives, frees] = direction === "shorter" ? ["gives up", "frees"] : ["wins", "takes"];
  const instead = `${thresholdDays} instead of ${counted(currentThreshold, "day")}`;
  return `Waiting ${instead} ${gives} ${estimated(acceptances)} ${by} ${frees} ${about(slots)}`;
}

const about = (slots: number): string =>
  slots > 0 && slots < 0.5 ? "under 1 pending slot" : `about ${counted(Math.round(slots), "pending slot")}`;

interface Closest {
  readonly acceptableLoss: number;
  readonly thresholdDays: number;
  readonly shareGivenUp: Estimate;
}

const notSure = ({ acceptableLoss, thresholdDays, shareGivenUp }: Closest, horizon: number | null): string =>
  `is sure enough to give up at most ${percent(acceptableLoss)}: ${counted(thresholdDays, "day")} would ` +
  `give up ${estimated(shareGivenUp)} of acceptances by day ${horizon}`;

/** What the longest wait that can be judged gives up, if there is one, and what the next one lacks. */
function notEnough({ acceptableLoss, thresholdDays, missing }: NotEnoughData, analysis: Analysis): string {
  const { rows, horizon, expected } = analysis;
  const wait = counted(thresholdDays, "day");
  const needs = `needs ${missing.map(need).join(" and ")}`;
  const tooFar = expected === null || expected.week !== null ? "" : `; ${TOO_FAR}`;
  const judged = rows.filter((row) => canBeJudged(row) && row.shareGivenUp !== null);
  const isNoneSure = judged.every((row) => (row.shareGivenUp?.upper ?? 1) > acceptableLoss);
  const closest = isNoneSure ? judged.at(-1) : undefined;
  if (closest === undefined || closest.shareGivenUp === null) {
    const late = rows.find((row) => row.thresholdDays === thresholdDays)?.lateAcceptances ?? null;
    return `A wait of ${wait} comes nearest to an answer and ${needs}${late === null ? "" : seen(late)}${tooFar}.`;
  }
  const { shareGivenUp, lateAcceptances } = closest;
  const gives = notSure({ acceptableLoss, thresholdDays: closest.thresholdDays, shareGivenUp }, horizon);
  return `No wait that can be judged ${gives}; ${rests(lateAcceptances ?? 0)}, and ${wait} ${needs}${tooFar}.`;
}

const seen = (late: number): string =>
  `; ${counted(late, "late acceptance")} ${late === 1 ? "has" : "have"} been seen so far`;

const TOO_FAR = "at today's sends and holdout no answer can be expected within two years";

function need({ what, more, age }: Missing): string {
  switch (what) {
    case "acceptances":
      return counted(more, "more acceptance");
    case "at-risk-beyond":
      return `${counted(more, "more invitation")} watched past day ${age}`;
    case "pending-on-day":
      return `${counted(more, "more invitation")} still pending after day ${age}`;
  }
}
