import { percent } from "../../analytics/estimate-in-words.ts";
import type { Missing } from "../../analytics/missing.ts";
import { utcDay } from "../../domain/time.ts";
import type { ReportData, ReportSection } from "../report-data.ts";
import type { Verdict } from "../verdict/verdict.ts";
import { verdictSentences } from "../verdict/verdict-lines.ts";
import { html, type Markup } from "./escape.ts";
import { counted, grouped } from "./figures.ts";
import type { IdentityLabel } from "./identity-label.ts";
import { recommendedDays } from "./markers.ts";
import { shownThreshold } from "./printed-wait.ts";
import { whose } from "./provenance.ts";
import { unbroken } from "./unbroken.ts";

/**
 * The verdict, why, and the command to act on it, then what it rests on or lacks. A banner stands before all of it, then
 * what makes all of it different. On paper a wait that was tried with the slider takes the place of the `answer`.
 */
export function headline(
  { overall, policy, filter, since, until }: ReportData,
  banner: string | null,
  labelOf: (identityId: string) => IdentityLabel,
): Markup {
  const { analysis, verdict } = overall;
  const nothing = overall.funnel.seen === 0 && analysis.counts.observed === 0;
  const shown = shownThreshold(overall, recommendedDays(overall) ?? analysis.recommendation.currentThreshold);
  return html`<header>
${note("banner", banner)}${note("banner drift", verdict.drift)}<p class="kicker">Invitation report${APART}${whose(filter, labelOf)}${APART}<span class="together">${utcDay(since)} to ${utcDay(until)}</span><span class="paper-only">${APART}<span class="together" id="threshold-shown">${shown}</span></span></p>
<h1><span class="answer">${verdict.headline}</span><span class="tried-only" id="tried-headline"></span></h1>
${reasons(verdict, until)}<p class="why tried-only" id="tried-sentence"></p>
<p class="deck">${nothing ? "Nothing observed yet. Once a listing has shown invitations, this page says how long it is worth waiting for an answer." : deck(overall, policy)}</p>
${nothing || analysis.recommendation.kind !== "not-enough-data" ? null : whatIsMissing(analysis.recommendation)}
</header>
`;
}

const APART = html`<span aria-hidden="true"> · </span><span class="unseen">, </span>`;

const note = (kind: string, words: string | null): Markup | null =>
  words === null ? null : html`<p class="${kind}" role="note">${words}</p>`;

function reasons(verdict: Verdict, until: Date): Markup {
  const [why, ...more] = verdictSentences(verdict, until);
  return html`<p class="why answer">${unbroken(why)}</p>
${
  more.length === 0
    ? null
    : html`<p class="price answer">${unbroken(more.join(" "))}</p>
`
}${
  verdict.command === null
    ? null
    : html`<p class="command answer">To set it: <code>${verdict.command}</code></p>
`
}`;
}

function deck({ analysis }: ReportSection, { thresholdDays, acceptableLoss }: ReportData["policy"]): Markup {
  const { observed } = analysis.counts;
  const rests = `${counted(observed, "invitation")} still pending when first listed ${observed === 1 ? "was" : "were"} watched.`;
  return html`The threshold in force is ${counted(thresholdDays, "day")}, and the policy is willing to give up ${percent(acceptableLoss)} of acceptances. ${rests}<span class="answer">${range(analysis)}</span>`;
}

function range({ plausible: { lower, value, upper } }: ReportSection["analysis"]): string {
  const day = (days: number) => counted(days, "day");
  if (upper !== null && lower !== null && lower !== upper) {
    return ` By its 95% intervals the smallest wait within that lies between ${lower} and ${day(upper)}.`;
  }
  if (upper === null && value !== null) {
    return ` By the estimates alone ${day(value)} would do, but their intervals are too wide to be sure.`;
  }
  return "";
}

function whatIsMissing({ thresholdDays, missing }: { thresholdDays: number; missing: readonly Missing[] }): Markup {
  return html`<div class="missing answer"><h2>What is missing to judge ${counted(thresholdDays, "day")}</h2>
<ul>${missing.map((one) => html`<li>${inWords(one)}${gauge(one)}</li>`)}</ul></div>
`;
}

function inWords({ what, age, have, need }: Missing): string {
  switch (what) {
    case "acceptances":
      return `${grouped(have)} of ${counted(need, "acceptance")} seen`;
    case "at-risk-beyond":
      return `${grouped(have)} of ${counted(need, "invitation")} watched past day ${age}`;
    case "pending-on-day":
      return `nobody was still pending after day ${age}, so nothing later can be estimated`;
  }
}

// The words before it say the same: it is for the eye only.
function gauge({ have, need }: Missing): Markup {
  const share = Math.round(Math.min(1, have / need) * 1000) / 10;
  return html`<svg class="gauge" width="100%" height="8" aria-hidden="true" focusable="false"><rect class="need" x="0.5" y="0.5" width="100%" height="7"/><rect class="have" y="0" width="${share}%" height="8"/></svg>`;
}
