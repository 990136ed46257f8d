import type { WidthAtFirstSight } from "../domain/tracked-invitation.ts";
import { UNREAD_WIDTH } from "./reading/sent-evidence.ts";

/** Stands for a width that nothing tells, which JSON and CSV have no number for. */
const UNKNOWN = "unknown";

/** A width at first sight as files have it: milliseconds, `unreadable`, `unknown`, or null where nobody kept it. */
export function widthInWords(width: WidthAtFirstSight | null | undefined): number | string | null {
  if (width === undefined) return null;
  return width === UNREAD_WIDTH ? UNKNOWN : width;
}

/** The width that was written so; `undefined` for a text that is none. */
export function readWidth(text: string): WidthAtFirstSight | null | undefined {
  if (text === "") return null;
  if (text === "unreadable") return text;
  if (text === UNKNOWN) return UNREAD_WIDTH;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
