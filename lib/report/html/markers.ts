import type { ReportSection } from "../report-data.ts";
import { html, type Markup } from "./escape.ts";
import type { Scale } from "./scale.ts";

/** Kept free above a drawing with markers: two rows, so that two labels never meet. */
export const MARKER_ROOM = 44;

/** The threshold that is recommended, or `null` when none is. */
export function recommendedDays({ analysis }: Pick<ReportSection, "analysis">): number | null {
  return analysis.recommendation.kind === "recommended" ? analysis.recommendation.thresholdDays : null;
}

/** Where markers stand: `domain` in days, `x` in percent of the width. */
export interface MarkedPlot {
  readonly domain: readonly [number, number];
  readonly x: Scale;
  readonly height: number;
}

/**
 * Upright lines at the threshold in force (dashed) and at the recommended one (solid), each with its name in a row of
 * its own, so that they may be the same. A threshold outside the domain is left out.
 */
export function thresholdMarkers(section: Pick<ReportSection, "analysis">, place: MarkedPlot): Markup {
  const recommended = recommendedDays(section);
  return html`${marker("in-force", section.analysis.recommendation.currentThreshold, 10, "in force", place)}${
    recommended === null ? null : marker("recommended", recommended, 28, "recommended", place)
  }`;
}

function marker(kind: string, days: number, rise: number, name: string, place: MarkedPlot): Markup | null {
  const { x, height } = place;
  const [from, to] = place.domain;
  if (days < from || days > to) return null;
  const at = x(days);
  // Near the middle a narrow screen has room for the name on neither side: it stands over the line, which ends below it.
  const anchor = at < 35 ? "start" : at > 65 ? "end" : "middle";
  const dx = { start: 5, middle: 0, end: -5 }[anchor];
  const top = anchor === "middle" ? 5 - rise : -rise - 8;
  return html`<line class="marker ${kind}" x1="${at}%" x2="${at}%" y1="${top}" y2="${height}"/><text class="label ${kind}" x="${at}%" y="${-rise}" dx="${dx}" dy="0.1em" text-anchor="${anchor}">${name}: ${days} days</text>
`;
}
