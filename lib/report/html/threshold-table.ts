import type { CandidateRow } from "../../analytics/candidate-row.ts";
import { estimated } from "../../analytics/estimate-in-words.ts";
import { lackInWords } from "../lack-in-words.ts";
import type { ReportSection } from "../report-data.ts";
import { canBeJudged, shownRows } from "../shown-days.ts";
import { table } from "./data-table.ts";
import { type Content, html, type Markup } from "./escape.ts";
import { counted, grouped, slots } from "./figures.ts";
import { recommendedDays } from "./markers.ts";

const NOT_KNOWN = "–";

/** The thresholds that were tried, in full view: what the slider shows, for paper and for pages without scripts. */
export function thresholdTable(section: ReportSection): Markup {
  const { recommendation, horizon } = section.analysis;
  const rows = shownRows(section.analysis);
  const anyKnown = rows.some((row) => canBeJudged(row) && row.shareGivenUp !== null);
  return table({
    caption: "The thresholds tried",
    columns: [
      "Wait",
      anyKnown ? `Acceptances by day ${horizon} that come later` : "Acceptances that come later",
      `Instead of ${counted(recommendation.currentThreshold, "day")}`,
      "Pending slots",
      "Watched past it",
    ],
    rows: rows.map((row) => cells(row, recommendation.currentThreshold, recommendedDays(section))),
  });
}

function cells(row: CandidateRow, inForce: number, recommended: number | null): readonly Content[] {
  const { thresholdDays, shareGivenUp, atRiskBeyond } = row;
  const tags = [
    ...(thresholdDays === inForce ? ["in force"] : []),
    ...(thresholdDays === recommended ? ["recommended"] : []),
  ];
  const wait = html`${counted(thresholdDays, "day")}${tags.map((tag) => html` <em class="${tag === "recommended" ? tag : "in-force"}">${tag}</em>`)}`;
  if (!canBeJudged(row)) return [wait, lacking(row), NOT_KNOWN, NOT_KNOWN, grouped(atRiskBeyond)];
  const [acceptances, count] = thresholdDays === inForce ? [html`<em>the same</em>`, inUse(row)] : comparison(row);
  return [wait, shareGivenUp === null ? NOT_KNOWN : estimated(shareGivenUp), acceptances, count, grouped(atRiskBeyond)];
}

/** As on the terminal: no figure that must not be acted on, but what it takes to have one. */
const lacking = ({ missing }: CandidateRow): Markup =>
  html`${NOT_KNOWN}<br/><em class="lacking">lacks ${missing.map(lackInWords).join(", ")}</em>`;

function inUse({ pendingSlots }: CandidateRow): string {
  return pendingSlots === null ? NOT_KNOWN : `${slots(pendingSlots)} in use`;
}

function comparison(row: CandidateRow): readonly [acceptances: string, slots: string] {
  if (row.againstCurrent === null) return [NOT_KNOWN, inUse(row)];
  const { direction, acceptances, slots: count } = row.againstCurrent;
  return direction === "shorter"
    ? [`gives up ${estimated(acceptances)}`, `frees ${slots(count)}`]
    : [`wins ${estimated(acceptances)}`, `takes ${slots(count)}`];
}
