import { type Content, html, type Markup } from "./escape.ts";

/** Width of the stretched coordinates that shapes are drawn in. */
export const STRETCH = 1_000;
const AXIS_ROOM = 24;
/** So many labels fit on the narrowest page. */
const ALWAYS_ROOM = 4;

/** A label on the horizontal axis; `at` is a percentage of the width. */
export interface AcrossTick {
  readonly at: number;
  readonly label: string;
  /** Second line under the label. */
  readonly note?: string;
  /** Where the label stands to its place; in the middle of it by default. */
  readonly anchor?: "start" | "middle" | "end";
}

/** A grid line with its label; `at` is in pixels from the top of the drawing. */
export interface UpTick {
  readonly at: number;
  readonly label: string;
}

export interface Plot {
  /** Unique in the page. */
  readonly id: string;
  /** What a screen reader calls the picture, and what it shows in a sentence. */
  readonly title: string;
  readonly description: string;
  /** Pixels of the drawing itself, and kept free above it for labels. */
  readonly height: number;
  readonly above?: number;
  readonly across: readonly AcrossTick[];
  readonly up: readonly UpTick[];
  /** In stretched coordinates: x from 0 to `STRETCH`, y in pixels. Lines and areas only, for text would be squeezed. */
  readonly shapes?: Content;
  /** Beneath and above the shapes: x in percent of the width, y in pixels. */
  readonly under?: Content;
  readonly over?: Content;
}

/**
 * The frame of a chart. It has no fixed width: shapes stretch with the page while text and strokes keep their size, so
 * one drawing serves a phone, a wide screen and paper.
 */
export function plot({ id, title, description, height, above = 0, across, up, shapes, under, over }: Plot): Markup {
  const notes = across.some(({ note }) => note !== undefined) ? 16 : 0;
  const below = across.length > 0 ? AXIS_ROOM + notes : 4;
  return html`<svg class="plot" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc" width="100%" height="${above + height + below}">
<title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>
<g transform="translate(0 ${above})">${up.map((tick) => gridLine(tick, height))}${under ?? null}
<svg width="100%" height="${height}" viewBox="0 0 ${STRETCH} ${height}" preserveAspectRatio="none" class="stretched">${shapes ?? null}</svg>
${across.map((tick, index) => acrossLabel(tick, height, across.length > ALWAYS_ROOM && index % 2 === 1))}${over ?? null}</g></svg>
`;
}

function gridLine({ at, label }: UpTick, height: number): Markup {
  const base = at === height;
  return html`<line class="${base ? "base" : "grid"}" x1="0" x2="100%" y1="${at}" y2="${at}"/><text class="tick" x="-8" y="${at}" dy="0.32em" text-anchor="end">${label}</text>`;
}

// Every second label gives way where the page is narrow.
function acrossLabel({ at, label, note, anchor = "middle" }: AcrossTick, height: number, yields: boolean): Markup {
  const second = note === undefined ? null : html`<tspan class="note" x="${at}%" dy="16">${note}</tspan>`;
  return html`<text class="tick${yields ? " yields" : ""}" x="${at}%" y="${height + 18}" text-anchor="${anchor}">${label}${second}</text>`;
}
