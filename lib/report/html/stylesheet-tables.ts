/** How a row is laid out as a card: its name above, then each column's name with its figure. */
const CARDS = `
  .scroll { overflow-x: visible; }
  .cards, .cards tr, .cards th, .cards caption:not(.unseen) { display: block; width: auto; }
  .cards thead { clip-path: inset(50%); height: 1px; overflow: hidden; position: absolute; width: 1px; }
  .cards tbody tr { border: 1px solid var(--grid); border-radius: 4px; margin-top: 0.6rem; padding: 0.5rem 0.8rem; }
  .cards tbody th { border: 0; padding: 0 0 0.2rem; text-align: left; }
  .cards tbody th[data-column]::before { color: var(--soft); content: attr(data-column) " "; font-weight: 400; }
  .cards td { border: 0; border-top: 1px solid var(--grid); display: flow-root; padding: 0.3rem 0; text-align: right; width: auto; }
  .cards td[data-column]::before { color: var(--soft); content: attr(data-column); float: left; max-width: 55%; padding-right: 0.8rem; text-align: left; }
  .cards .prose { clear: both; display: block; text-align: left; }
  .cards tbody { display: grid; gap: 0 0.8rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 14rem), 1fr)); }
  .cards.counts th:first-child, .cards.counts td.bar { width: auto; }
`;

/** Tables. Where the page is narrow all of them are cards; those of too many columns for any page always are. */
export const TABLE_STYLES = `
table { border-collapse: separate; border-spacing: 0; font-size: 0.875rem; font-variant-numeric: tabular-nums lining-nums; line-height: 1.4; width: 100%; }
caption { color: var(--soft); font-size: 0.875rem; padding-bottom: 0.3rem; text-align: left; }
th, td { border-bottom: 1px solid var(--grid); padding: 0.45rem 0 0.45rem 0.7rem; text-align: right; vertical-align: top; overflow-wrap: normal; }
th:first-child { padding-left: 0; text-align: left; }
th { font-weight: 400; }
thead th { color: var(--soft); vertical-align: bottom; }
tbody th { font-weight: 600; overflow-wrap: anywhere; min-width: 4rem; }
.scroll tbody th { background: var(--paper); left: 0; position: sticky; }
td em, th em { color: var(--soft); font-style: normal; font-weight: 400; white-space: nowrap; }
td em.lacking { white-space: normal; }
em.recommended { color: var(--accent); font-weight: 650; }
.scroll { margin-top: 0.8rem; overflow-x: auto; }
.counts { margin-top: 1rem; }
.counts th:first-child { width: 38%; }
.counts td.bar { padding-right: 0; width: 38%; }
.counts svg { display: block; margin-top: 0.1rem; }
.counts .reason, .counts .aside { color: var(--soft); display: block; font-size: 0.8125rem; font-weight: 400; }
@media screen and (min-width: 50rem) { .scroll .cards:not(.wide) td { white-space: nowrap; } }
@media screen and (max-width: 42rem) {${CARDS}}
@media screen {${CARDS.replaceAll(".cards", ".wide").replaceAll(".scroll", ".scroll:has(.wide)")}}
`;
