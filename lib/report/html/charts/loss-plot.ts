import type { CandidateRow } from "../../../analytics/candidate-row.ts";
import { estimated, percent } from "../../../analytics/estimate-in-words.ts";
import type { ReportSection } from "../../report-data.ts";
import { canBeJudged } from "../../shown-days.ts";
import { html, type Markup } from "../escape.ts";
import { MARKER_ROOM, thresholdLines, thresholdNames } from "../markers.ts";
import { between, linePath, type Point } from "../paths.ts";
import { plot, STRETCH } from "../plot.ts";
import { linear } from "../scale.ts";
import { movingMarker, READOUT_ROOM } from "./moving-marker.ts";
import { LOSS_HEIGHT, type ThresholdPosition, type TradeOff } from "./threshold-positions.ts";

/** Share of acceptances given up by threshold, against what the policy accepts. */
export function lossPlot(section: ReportSection, placed: TradeOff, start: ThresholdPosition): Markup {
  const { domain, x, across, loss } = placed;
  const { acceptableLoss } = section.analysis.recommendation;
  const rows = section.everyThreshold.map(({ row }) => row);
  const acceptable = loss.y(acceptableLoss);
  const place = { domain, x, height: LOSS_HEIGHT };
  return plot({
    id: "loss",
    title: "Share of acceptances given up, by threshold in days",
    description: `${extremes(rows)} The policy accepts ${percent(acceptableLoss)}. The numbers follow in a table.`,
    height: LOSS_HEIGHT,
    above: MARKER_ROOM + READOUT_ROOM,
    across,
    up: loss.ticks.map((share) => ({ at: loss.y(share), label: percent(share) })),
    under: html`${hatch(rows, placed)}${thresholdLines(section, place)}<line class="acceptable" x1="0" x2="100%" y1="${acceptable}" y2="${acceptable}"/>`,
    shapes: shapes(rows, placed),
    over: html`<text class="label" x="100%" y="${acceptable - 6}" text-anchor="end">acceptable: ${percent(acceptableLoss)}</text>${movingMarker({ ...start.loss, id: "loss-marker", x: start.x, height: LOSS_HEIGHT, rise: MARKER_ROOM + 4 })}${thresholdNames(section, place)}`,
  });
}

/** Band and line where thresholds can be judged; a dotted line alone where an estimate must not be acted on. */
function shapes(rows: readonly CandidateRow[], { domain, loss: { y } }: TradeOff): Markup {
  const x = linear(domain, [0, STRETCH]);
  const along = (limit: "value" | "lower" | "upper", which: (row: CandidateRow) => boolean): Point[] =>
    rows
      .filter(which)
      .flatMap(({ thresholdDays, shareGivenUp }) =>
        shareGivenUp === null ? [] : [{ x: thresholdDays, y: shareGivenUp[limit] }],
      );
  const upper = linePath(along("upper", canBeJudged), x, y);
  const lower = linePath(along("lower", canBeJudged), x, y);
  const band = between(upper, linePath(along("lower", canBeJudged).toReversed(), x, y));
  const value = linePath(along("value", canBeJudged), x, y);
  const sketch = linePath(
    along("value", (row) => !canBeJudged(row)),
    x,
    y,
  );
  return html`<path class="band accepted" d="${band}"/><path class="limit accepted" d="${upper}${lower}"/><path class="curve sketch accepted" d="${sketch}"/><path class="curve accepted" d="${value}"/>`;
}

/** What the hatched part of the drawing means; `null` when there is none. */
export function hatchInWords({ everyThreshold }: ReportSection): string | null {
  const rows = everyThreshold.map(({ row }) => row);
  const judged = rows.findLast(canBeJudged);
  if (judged === undefined) return "Hatched: there is not enough data to judge any of these.";
  const last = rows.at(-1);
  return judged === last ? null : `Hatched: too few were watched past day ${judged.thresholdDays} to judge.`;
}

function hatch(rows: readonly CandidateRow[], { domain: [first], x }: TradeOff): Markup | null {
  const from = x(rows.findLast(canBeJudged)?.thresholdDays ?? first);
  return from >= 100
    ? null
    : html`<rect class="too-few" x="${from}%" y="0" width="${(100 - from).toFixed(2)}%" height="${LOSS_HEIGHT}"/>`;
}

function extremes(rows: readonly CandidateRow[]): string {
  const known = rows
    .filter(canBeJudged)
    .flatMap(({ thresholdDays, shareGivenUp }) =>
      shareGivenUp === null ? [] : [`${estimated(shareGivenUp)} at ${thresholdDays} days`],
    );
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined) return "There is not enough data to judge any threshold.";
  return first === last ? `${first}.` : `From ${first} to ${last}.`;
}
