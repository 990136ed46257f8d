import { customProperties, DARK, LIGHT } from "./palette.ts";
import { CHART_STYLES } from "./stylesheet-charts.ts";
import { PRINT_STYLES } from "./stylesheet-print.ts";
import { TABLE_STYLES } from "./stylesheet-tables.ts";

/** The whole stylesheet. System fonts; nothing moves; one column that holds from 320 pixels to wide screens. */
export const STYLESHEET = `
:root { color-scheme: light dark; ${customProperties(LIGHT)}
  --serif: Charter, "Iowan Old Style", "Source Serif 4", "Palatino Linotype", Georgia, "Liberation Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif; }
@media (prefers-color-scheme: dark) { :root { ${customProperties(DARK)} } }

* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 100%/1.55 var(--sans); -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 50rem; padding: clamp(1.5rem, 6vw, 4.5rem) clamp(1rem, 5vw, 2rem) 4rem; overflow-wrap: anywhere; }
h1, h2, h3, p, figure, dl, dd, ul { margin: 0; padding: 0; }
h1 { font: 600 clamp(1.65rem, 1.1rem + 2.4vw, 2.6rem)/1.17 var(--serif); letter-spacing: -0.012em; text-wrap: balance; overflow-wrap: break-word; }
h2 { font: 600 1.5rem/1.25 var(--serif); letter-spacing: -0.005em; text-wrap: balance; }
h3 { font-size: 0.9375rem; font-weight: 650; line-height: 1.4; }
ul { list-style: none; }

header { border-top: 4px solid var(--accent); padding-top: 0.9rem; }
.banner { border: 2px solid var(--ink); font-weight: 650; margin-bottom: 0.9rem; padding: 0.45rem 0.8rem; }
.kicker { color: var(--soft); font-size: 0.9375rem; margin-bottom: 1.6rem; }
.together { white-space: nowrap; }
.deck { color: var(--soft); font-size: 1.125rem; margin-top: 1.2rem; max-width: 42rem; text-wrap: pretty; }
.why { font: 400 1.1875rem/1.45 var(--serif); margin-top: 1.2rem; max-width: 42rem; text-wrap: pretty; }
.price, .command { margin-top: 0.8rem; max-width: 42rem; }
code { border: 1px solid var(--grid); border-radius: 3px; font: 0.9375rem/1.6 ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace; padding: 0.1rem 0.4rem; user-select: all; -webkit-user-select: all; }
.missing { border-left: 4px solid var(--accent); margin-top: 1.6rem; padding-left: 1.1rem; max-width: 34rem; }
.missing h2 { font: 650 1rem/1.4 var(--sans); letter-spacing: 0; }
.missing li { margin-top: 0.6rem; }
.gauge { display: block; margin-top: 0.3rem; overflow: visible; }
.gauge .need { fill: none; stroke: var(--soft); }
.gauge .have { fill: var(--soft); }

section { border-top: 1px solid var(--grid); margin-top: 3.25rem; padding-top: 1.5rem; }
.lead { display: block; font: 400 1.1875rem/1.45 var(--serif); margin-top: 0.6rem; max-width: 40rem; text-wrap: pretty; }
output.lead { min-height: 2lh; }
.note { color: var(--soft); font-size: 0.9375rem; margin-top: 0.4rem; max-width: 42rem; }
h3 + .note { margin-top: 0; }
figure h3 { margin-top: 1.6rem; }
.empty { color: var(--soft); font: italic 1.125rem/1.5 var(--serif); margin-top: 0.8rem; }
.tried-only, .paper-only { display: none; }
.unseen { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; white-space: nowrap; width: 1px; }

.strip { display: block; margin-top: 1.1rem; overflow: visible; }
.figures { display: grid; gap: 1.3rem 1.2rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 10.5rem), 1fr)); margin-top: 1.4rem; }
@media (max-width: 30rem) { .figures { grid-template-columns: 1fr 1fr; } .figures dd { font-size: 1.75rem; } .deck { font-size: 1.0625rem; } output.lead { min-height: 4lh; } }
.figures dt { align-items: center; color: var(--soft); display: flex; font-size: 0.9375rem; gap: 0.45rem; }
.figures dd { font: 500 2.125rem/1.2 var(--serif); font-variant-numeric: lining-nums; }
.figures dd.meaning { color: var(--soft); font: 400 0.8125rem/1.4 var(--sans); }
.of-recommendation dd:not(.meaning) { color: var(--accent); }

.caveats li { border-left: 2px solid var(--grid); margin-top: 0.7rem; max-width: 42rem; padding-left: 0.9rem; }
.facts { display: grid; gap: 0.5rem; margin-top: 1rem; }
.facts div { display: grid; grid-template-columns: 8.5rem 1fr; }
.facts dt { color: var(--soft); }
@media (max-width: 30rem) { .facts div { grid-template-columns: 1fr; margin-bottom: 0.4rem; } }

details { margin-top: 0.9rem; }
summary { color: var(--accent); cursor: pointer; font-size: 0.875rem; width: fit-content; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 2px; }

.pair { display: grid; gap: 0 2.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
.multiples { display: grid; gap: 1.6rem 2rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 13rem), 1fr)); margin-top: 1.2rem; }
.multiples h3 { margin: 0; }
.multiples figure { display: flex; flex-direction: column; justify-content: space-between; }
.id { color: var(--soft); font-weight: 400; }
.multiples p { color: var(--soft); font-size: 0.8125rem; }

${TABLE_STYLES}
${CHART_STYLES}
${PRINT_STYLES}
@media (forced-colors: active) {
  :root { --paper: Canvas; --ink: CanvasText; --soft: CanvasText; --grid: GrayText; --accent: LinkText; }
}
`;
