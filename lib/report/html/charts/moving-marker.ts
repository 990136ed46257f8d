import { html, type Markup } from "../escape.ts";

/** Kept free above a drawing for the figure at the marker. */
export const READOUT_ROOM = 20;

/** A place on a drawing, and what is written above it. `y` is `null` where nothing is known. */
export interface Reading {
  readonly y: number | null;
  readonly label: string;
}

/** `rise` is how far above the drawing the figure stands, in pixels. */
export interface Moving extends Reading {
  readonly id: string;
  readonly x: number;
  readonly height: number;
  readonly rise: number;
}

/** How the figure stands above its line without leaving the page at either side. */
export function anchorAt(x: number): "start" | "middle" | "end" {
  if (x < 30) return "start";
  return x > 70 ? "end" : "middle";
}

/** What the slider moves: an upright line, a dot where it meets the curve, and the figure above it. */
export function movingMarker({ id, x, y, label, height, rise }: Moving): Markup {
  return html`<g id="${id}" class="moving"><line x1="${x}%" x2="${x}%" y1="${5 - rise}" y2="${height}"/><circle cx="${x}%" cy="${y ?? height}" r="5.5" visibility="${y === null ? "hidden" : "visible"}"/><text class="label figure" x="${x}%" y="${-rise}" text-anchor="${anchorAt(x)}">${label}</text></g>`;
}
