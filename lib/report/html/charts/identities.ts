import type { CurvePoint } from "../../../analytics/curve-points.ts";
import { percent, withLimits } from "../../../analytics/estimate-in-words.ts";
import type { Recommendation } from "../../../analytics/recommendation.ts";
import type { ReportData, ReportSection } from "../../report-data.ts";
import { dataTable } from "../data-table.ts";
import { html, type Markup } from "../escape.ts";
import { counted, grouped } from "../figures.ts";
import type { IdentityLabel } from "../identity-label.ts";
import { STANDING_WORDS, STANDINGS } from "../outcome-words.ts";
import { between, stepPath, stepPathBack } from "../paths.ts";
import { plot, STRETCH } from "../plot.ts";
import { dayTicks, linear, ticksFromZero } from "../scale.ts";

const HEIGHT = 96;

type Identity = ReportData["identities"][number];
type LabelOf = (identityId: string) => IdentityLabel;

/** One small chart per identity on the same scales, all of them before the curve of all together. */
export function identities({ identities: sections, overall }: ReportData, labelOf: LabelOf): Markup {
  return html`<section class="flows" aria-labelledby="identities-heading"><h2 id="identities-heading">Identity by identity</h2>
${sections.length === 0 ? html`<p class="empty">Nothing observed yet.</p>` : multiples(sections, overall, labelOf)}</section>
`;
}

function multiples(sections: readonly Identity[], overall: ReportSection, labelOf: LabelOf): Markup {
  const all = [...sections, overall].map(drawn);
  const lastDay = Math.max(1, ...all.flatMap((points) => points.at(-1)?.age ?? []));
  const ticks = ticksFromZero(Math.max(0.04, ...all.flatMap((points) => points.at(-1)?.acceptedShare.upper ?? [])), 3);
  const together = sections.length > 1 ? drawn(overall) : [];
  return html`<p class="note">Share accepted by day, with its 95% interval${sections.length > 1 ? "; the dotted line is all identities together" : ""}</p>
<div class="multiples">${sections.map((section, index) => small(section, labelOf(section.identityId), index, together, lastDay, ticks))}</div>
${dataTable(figures(sections, labelOf))}`;
}

/** The part of a curve that may be shown: up to the horizon. A point alone is no curve. */
function drawn({ analysis: { curve, horizon } }: ReportSection): readonly CurvePoint[] {
  return horizon === null || horizon === 0 ? [] : curve.filter(({ age }) => age <= horizon);
}

function small(
  section: Identity,
  label: IdentityLabel,
  index: number,
  together: readonly CurvePoint[],
  lastDay: number,
  ticks: readonly number[],
): Markup {
  const points = drawn(section);
  const end = points.at(-1);
  return html`<figure><figcaption><h3>${label.markup}</h3><p>${counted(section.funnel.seen, "invitation")}<br/><span class="recommended">${verdict(section.analysis.recommendation)}</span></p></figcaption>
${end === undefined ? html`<p class="empty">Too few watched to draw a curve.</p>` : chart(label, index, points, end, together, lastDay, ticks)}</figure>
`;
}

function chart(
  label: IdentityLabel,
  index: number,
  points: readonly CurvePoint[],
  end: CurvePoint,
  together: readonly CurvePoint[],
  lastDay: number,
  ticks: readonly number[],
): Markup {
  const across = linear([0, lastDay], [0, 100]);
  const x = linear([0, lastDay], [0, STRETCH]);
  const y = linear([0, ticks.at(-1) ?? 1], [HEIGHT, 0]);
  const along = (limit: "value" | "lower" | "upper") =>
    points.map(({ age, acceptedShare }) => ({ x: age, y: acceptedShare[limit] }));
  const all = together.map(({ age, acceptedShare }) => ({ x: age, y: acceptedShare.value }));
  const band = between(stepPath(along("upper"), x, y), stepPathBack(along("lower"), x, y));
  const value = percent(end.acceptedShare.value);
  const anchor = across(end.age) < 25 ? "start" : "end";
  return plot({
    id: `identity-${index + 1}`,
    title: `Share accepted by day, ${label.text}`,
    description: `${value} by day ${end.age}. The numbers follow in a table.`,
    height: HEIGHT,
    above: 16,
    across: dayTicks(0, lastDay, 4).map((day) => ({ at: across(day), label: day === 0 ? "day 0" : String(day) })),
    up: ticks.map((share) => ({ at: y(share), label: percent(share) })),
    shapes: html`<path class="band accepted" d="${band}"/><path class="curve together accepted" d="${stepPath(all, x, y)}"/><path class="curve accepted" d="${stepPath(along("value"), x, y)}"/>`,
    over: html`<text class="label accepted" x="${across(end.age)}%" y="${Math.max(y(end.acceptedShare.upper) - 6, 0)}" text-anchor="${anchor}">${value}</text>`,
  });
}

function verdict(recommendation: Recommendation): string {
  switch (recommendation.kind) {
    case "recommended":
      return `${counted(recommendation.thresholdDays, "day")} recommended`;
    case "none-acceptable":
      return "no wait tried is sure to do";
    case "not-enough-data":
      return "not enough data yet";
  }
}

function figures(sections: readonly Identity[], labelOf: LabelOf) {
  return {
    caption: "Figures of each identity",
    columns: [
      "Identity",
      "Seen",
      ...STANDINGS.map((standing) => STANDING_WORDS[standing]),
      "Accepted by its last day",
      "What it says",
    ],
    rows: sections.map((section) => {
      const end = drawn(section).at(-1);
      return [
        labelOf(section.identityId).markup,
        grouped(section.funnel.seen),
        ...STANDINGS.map((standing) => grouped(section.funnel[standing])),
        end === undefined ? "–" : `${withLimits(end.acceptedShare)} by day ${end.age}`,
        html`<span class="prose">${section.sentence}</span>`,
      ];
    }),
  };
}
