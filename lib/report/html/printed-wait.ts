import type { ReportSection, ThresholdInWords } from "../report-data.ts";
import { canBeJudged } from "../shown-days.ts";
import { counted } from "./figures.ts";
import { recommendedDays } from "./markers.ts";
import { type KeyFigure, noSlotsFigure, slotsFigure } from "./slots-figure.ts";

/**
 * What paper says of a wait. The slider stays where it was moved to, and a print that had the verdict of one wait and the
 * figures of another would be no answer: of a wait that was tried, this takes the verdict's place.
 */
export interface PrintedWait {
  readonly shown: string;
  readonly headline: string;
  readonly slots: KeyFigure;
}

/** For each wait that the slider can be moved to. */
export function printedWait(section: ReportSection, { row }: ThresholdInWords): PrintedWait {
  const { thresholdDays } = row;
  const { currentThreshold } = section.analysis.recommendation;
  const slots = canBeJudged(row)
    ? slotsFigure(row, currentThreshold)
    : noSlotsFigure(`too few watched to judge ${thresholdDays} days`);
  return {
    shown: shownThreshold(section, thresholdDays),
    headline: `What ${counted(thresholdDays, "day")} would do`,
    slots,
  };
}

/** Which wait a printed page shows, and why this one. */
export function shownThreshold(section: Pick<ReportSection, "analysis">, days: number): string {
  return `Threshold shown: ${counted(days, "day")}, ${whyShown(section, days)}`;
}

function whyShown(section: Pick<ReportSection, "analysis">, days: number): string {
  if (days === recommendedDays(section)) return "as recommended";
  return days === section.analysis.recommendation.currentThreshold ? "the one in force" : "tried with the slider";
}
