import { shownZone } from "./reader.ts";

/** "1 invitation", "2 invitations". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** "3 held-out, 120 too-young": largest first, zeros left out. */
export function countsInWords(counts: Readonly<Record<string, number | undefined>>): string {
  return Object.entries(counts)
    .filter((entry): entry is [string, number] => (entry[1] ?? 0) > 0)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count.toLocaleString("en-US")} ${name}`)
    .join(", ");
}

/** "2026-11-22 22:05" in the reader's zone: UTC, the ledger's own time and the same on every machine, unless asked for. */
export function shortTime(at: Date | null): string {
  if (at === null) return "";
  const zone = shownZone();
  return zone === "UTC"
    ? at.toISOString().slice(0, 16).replace("T", " ")
    : formatIn(zone).format(at).replace(", ", " ");
}

/** "2026-11-22": the day that it is at that instant in the reader's zone. */
export const shortDay = (at: Date): string => shortTime(at).slice(0, 10);

/** "2026-11-22 22:05 UTC", for a sentence. */
export const timeInWords = (at: Date | null): string => (at === null ? "" : `${shortTime(at)} ${shownZone()}`);

/** "when (UTC)", over a column of short times. */
export const timeTitle = (title: string): string => `${title} (${shownZone()})`;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Made once: that takes longer than a thousand times of day. Sweden writes dates as ISO 8601 does. */
function formatIn(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("sv-SE", {
    ...{ timeZone, year: "numeric", month: "2-digit", day: "2-digit" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  });
  formats.set(timeZone, made);
  return made;
}
