import type { DaysPendingHistogram } from "../../../analytics/days-pending-histogram.ts";
import { percent } from "../../../analytics/estimate-in-words.ts";
import type { ReportSection } from "../../report-data.ts";
import { dataTable } from "../data-table.ts";
import { html, type Markup } from "../escape.ts";
import { counted, grouped, short } from "../figures.ts";
import type { Mark } from "../outcome-words.ts";

const ROW = 30;
/** The longest bar leaves room for its number, in percent of the width. */
const LONGEST = 74;

type Bin = DaysPendingHistogram["bins"][number];

/** How long invitations waited: those that ended, and those still waiting. */
export function daysPending({ daysPending: { ended, pending }, analysis }: ReportSection): Markup {
  const inForce = analysis.recommendation.currentThreshold;
  const most = Math.max(...[...ended.bins, ...pending.bins].map(({ count }) => count), 1);
  return html`<section aria-labelledby="days-heading"><h2 id="days-heading">How long they have waited</h2>
${
  ended.total + pending.total === 0
    ? html`<p class="empty">Nothing observed yet.</p>`
    : html`<figure><figcaption><p class="note">Invitations by days pending. The spans are not of one width; the dashed line is the threshold in force, ${counted(inForce, "day")}.</p></figcaption>
<div class="pair">${bars("ended", "Ended", "ended", ended, most, inForce)}${bars("waiting", "Still pending", "pending", pending, most, inForce)}</div>
${dataTable(figures(ended, pending))}</figure>`
}</section>
`;
}

function bars(
  id: string,
  name: string,
  mark: Mark,
  { bins, total }: DaysPendingHistogram,
  most: number,
  inForce: number,
): Markup {
  const height = bins.length * ROW;
  const line = lineAt(bins, inForce);
  const words = bins.filter(({ count }) => count > 0).map((bin) => `${span(bin)} days: ${grouped(bin.count)}`);
  return html`<div><h3>${name}: ${grouped(total)}</h3>
<svg class="plot bars" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc" width="100%" height="${height + 4}"><title id="${id}-title">${name}, by days pending</title><desc id="${id}-desc">${words.length === 0 ? "None." : `${words.join(", ")}.`}</desc>
${bins.map((bin, index) => bar(bin, index * ROW, (bin.count / most) * LONGEST, mark))}${line === null ? null : html`<line class="marker in-force" x1="0" x2="100%" y1="${line}" y2="${line}"/>`}</svg></div>
`;
}

function bar(bin: Bin, top: number, width: number, mark: Mark): Markup {
  const wide = width.toFixed(2);
  return html`<text class="tick" x="-8" y="${top + ROW / 2}" dy="0.32em" text-anchor="end">${span(bin)}</text>${
    bin.count === 0
      ? null
      : html`<rect class="fill ${mark}" x="0" y="${top + 5}" width="${wide}%" height="${ROW - 10}"/>`
  }<text class="tick figure" x="${wide}%" dx="6" y="${top + ROW / 2}" dy="0.32em">${beside(bin.count)}</text>
`;
}

// Millions would not fit beside a bar on a phone; the table has them in full.
function beside(count: number): string {
  return count < 1_000_000 ? grouped(count) : short(count);
}

/** Between or within rows; `null` in the open last bin, which has no end to measure to. */
function lineAt(bins: readonly Bin[], days: number): number | null {
  const index = bins.findIndex(({ from, to }) => days >= from && to !== null && days < to);
  const bin = bins[index];
  if (bin === undefined || bin.to === null) return null;
  return Math.round((index + (days - bin.from) / (bin.to - bin.from)) * ROW);
}

function span({ from, to }: Bin): string {
  if (to === null) return `${from}+`;
  return to - from === 1 ? String(from) : `${from}–${to - 1}`;
}

function figures(ended: DaysPendingHistogram, pending: DaysPendingHistogram) {
  return {
    caption: "Invitations by days pending",
    columns: ["Days", "Ended", "Share of them", "Still pending", "Share of them"],
    rows: ended.bins.map((bin, index) => {
      const waiting = pending.bins[index];
      return [
        span(bin),
        grouped(bin.count),
        percent(bin.share),
        grouped(waiting?.count ?? 0),
        percent(waiting?.share ?? 0),
      ];
    }),
  };
}
