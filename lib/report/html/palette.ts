/** One accent and greys. What a mark means is told by its texture and label too, never by colour alone. */
export interface Palette {
  readonly paper: string;
  /** Text, axes, the threshold in force. */
  readonly ink: string;
  /** Second-rank text. */
  readonly soft: string;
  /** Quiet lines that carry no meaning. */
  readonly grid: string;
  /** Acceptances and the recommendation. */
  readonly accent: string;
  /** Marks of everything else. */
  readonly mark: string;
}

export const LIGHT: Palette = {
  paper: "#fbfaf6",
  ink: "#1c1b19",
  soft: "#5b584f",
  grid: "#e2dfd5",
  accent: "#005e70",
  mark: "#8e8a80",
};

export const DARK: Palette = {
  paper: "#151513",
  ink: "#edeae2",
  soft: "#aca89d",
  grid: "#34322d",
  accent: "#5ac6d8",
  mark: "#6b6860",
};

/** Paper is white already; a tint would only cost toner. */
export const PRINT: Palette = { ...LIGHT, paper: "#ffffff" };

/** The palette as CSS custom properties. */
export function customProperties(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(" ");
}
