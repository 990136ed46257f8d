import type { AgeOrigin } from "../domain/rule.ts";
import { shownAge } from "../domain/sent-interval.ts";

/** "41 d", "27–61 d", "≥ 27 d", or "?" for a date that cannot be read. */
export const ageInWords = (
  { sentAt, sentFrom }: { readonly sentAt: Date | null; readonly sentFrom: Date | null },
  now: Date,
): string => (sentAt === null ? "?" : shownAge({ from: sentFrom, by: sentAt }, now));

const ORIGINS: Readonly<Record<AgeOrigin, string>> = { date: "date", lists: "lists", id: "id" };

/** What an age comes from; nothing for one that is not known. */
export const ageFromInWords = ({
  sentAt,
  ageFrom,
}: {
  readonly sentAt: Date | null;
  readonly ageFrom: AgeOrigin;
}): string => (sentAt === null ? "" : ORIGINS[ageFrom]);
