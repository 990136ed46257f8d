import type { CandidateRow } from "../../analytics/candidate-row.ts";
import { slots } from "./figures.ts";

/** A key figure: its name, its value and what it is about. */
export interface KeyFigure {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** Where there is nothing to say yet. */
export const noSlotsFigure = (meaning: string): KeyFigure => ({ name: "Slots freed", value: "–", meaning });

/** The pending slots that a wait frees or takes, or has in use where it is not compared. */
export function slotsFigure(
  {
    thresholdDays,
    pendingSlots,
    againstCurrent,
  }: Pick<CandidateRow, "thresholdDays" | "pendingSlots" | "againstCurrent">,
  currentThreshold: number,
): KeyFigure {
  if (pendingSlots === null) return noSlotsFigure("not known yet");
  if (againstCurrent === null) {
    return { name: "Slots in use", value: slots(pendingSlots), meaning: `waiting ${thresholdDays} days` };
  }
  return {
    name: againstCurrent.direction === "shorter" ? "Slots freed" : "Slots taken",
    value: slots(againstCurrent.slots),
    meaning: `waiting ${thresholdDays} instead of ${currentThreshold} days`,
  };
}
