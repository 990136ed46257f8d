import * as z from "zod/mini";

/** An instant as it is stored and sent: ISO 8601 in UTC with milliseconds, so that the order of the texts is the order of time. */
export const instant = z.pipe(
  z.iso.datetime({ precision: 3 }),
  z.transform((text) => new Date(text)),
);

const SHAPE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The same, where a hundred thousand are read. Null for what the schema is to judge: nothing that it refuses is read. */
export function plainInstant(value: unknown): Date | null {
  if (typeof value !== "string" || !SHAPE.test(value)) return null;
  const at = new Date(value);
  // 30 February would be the second of March, and 24 o'clock the next day.
  return at.getUTCDate() === Number(value.slice(8, 10)) ? at : null;
}
