import type { ReportData } from "../report-data.ts";
import { html, type Markup } from "./escape.ts";
import { counted } from "./figures.ts";

/** What a reader has to know before trusting a figure. */
export function caveats({ caveats: told, overall: { daysPending } }: ReportData): Markup {
  const unreadable = daysPending.ended.unreadable + daysPending.pending.unreadable;
  const items =
    unreadable === 0 ? told : [...told, `${counted(unreadable, "age")} could not be read and are in no bar.`];
  return html`<section aria-labelledby="caveats-heading"><h2 id="caveats-heading">Limits of these numbers</h2>
${items.length === 0 ? html`<p class="empty">Nothing was left out.</p>` : html`<ul class="caveats">${items.map((item) => html`<li>${item}</li>`)}</ul>`}</section>
`;
}
