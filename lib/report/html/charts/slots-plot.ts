import type { ReportSection } from "../../report-data.ts";
import { html, type Markup } from "../escape.ts";
import { short, slots } from "../figures.ts";
import { linePath } from "../paths.ts";
import { plot, STRETCH } from "../plot.ts";
import { linear } from "../scale.ts";
import { movingMarker, READOUT_ROOM } from "./moving-marker.ts";
import { SLOTS_HEIGHT, type ThresholdPosition, type TradeOff } from "./threshold-positions.ts";

/** Pending slots in use by threshold, and at the marker the difference to the threshold in force. */
export function slotsPlot(section: ReportSection, placed: TradeOff, start: ThresholdPosition): Markup {
  const { ticks, y, inForce } = placed.slots;
  const points = section.everyThreshold.flatMap(({ row: { thresholdDays, pendingSlots } }) =>
    pendingSlots === null ? [] : [{ x: thresholdDays, y: pendingSlots }],
  );
  const [least, most] = [points[0], points.at(-1)];
  return plot({
    id: "slots",
    title: "Pending slots in use, by threshold in days",
    description:
      least === undefined || most === undefined
        ? "No threshold has an estimate yet."
        : `From ${slots(least.y)} slots at ${least.x} days to ${slots(most.y)} at ${most.x} days. The numbers follow in a table.`,
    height: SLOTS_HEIGHT,
    above: READOUT_ROOM,
    across: placed.across,
    up: ticks.map((count) => ({ at: y(count), label: short(count) })),
    under: inForce === null ? null : levelInForce(section, inForce, y(inForce)),
    shapes: html`<path class="curve pending" d="${linePath(points, linear(placed.domain, [0, STRETCH]), y)}"/>`,
    over: html`${inForce === null ? null : difference(start, y(inForce))}${movingMarker({ ...start.slots, id: "slots-marker", x: start.x, height: SLOTS_HEIGHT, rise: 7 })}`,
  });
}

function levelInForce(section: ReportSection, inForce: number, level: number): Markup {
  const { currentThreshold } = section.analysis.recommendation;
  return html`<line class="marker in-force" x1="0" x2="100%" y1="${level}" y2="${level}"/><text class="label in-force" x="100%" y="${level - 6}" text-anchor="end">${slots(inForce)} at ${currentThreshold} days</text>`;
}

function difference({ x, slots: { y } }: ThresholdPosition, level: number): Markup {
  return html`<line class="difference" id="slots-difference" x1="${x}%" x2="${x}%" y1="${y ?? level}" y2="${level}"/>`;
}
