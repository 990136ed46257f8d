import type { Analysis } from "../../../analytics/analyse.ts";
import type { CurvePoint } from "../../../analytics/curve-points.ts";
import { percent, withLimits } from "../../../analytics/estimate-in-words.ts";
import type { ReportSection } from "../../report-data.ts";
import { hasLine, shownCurve } from "../../shown-days.ts";
import { dataTable } from "../data-table.ts";
import { html, type Markup } from "../escape.ts";
import { counted, grouped } from "../figures.ts";
import { MARKER_ROOM, thresholdLines, thresholdNames } from "../markers.ts";
import { between, stepPath, stepPathBack } from "../paths.ts";
import { plot, STRETCH } from "../plot.ts";
import { dayTicks, linear, type Scale } from "../scale.ts";

const HEIGHT = 280;
/** The share of the width from which a curve's name stands over it. */
const NAMED_FROM = 0.55;

type Share = "stillPending" | "acceptedShare";

/** Still pending and accepted by day of age, each with its 95% band; nothing is drawn past the horizon. */
export function acceptanceCurve(section: ReportSection): Markup {
  const { analysis } = section;
  const points = shownCurve(analysis);
  const end = points.at(-1);
  return html`<section aria-labelledby="curve-heading"><h2 id="curve-heading">How long answers take</h2>
${end === undefined || end.age === 0 ? html`<p class="empty">${nothingToDraw(analysis)}</p>` : figure(section, points, end)}</section>
`;
}

function nothingToDraw({ counts }: Analysis): string {
  return counts.observed === 0 ? "Nothing observed yet." : "So far there is data for the first day only.";
}

function figure(section: ReportSection, points: readonly CurvePoint[], end: CurvePoint): Markup {
  const { analysis } = section;
  const across = linear([0, end.age], [0, 100]);
  const x = linear([0, end.age], [0, STRETCH]);
  const y = linear([0, 1], [HEIGHT, 0]);
  const place = { domain: [0, end.age] as const, x: across, height: HEIGHT };
  const words =
    `By day ${end.age}, ${withLimits(end.acceptedShare)} were accepted and ${withLimits(end.stillPending)} were still ` +
    `pending; ${percent(end.goneShare.value)} were gone.`;
  return html`<figure><figcaption><p class="lead">${words}</p><p class="note">${note(analysis)}</p></figcaption>
${plot({
  id: "curve",
  title: "Share still pending and share accepted, by days since the invitation was sent",
  description: `${words} ${markersInWords(section, end.age)}The numbers follow in a table.`,
  height: HEIGHT,
  above: MARKER_ROOM,
  across: dayTicks(0, end.age).map((day) => ({
    at: across(day),
    label: day === 0 ? "day 0" : String(day),
    note: grouped(points[day]?.atRisk ?? 0),
  })),
  up: [0, 0.25, 0.5, 0.75, 1].map((share) => ({ at: y(share), label: percent(share) })),
  under: thresholdLines(section, place),
  shapes: [curve(points, "stillPending", "pending", x, y), curve(points, "acceptedShare", "accepted", x, y)],
  over: html`${endLabels(points, end, y)}${thresholdNames(section, place)}`,
})}<p class="axis-note">Days since it was sent; under them, the invitations watched on that day</p>
${dataTable(figures(points))}</figure>`;
}

function note({ horizon, lastAge }: Analysis): string {
  const bands = "Bands are 95% intervals.";
  if (horizon === null)
    return `${bands} Fewer than 100 invitations were watched on the first day, so this is a rough sketch only.`;
  return lastAge !== null && lastAge > horizon
    ? `${bands} The curves end on day ${horizon}, up to which at least 100 invitations were watched on every day.`
    : bands;
}

function markersInWords({ analysis: { recommendation } }: ReportSection, lastDay: number): string {
  const { currentThreshold } = recommendation;
  const beyond = currentThreshold > lastDay ? ", beyond what is drawn" : "";
  const recommended = recommendation.kind === "recommended" ? `, recommended are ${recommendation.thresholdDays}` : "";
  return `The threshold in force is ${counted(currentThreshold, "day")}${beyond}${recommended}. `;
}

function curve(points: readonly CurvePoint[], share: Share, name: string, x: Scale, y: Scale): Markup {
  const along = (limit: "value" | "lower" | "upper") =>
    points.map((point) => ({ x: point.age, y: point[share][limit] }));
  const upper = stepPath(along("upper"), x, y);
  const lower = stepPath(along("lower"), x, y);
  const band = between(upper, stepPathBack(along("lower"), x, y));
  return html`<path class="band ${name}" d="${band}"/><path class="limit ${name}" d="${upper}${lower}"/><path class="curve ${name}" d="${stepPath(along("value"), x, y)}"/>
`;
}

// The higher curve is named above its last stretch and the lower one below, so that the names never meet.
function endLabels(points: readonly CurvePoint[], end: CurvePoint, y: Scale): Markup {
  const stretch = points.filter(({ age }) => age >= end.age * NAMED_FROM);
  const label = (share: Share, name: string, words: string, higher: boolean) => {
    const at = higher
      ? Math.max(y(Math.max(...stretch.map((point) => point[share].upper))) - 9, 12)
      : Math.min(y(Math.min(...stretch.map((point) => point[share].lower))) + 18, HEIGHT - 6);
    return html`<text class="label ${name}" x="100%" y="${at}" text-anchor="end">${words} ${percent(end[share].value)}</text>`;
  };
  const pendingHigher = end.stillPending.value >= end.acceptedShare.value;
  return html`${label("stillPending", "pending", "still pending", pendingHigher)}${label("acceptedShare", "accepted", "accepted", !pendingHigher)}`;
}

function figures(points: readonly CurvePoint[]) {
  const telling = points.filter((point) => point.accepted + point.gone > 0 || hasLine(point, points));
  return {
    caption: "Curve by day; most days on which nothing was accepted or gone are left out",
    columns: [
      "Day",
      "Watched",
      "Accepted",
      "Gone",
      "Still pending (95%)",
      "Accepted by then (95%)",
      "Gone by then (95%)",
    ],
    rows: telling.map((point) => [
      point.age,
      grouped(point.atRisk),
      grouped(point.accepted),
      grouped(point.gone),
      withLimits(point.stillPending),
      withLimits(point.acceptedShare),
      withLimits(point.goneShare),
    ]),
  };
}
