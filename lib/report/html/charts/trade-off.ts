import type { CandidateRow } from "../../../analytics/candidate-row.ts";
import { estimated, percent } from "../../../analytics/estimate-in-words.ts";
import type { ReportSection } from "../../report-data.ts";
import { canBeJudged } from "../../shown-days.ts";
import { dataTable } from "../data-table.ts";
import { embeddedJson, html, type Markup } from "../escape.ts";
import { grouped, slots } from "../figures.ts";
import { recommendedDays } from "../markers.ts";
import { thresholdTable } from "../threshold-table.ts";
import { hatchInWords, lossPlot } from "./loss-plot.ts";
import { slotsPlot } from "./slots-plot.ts";
import { type ThresholdPosition, type TradeOff, tradeOff } from "./threshold-positions.ts";

/** What each threshold gives up and frees, with a slider over them that only shows itself when scripts run. */
export function tradeOffFigure(section: ReportSection): Markup {
  const placed = tradeOff(section);
  return html`<section class="flows" aria-labelledby="trade-off-heading"><h2 id="trade-off-heading">What a shorter wait costs, and what it frees</h2>
${placed === null ? html`<p class="empty">${section.analysis.counts.observed === 0 ? "Nothing observed yet." : "Not enough observed yet to compare thresholds."}</p>` : figure(section, placed)}
${section.analysis.counts.observed === 0 ? null : thresholdTable(section)}</section>
`;
}

function figure(section: ReportSection, placed: TradeOff): Markup {
  const rows = section.everyThreshold.map(({ row }) => row);
  const start = startingPosition(section, placed);
  const horizon = section.analysis.horizon ?? placed.domain[1];
  return html`<figure id="trade-off"><figcaption><output class="lead" id="threshold-sentence" for="threshold" aria-live="polite">${start.sentence}</output></figcaption>
<div class="slider" id="threshold-control" hidden=""><label for="threshold">Try another wait: <strong id="threshold-days">${start.days} days</strong></label>
<input id="threshold" type="range" min="${placed.domain[0]}" max="${placed.domain[1]}" step="1" value="${start.days}" aria-valuetext="${start.days} days" autocomplete="off"/></div>
<div class="panel"><h3>Acceptances given up</h3><p class="note">Share of all acceptances by day ${horizon} that come after the threshold, with its 95% interval. ${hatchInWords(section)}</p>
${lossPlot(section, placed, start)}</div>
<div class="panel"><h3>Pending slots in use</h3><p class="note">Mean number of invitations pending at a time; the thick bar is the difference to the threshold in force</p>
${slotsPlot(section, placed, start)}<p class="axis-note">Threshold in days</p></div>
<script type="application/json" id="threshold-positions">${embeddedJson(placed.positions)}</script>
${dataTable(everyFigure(rows, horizon))}</figure>`;
}

/** Where the slider stands at first: the recommended threshold, else the one in force, else the nearest to it that is drawn. */
function startingPosition(section: ReportSection, { positions }: TradeOff): ThresholdPosition {
  const wanted = recommendedDays(section) ?? section.analysis.recommendation.currentThreshold;
  return positions.reduce((nearest, one) =>
    Math.abs(one.days - wanted) < Math.abs(nearest.days - wanted) ? one : nearest,
  );
}

function everyFigure(rows: readonly CandidateRow[], horizon: number) {
  return {
    caption: `Every threshold from ${rows[0]?.thresholdDays} to ${rows.at(-1)?.thresholdDays} days`,
    columns: [
      "Days",
      `Acceptances by day ${horizon} given up (95%)`,
      "Slots in use",
      `Slots freed against waiting until day ${horizon}`,
      "Accepted by then",
      "Watched past it",
    ],
    rows: rows.map((row) => [
      row.thresholdDays,
      shareInWords(row),
      row.pendingSlots === null ? "not known" : slots(row.pendingSlots),
      row.slotsFreed === null ? "not known" : slots(row.slotsFreed),
      row.accepted === null ? "not known" : percent(row.accepted),
      grouped(row.atRiskBeyond),
    ]),
  };
}

function shareInWords(row: CandidateRow): string {
  if (row.shareGivenUp === null) return "not known";
  return canBeJudged(row) ? estimated(row.shareGivenUp) : "too few to judge";
}
