import type { Mark } from "./outcome-words.ts";

/** The colours of the page. Each has one meaning, in every chart and legend; texture and label tell it too. */
export interface Palette extends Readonly<Record<Mark, string>> {
  readonly paper: string;
  /** Text, axes, and what the policy says: the threshold in force, the acceptable loss. */
  readonly ink: string;
  /** Second-rank text. */
  readonly soft: string;
  /** Quiet lines that carry no meaning. */
  readonly grid: string;
  /** A wait that is proposed, by the log or with the slider; and what can be operated. */
  readonly accent: string;
}

/** Neighbours stay apart in grey too, and all of them with each kind of colour blindness. */
export const LIGHT: Palette = {
  paper: "#fbfaf6",
  ink: "#1c1b19",
  soft: "#5b584f",
  grid: "#e2dfd5",
  accent: "#5029ad",
  accepted: "#0a505b",
  withdrawn: "#d37527",
  gone: "#b977a8",
  unreachable: "#9e2323",
  pending: "#3c7bc9",
  ended: "#747264",
};

export const DARK: Palette = {
  paper: "#151513",
  ink: "#edeae2",
  soft: "#aca89d",
  grid: "#34322d",
  accent: "#adaafe",
  accepted: "#71b9c5",
  withdrawn: "#e4b27a",
  gone: "#955285",
  unreachable: "#c32d2b",
  pending: "#2768c2",
  ended: "#838372",
};

/** Paper is white already; a tint would only cost toner. */
export const PRINT: Palette = { ...LIGHT, paper: "#ffffff" };

/** The palette as CSS custom properties. */
export function customProperties(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}
