/** In characters. Longer than any command that is suggested, with its note quoted: one that is cut means something else. */
const MAX_TEXT = 10_000;

/** Everything without a shape of its own, line breaks and tabs apart: escape sequences, direction marks, tags that hide text. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text from outside for an assistant: what a reader would not see is written as JSON writes it, `\u200b`, and long text is
 * cut. A hidden instruction in a name is no less dangerous to an assistant than an escape sequence to a terminal.
 */
export function harmlessText(text: string, longest = MAX_TEXT): string {
  const shown = text.replace(INVISIBLE, (character) =>
    [...character].map((one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`).join(""),
  );
  const characters = [...shown];
  return characters.length > longest ? `${characters.slice(0, longest - 1).join("")}…` : shown;
}

/** A value as JSON holds it, dates as instants, with every text in it harmless; keys too, for some are labels from outside. */
export function harmlessValue(value: unknown): unknown {
  if (typeof value === "string") return harmlessText(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(harmlessValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .map(([key, part]) => [harmlessText(key), harmlessValue(part)]),
  );
}
