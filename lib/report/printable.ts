/**
 * Text from outside made harmless for a terminal: control characters (escape sequences begin with one), line breaks
 * and the marks that turn the direction of writing are shown as a question mark; long text is cut.
 */
export function printable(text: string | null, longest = 60): string {
  if (text === null) return "";
  const harmless = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "?").trim();
  return [...harmless].length > longest ? `${[...harmless].slice(0, longest - 1).join("")}…` : harmless;
}
