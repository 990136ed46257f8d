import { endingsOf } from "../../endings.ts";
import type { OutcomeCount, ReportSection } from "../../report-data.ts";
import { type Content, html, type Markup } from "../escape.ts";
import { grouped } from "../figures.ts";
import { STANDING_WORDS } from "../outcome-words.ts";

/** Endings by outcome and the rule behind it: a table whose rows carry their bar. */
export function outcomeCounts(section: ReportSection): Markup {
  const outcomes = endingsOf(section);
  const most = Math.max(...outcomes.map(({ count }) => count), 1);
  return html`<section aria-labelledby="outcomes-heading"><h2 id="outcomes-heading">How they ended, and by which rule</h2>
${
  outcomes.length === 0
    ? html`<p class="empty">Nothing has ended yet.</p>`
    : html`<table class="counts cards" role="table"><caption class="unseen">Ended invitations by outcome and reason</caption>
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Outcome</th><th scope="col" role="columnheader">Invitations</th><td class="bar" aria-hidden="true"></td></tr></thead>
<tbody role="rowgroup">${outcomes.map((one) => row(one, most))}</tbody></table>`
}</section>
`;
}

function row(one: ReturnType<typeof endingsOf>[number], most: number): Markup {
  const { outcome, reason, count } = one;
  const wide = ((count / most) * 100).toFixed(2);
  return html`<tr role="row"><th scope="row" role="rowheader">${STANDING_WORDS[outcome]}${reason === null ? null : html` <span class="reason"><bdi>${reason}</bdi></span>`}</th><td role="cell" data-column="Invitations">${grouped(count)}${confirmation(one)}</td><td class="bar" aria-hidden="true"><svg width="100%" height="16" focusable="false"><rect class="fill ${outcome}" x="0" y="0.5" width="${wide}%" height="15"/></svg></td></tr>
`;
}

function confirmation({ outcome, confirmed, count }: OutcomeCount): Content {
  if (outcome !== "withdrawn" || confirmed === count) return null;
  return html` <span class="aside">${grouped(count - confirmed)} without an answer</span>`;
}
