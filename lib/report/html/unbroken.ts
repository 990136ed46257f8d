import { type Content, html } from "./escape.ts";

/** "(4.2–9.5%)", "2026-11-23". */
const WHOLE = /(\([^()]*\)|\d{4}-\d\d-\d\d)/;

/** A text that breaks beside intervals and dates where there is no room, and never within them. */
export function unbroken(text: string): Content {
  if (!WHOLE.test(text)) return text;
  return text.split(WHOLE).map((part, at) => (at % 2 === 0 ? part : html`<span class="together">${part}</span>`));
}
