import { html, type Markup } from "./escape.ts";
import type { Standing } from "./outcome-words.ts";

/** Textures used by every chart of the page; must stand before them. Hatched is what is not whole or cannot be judged. */
export function textures(): Markup {
  return html`<svg class="textures" width="0" height="0" aria-hidden="true" focusable="false"><defs>
<pattern id="dots" patternUnits="userSpaceOnUse" width="5" height="5"><rect class="ground" width="5" height="5"/><circle class="paper" cx="2.5" cy="2.5" r="1"/></pattern>
<pattern id="partial" patternUnits="userSpaceOnUse" width="6" height="6" patternTransform="rotate(-45)"><rect class="line" width="2" height="6"/></pattern>
<pattern id="sparse" patternUnits="userSpaceOnUse" width="9" height="9" patternTransform="rotate(-45)"><rect class="line" width="1" height="9"/></pattern>
</defs></svg>
`;
}

/** The texture that stands for something in every chart, as a small square to put before its name. */
export function swatch(standing: Standing): Markup {
  return html`<svg class="swatch" width="12" height="12" aria-hidden="true" focusable="false"><rect class="fill ${standing}" x="0.5" y="0.5" width="11" height="11"/></svg>`;
}

/** The hatching of weeks that were watched in part, likewise. */
export function partialSwatch(): Markup {
  return html`<svg class="swatch" width="12" height="12" aria-hidden="true" focusable="false"><rect class="partial" x="0.5" y="0.5" width="11" height="11"/></svg>`;
}
