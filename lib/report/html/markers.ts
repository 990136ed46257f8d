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

interface Marker {
  readonly kind: "in-force" | "recommended";
  readonly days: number;
  /** Pixels from the drawing up to the row of its name: each has a row of its own, so that both may be at one place. */
  readonly rise: number;
  readonly name: string;
}

/** At the threshold in force (dashed) and at the recommended one (solid). One outside the domain is left out. */
function markersOf(section: Pick<ReportSection, "analysis">, { domain: [from, to] }: MarkedPlot): readonly Marker[] {
  const inForce = section.analysis.recommendation.currentThreshold;
  const recommended = recommendedDays(section);
  const markers: readonly Marker[] = [
    { kind: "in-force", days: inForce, rise: 10, name: "in force" },
    ...(recommended === null
      ? []
      : [{ kind: "recommended", days: recommended, rise: 28, name: "recommended" } as const]),
  ];
  return markers.filter(({ days }) => days >= from && days <= to);
}

/** The upright lines; they belong under the shapes of a drawing. */
export function thresholdLines(section: Pick<ReportSection, "analysis">, place: MarkedPlot): Markup {
  return html`${markersOf(section, place).map(({ kind, days, rise }) => {
    const at = place.x(days);
    const top = anchorOf(at) === "middle" ? 5 - rise : -rise - 8;
    return html`<line class="marker ${kind}" x1="${at}%" x2="${at}%" y1="${top}" y2="${place.height}"/>`;
  })}`;
}

/** Their names; they belong over everything, or a line that is moved would run through them. */
export function thresholdNames(section: Pick<ReportSection, "analysis">, place: MarkedPlot): Markup {
  return html`${markersOf(section, place).map(({ kind, days, rise, name }) => {
    const at = place.x(days);
    const anchor = anchorOf(at);
    const dx = { start: 5, middle: 0, end: -5 }[anchor];
    return html`<text class="label ${kind}" x="${at}%" y="${-rise}" dx="${dx}" dy="0.1em" text-anchor="${anchor}">${name}: ${days} days</text>
`;
  })}`;
}

/** Near the middle a narrow screen has room for a name on neither side: it stands over the line, which ends below it. */
function anchorOf(at: number): "start" | "middle" | "end" {
  if (at < 35) return "start";
  return at > 65 ? "end" : "middle";
}
