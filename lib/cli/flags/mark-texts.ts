import { userInfo } from "node:os";

/** In characters. A note is a line or two for the next reader, not a file. */
const LONGEST = { note: 1000, by: 200 } as const;

/** What is wrong with a note, or with who gave a flag; null when nothing is. */
export function textFault(what: keyof typeof LONGEST, text: string): string | null {
  if (what === "by" && text.trim() === "") return "empty: give a name";
  return text.length > LONGEST[what] ? `longer than ${LONGEST[what].toLocaleString("en-US")} characters` : null;
}

/** Who is at the keyboard, by the operating system's name for them. */
export function whoIsThis(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return "unknown";
  }
}
