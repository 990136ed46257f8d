import type { CandidateRow } from "../../../analytics/candidate-row.ts";
import { estimated } from "../../../analytics/estimate-in-words.ts";
import type { ReportSection, ThresholdInWords } from "../../report-data.ts";
import { canBeJudged } from "../../shown-days.ts";
import { slots } from "../figures.ts";
import type { AcrossTick } from "../plot.ts";
import { type PrintedWait, printedWait } from "../printed-wait.ts";
import { dayTicks, linear, type Scale, ticksFromZero } from "../scale.ts";
import { anchorAt, type Reading } from "./moving-marker.ts";

export const LOSS_HEIGHT = 220;
export const SLOTS_HEIGHT = 160;

/** One threshold on the two drawings and on paper; the client script moves the markers to it. */
export interface ThresholdPosition {
  readonly days: number;
  readonly sentence: string;
  /** Percent of the width. */
  readonly x: number;
  readonly anchor: ReturnType<typeof anchorAt>;
  readonly loss: Reading;
  readonly slots: Reading;
  readonly printed: PrintedWait;
}

/** The scales of both drawings and every threshold placed on them. */
export interface TradeOff {
  /** First and last threshold, in days. */
  readonly domain: readonly [number, number];
  readonly x: Scale;
  readonly across: readonly AcrossTick[];
  readonly loss: { readonly y: Scale; readonly ticks: readonly number[] };
  readonly slots: { readonly y: Scale; readonly ticks: readonly number[]; readonly inForce: number | null };
  readonly positions: readonly ThresholdPosition[];
}

/** `null` when there is no threshold to place. */
export function tradeOff(section: ReportSection): TradeOff | null {
  const { everyThreshold, analysis } = section;
  const [first, last] = [everyThreshold[0], everyThreshold.at(-1)];
  if (first === undefined || last === undefined) return null;
  const rows = everyThreshold.map(({ row }) => row);
  const { currentThreshold, acceptableLoss } = analysis.recommendation;
  // Limits of rows that cannot be judged run off to anything: they must not press the others flat.
  const losses = rows.map((row) => (canBeJudged(row) ? row.shareGivenUp?.upper : row.shareGivenUp?.value) ?? 0);
  const lossTicks = ticksFromZero(Math.max(acceptableLoss * 1.5, ...losses));
  const slotTicks = ticksFromZero(Math.max(...rows.map(({ pendingSlots }) => pendingSlots ?? 0)));
  const domain = [first.row.thresholdDays, last.row.thresholdDays] as const;
  const x = linear(domain, [0, 100]);
  const lossY = linear([0, lossTicks.at(-1) ?? 1], [LOSS_HEIGHT, 0]);
  const slotsY = linear([0, slotTicks.at(-1) ?? 1], [SLOTS_HEIGHT, 0]);
  const inForce = [...rows, ...analysis.rows].find(({ thresholdDays }) => thresholdDays === currentThreshold);
  return {
    domain,
    x,
    across: dayTicks(...domain).map((day) => ({ at: x(day), label: String(day) })),
    loss: { y: lossY, ticks: lossTicks },
    slots: { y: slotsY, ticks: slotTicks, inForce: inForce?.pendingSlots ?? null },
    positions: everyThreshold.map((one) => ({
      ...position(one, x, lossY, slotsY),
      printed: printedWait(section, one),
    })),
  };
}

function position({ row, sentence }: ThresholdInWords, x: Scale, lossY: Scale, slotsY: Scale) {
  const { thresholdDays, pendingSlots } = row;
  return {
    days: thresholdDays,
    sentence,
    x: x(thresholdDays),
    anchor: anchorAt(x(thresholdDays)),
    loss: lossReading(row, lossY),
    slots: { y: pendingSlots === null ? null : slotsY(pendingSlots), label: slotsLabel(row) },
  };
}

function lossReading(row: CandidateRow, y: Scale): Reading {
  if (row.shareGivenUp === null) return { y: null, label: "not known" };
  if (!canBeJudged(row)) return { y: null, label: "too few to judge" };
  return { y: y(row.shareGivenUp.value), label: `${estimated(row.shareGivenUp)} come later` };
}

function slotsLabel(row: CandidateRow): string {
  const { pendingSlots, againstCurrent } = row;
  if (pendingSlots === null) return "not known";
  if (againstCurrent === null || !canBeJudged(row)) return `${slots(pendingSlots)} in use`;
  const { direction, slots: count } = againstCurrent;
  return direction === "shorter" ? `frees ${slots(count)}` : `takes ${slots(count)} more`;
}
