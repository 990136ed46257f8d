import { utcDay } from "../../domain/time.ts";
import type { ReportData } from "../report-data.ts";
import { caveats } from "./caveats.ts";
import { acceptanceCurve } from "./charts/acceptance-curve.ts";
import { daysPending } from "./charts/days-pending.ts";
import { identities } from "./charts/identities.ts";
import { outcomeCounts } from "./charts/outcome-counts.ts";
import { tradeOffFigure } from "./charts/trade-off.ts";
import { weeklyOutcomes } from "./charts/weekly-outcomes.ts";
import { CLIENT_SCRIPT } from "./client-script.ts";
import { contentSecurityPolicy } from "./content-security.ts";
import { html, raw } from "./escape.ts";
import { headline } from "./headline.ts";
import { type IdentityNames, identityLabels } from "./identity-label.ts";
import { keyFigures } from "./key-figures.ts";
import { provenance } from "./provenance.ts";
import { STYLESHEET } from "./stylesheet.ts";
import { bannerOnSheets } from "./stylesheet-banner.ts";
import { textures } from "./swatch.ts";

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M2 3c2 8 6 10 12 10' fill='none' stroke='%2300889c' stroke-width='2.5'/%3E%3C/svg%3E";

/**
 * The report as one HTML file that needs nothing else: no network, no fonts, and no script except for the slider. The
 * same data give the same page, byte for byte. It is well-formed XML too, so that a missing bracket cannot hide.
 *
 * Identities appear by their names, and a short id beside them. Every text from the data is escaped. O(days of the curves
 * + weeks + identities).
 *
 * `banner` stands above everything, on every sheet of paper, and in the title: for data that somebody must not take for real ones.
 * `names`: what identities are called, by id; default: no names.
 */
export function reportPage(
  data: ReportData,
  banner: string | null = null,
  names: IdentityNames = new Map<string, string>(),
): string {
  const { overall } = data;
  const style = STYLESHEET + bannerOnSheets(banner);
  const labelOf = identityLabels(data, names);
  return `<!DOCTYPE html>\n${html`<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
<head><meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy(style, CLIENT_SCRIPT)}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/><meta name="color-scheme" content="light dark"/>
<meta name="referrer" content="no-referrer"/>
<title>${banner === null ? null : `${banner}. `}Invitation report, ${utcDay(data.madeAt)}</title><link rel="icon" href="${ICON}"/>
<style>${raw(style)}</style></head>
<body>${textures()}${headline(data, banner, labelOf)}<main>
${keyFigures(data)}${tradeOffFigure(overall)}${acceptanceCurve(overall)}${daysPending(overall)}${weeklyOutcomes(data)}${outcomeCounts(overall)}${identities(data, labelOf)}${caveats(data)}</main>
${provenance(data, labelOf)}${overall.everyThreshold.length === 0 ? null : html`<script>${raw(CLIENT_SCRIPT)}</script>`}</body></html>
`}`;
}
