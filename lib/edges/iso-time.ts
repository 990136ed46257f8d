import * as z from "zod/mini";

/** Checks the calendar too: `new Date("2026-02-30T00:00:00Z")` would quietly be the second of March. */
const isoTime = z.iso.datetime({ offset: true, local: true });
const WITH_ZONE = /(Z|[+-]\d{2}:?\d{2})$/;

/**
 * An ISO 8601 date-time, or null for anything else. Without a zone it is read as UTC: inference, since the vendor's
 * pages show no example, and a server's own time zone would be the worse guess.
 */
export function readIsoTime(value: unknown): Date | null {
  const text = z.safeParse(isoTime, value);
  if (!text.success) return null;
  const time = new Date(WITH_ZONE.test(text.data) ? text.data : `${text.data}Z`);
  return Number.isNaN(time.getTime()) ? null : time;
}
