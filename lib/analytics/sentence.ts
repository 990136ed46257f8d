import type { Comparison } from "./candidate-row.ts";
import { estimated, percent } from "./estimate-in-words.ts";
import type { Missing } from "./missing.ts";
import type { NotEnoughData, Recommendation, Recommended } from "./recommendation.ts";

/** What a wait gives up and holds, or against the one in force gives up and frees, in one sentence that advises nothing. O(1). */
export function waitSentence(wait: Omit<Recommended, "kind">): string {
  return wait.againstCurrent === null ? alone(wait, "Waiting", " gives up") : compared(wait, wait.againstCurrent);
}

/**
 * One plain English sentence for a recommendation. O(1).
 * Shares are rounded to a tenth of a percent, slots to whole ones. Zero events read as "at most", never as "0%".
 */
export function sentence(recommendation: Recommendation): string {
  switch (recommendation.kind) {
    case "recommended":
      return recommendation.thresholdDays === recommendation.currentThreshold
        ? alone(recommendation, "Keep waiting", ": that gives up")
        : waitSentence(recommendation);
    case "none-acceptable": {
      const { acceptableLoss, thresholdDays, shareGivenUp, horizon } = recommendation;
      return (
        `No wait tested is sure enough to give up at most ${percent(acceptableLoss)}: ` +
        `${days(thresholdDays)} would give up ${estimated(shareGivenUp)} of acceptances by day ${horizon}.`
      );
    }
    case "not-enough-data":
      return notEnoughData(recommendation);
  }
}

function compared({ thresholdDays, currentThreshold, horizon }: Omit<Recommended, "kind">, to: Comparison): string {
  const [acceptances, slots] = to.direction === "shorter" ? ["give up", "free about"] : ["win", "take about"];
  return (
    `Waiting ${thresholdDays} instead of ${days(currentThreshold)} would ${acceptances} ` +
    `${estimated(to.acceptances)} of acceptances by day ${horizon} and ${slots} ${pending(to.slots)}.`
  );
}

function alone(wait: Omit<Recommended, "kind">, opening: string, verb: string): string {
  const { thresholdDays, shareGivenUp, pendingSlots, horizon } = wait;
  return (
    `${opening} ${days(thresholdDays)}${verb} ${estimated(shareGivenUp)} of acceptances by day ${horizon} ` +
    `and holds about ${pending(pendingSlots)}.`
  );
}

function notEnoughData({ missing }: NotEnoughData): string {
  return `Not enough data yet: ${missing.map(lack).join(" and ")}.`;
}

function lack({ what, more, age }: Missing): string {
  switch (what) {
    case "acceptances":
      return counted(more, "more acceptance");
    case "at-risk-beyond":
      return `${counted(more, "more invitation")} past day ${age}`;
    case "pending-on-day":
      return `${counted(more, "more invitation")} still pending after day ${age}`;
  }
}

function pending(slots: number): string {
  return counted(Math.round(slots), "pending slot");
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function days(count: number): string {
  return counted(count, "day");
}
