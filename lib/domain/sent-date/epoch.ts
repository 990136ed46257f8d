import { SECOND_MS } from "../time.ts";
import type { Span } from "./span.ts";

/** Ten digits are seconds (2001 to 2286), thirteen are milliseconds (same years); any other count is neither. */
export function epochSpan(text: string): Span | null {
  if (!/^(\d{10}|\d{13})$/.test(text)) return null;
  const inSeconds = text.length === 10;
  const ms = inSeconds ? Number(text) * SECOND_MS : Number(text);
  return { from: ms, to: inSeconds ? ms + SECOND_MS - 1 : ms, form: "instant" };
}
