import * as z from "zod/mini";

/** An instant as it is stored and sent: ISO 8601 in UTC with milliseconds, so that the order of the texts is the order of time. */
export const instant = z.pipe(
  z.iso.datetime({ precision: 3 }),
  z.transform((text) => new Date(text)),
);
