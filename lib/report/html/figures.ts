import { timeInWords } from "../words.ts";

/** No-break and narrow: numbers are grouped the way the SI asks for, which every locale can read. */
const THIN_SPACE = "\u202F";

/** A whole number in groups of three: "12 345" with thin spaces. Fractions are rounded. */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString("en-US").replaceAll(",", THIN_SPACE);
}

/** "1 invitation", "1 234 invitations". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** For an axis, where room is short: "950", "12K", "1.2M". */
export function short(value: number): string {
  return value < 10_000 ? grouped(value) : value.toLocaleString("en-US", { notation: "compact" });
}

/** A mean number of slots: whole, and never 0 for something. */
export function slots(value: number): string {
  return value > 0 && value < 0.5 ? "under 1" : grouped(value);
}

/** "2026-11-23 08:15 UTC". */
export function isoMinute(at: Date): string {
  return `${timeInWords(at)}`;
}
