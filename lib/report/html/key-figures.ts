import { percent } from "../../analytics/estimate-in-words.ts";
import type { ReportData, ReportSection } from "../report-data.ts";
import { type Content, html, type Markup } from "./escape.ts";
import { counted, grouped } from "./figures.ts";
import { STANDING_WORDS, STANDINGS, type Standing } from "./outcome-words.ts";
import { type KeyFigure, noSlotsFigure, slotsFigure } from "./slots-figure.ts";
import { swatch } from "./swatch.ts";

const MEANING: Readonly<Record<Standing, string>> = {
  accepted: "now connected",
  withdrawn: "taken back by the sweeper",
  gone: "declined, expired, or withdrawn by hand",
  unreachable: "five calls or more had no effect: rests, then is planned again",
  pending: "still waiting for an answer",
};

/** Where the invitations of the span are now, as one strip cut by share, with the numbers under it. */
export function keyFigures({ overall, filter }: ReportData): Markup {
  const { funnel } = overall;
  // What is pending has neither reason nor policy version: then its 0 means "not asked for", not "none".
  const narrowed = filter.reason !== null || filter.policyVersion !== null;
  // So are unreachable ones that are open; those that an earlier version gave up have both.
  const isAskedFor = (standing: Standing) =>
    !narrowed || (standing !== "pending" && (standing !== "unreachable" || funnel.unreachable > 0));
  const shown = STANDINGS.filter(isAskedFor);
  const heading = funnel.seen === 0 ? "No invitations seen" : `Where ${counted(funnel.seen, "invitation")} stand`;
  return html`<section aria-labelledby="figures-heading"><h2 id="figures-heading">${heading}</h2>
${funnel.seen === 0 ? null : strip(funnel)}
<dl class="figures">
${entry("Seen", grouped(funnel.seen), "in complete listings")}${shown.map((standing) =>
  entry(html`${swatch(standing)}${STANDING_WORDS[standing]}`, grouped(funnel[standing]), MEANING[standing]),
)}${slotsEntry(slotsOf(overall))}${overall.everyThreshold.length === 0 ? null : SLOTS_OF_TRIED}</dl></section>
`;
}

function entry(name: Content, value: string, meaning: string): Markup {
  return html`<div class="counted"><dt>${name}</dt><dd>${value}</dd><dd class="meaning">${meaning}</dd></div>
`;
}

function strip(funnel: ReportSection["funnel"]): Markup {
  let start = 0;
  const parts = STANDINGS.filter((standing) => funnel[standing] > 0).map((standing) => {
    const width = (funnel[standing] / funnel.seen) * 100;
    const part = html`<rect class="fill ${standing}" x="${start.toFixed(3)}%" width="${width.toFixed(3)}%" y="1" height="22"/>`;
    start += width;
    return part;
  });
  const words = STANDINGS.map((standing) => `${STANDING_WORDS[standing]} ${percent(funnel[standing] / funnel.seen)}`);
  return html`<svg class="strip" role="img" aria-labelledby="strip-title" aria-describedby="strip-desc" width="100%" height="24"><title id="strip-title">Invitations by where they stand</title><desc id="strip-desc">${words.join(", ")}.</desc>${parts}</svg>
`;
}

function slotsOf({ analysis: { recommendation } }: ReportSection): KeyFigure {
  if (recommendation.kind !== "recommended") return noSlotsFigure("not known yet");
  return slotsFigure(recommendation, recommendation.currentThreshold);
}

function slotsEntry({ name, value, meaning }: KeyFigure): Markup {
  return html`<div class="of-recommendation answer"><dt>${name}</dt><dd>${value}</dd><dd class="meaning">${meaning}</dd></div>
`;
}

/** Filled by the client script; on paper it takes the place of the other once the slider was moved. */
const SLOTS_OF_TRIED = html`<div class="of-tried tried-only"><dt id="tried-slots-name"></dt><dd id="tried-slots-value"></dd><dd class="meaning" id="tried-slots-meaning"></dd></div>
`;
