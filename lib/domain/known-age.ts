import { MAX_DISAGREEMENT_MS, narrow, type SentInterval, spanOf } from "./sent-interval.ts";

/** What earlier readings and sightings, and the reading of today, say together of when an invitation was sent. */
export interface KnownAge {
  readonly sent: SentInterval;
  /** Today's reading lies more than 36 hours outside of what was known: one of them is wrong. */
  readonly datesDisagree: boolean;
  /** What the ledger does not hold yet; null for an end that it need not learn, and for both where the two contradict. */
  readonly learnt: { readonly sentFrom: Date | null; readonly sentBy: Date | null };
}

/**
 * Puts a reading beside what the ledger holds. Readings that are a little apart, and share no moment, are both kept as
 * possible, so that the youngest age counts. Pure.
 *
 * @param held what the ledger holds; `from` null when it holds nothing, or when that was not looked up
 */
export function knownAge(held: SentInterval, reading: SentInterval): KnownAge {
  const narrowed = narrow(held, reading);
  if (narrowed.kind === "contradiction") {
    const datesDisagree = gapBetween(held, reading) > MAX_DISAGREEMENT_MS;
    return { sent: spanOf(held, reading), datesDisagree, learnt: { sentFrom: null, sentBy: null } };
  }
  const { from, by } = narrowed.interval;
  const learnt = {
    sentFrom: from?.getTime() === held.from?.getTime() ? null : from,
    sentBy: by.getTime() === held.by.getTime() ? null : by,
  };
  return { sent: narrowed.interval, datesDisagree: false, learnt };
}

/** How far apart two intervals lie that share no moment, in milliseconds. */
function gapBetween(a: SentInterval, b: SentInterval): number {
  const after = (first: SentInterval, second: SentInterval) =>
    second.from === null ? 0 : second.from.getTime() - first.by.getTime();
  return Math.max(after(a, b), after(b, a));
}
