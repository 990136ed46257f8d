import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** What a line on standard error is for. */
export type NoticeKind = "notice" | "warning" | "error";

/**
 * Words that are coloured, by where they stand. Colour is put over finished text and so never says what the words do not.
 * Red, green, magenta and cyan can be read on dark and on light; yellow and blue cannot, nor can a dimmed letter.
 */
const RULES: readonly (readonly [RegExp, Style])[] = [
  [/^withdraw(?= {2,})/, "red"],
  [/^keep(?= {2,})/, "green"],
  [/Sandbox: made-up people/, ["bold", "magenta"]],
  [/^(?:red|failing|failed)(?=:? {1,})/, "red"],
  [/^(?:yellow|warning)(?=:? {1,})/, "magenta"],
  [/^(?:green|ok)(?= {2,})/, "green"],
  [/\b\d[\d,]* to withdraw\b/, "red"],
  [/^error(?=: )/, "red"],
];

const KINDS: Readonly<Record<NoticeKind, Style | null>> = { notice: null, warning: "magenta", error: "red" };

/**
 * Whether a stream gets colour: a terminal that says what it is, in `TERM` or, on Windows, `WT_SESSION`. `FORCE_COLOR` wins
 * over `NO_COLOR`, as in Node itself; "0" and "false" in it mean none.
 */
export function isColoured(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: terminal = env.WT_SESSION } = env;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (refused !== undefined && refused !== "") return false;
  return isTerminal && terminal !== undefined && terminal !== "dumb";
}

/** A text with its words coloured, and as a whole where it is a warning or an error. */
export function coloured(text: string, kind: NoticeKind = "notice"): string {
  const whole = KINDS[kind];
  return text
    .split("\n")
    .map((line) => (whole === null ? wordsColoured(line) : styled(whole, line)))
    .join("\n");
}

const wordsColoured = (line: string): string =>
  RULES.reduce((text, [pattern, style]) => text.replace(pattern, (words) => styled(style, words)), line);

/** Whether there is a terminal has been decided: Node is not to look again. */
const styled = (style: Style, text: string): string =>
  text === "" ? "" : styleText(style, text, { validateStream: false });
