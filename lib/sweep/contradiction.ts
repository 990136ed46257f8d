import { narrow, type SentInterval } from "../domain/sent-interval.ts";
import type { ProgressItem } from "../ledger/ledger.ts";

/** What the items of one list say so far of an invitation that has come more than once. */
export interface Evidence {
  readonly personId: string | null;
  readonly kind: string;
  /** When it was sent, by all readings together; null when its date could not be read. */
  readonly sent: SentInterval | null;
}

export const evidenceOf = ({ personId, kind, sentFrom, sentBy }: ProgressItem): Evidence => ({
  personId,
  kind,
  sent: sentBy === null ? null : { from: sentFrom, by: sentBy },
});

/**
 * What two items about the same invitation say together, or null when both cannot be true: they name different people or
 * kinds, or their dates share no instant, or only one of them can be read. A list is read over minutes, so that "59 minutes ago"
 * comes back as "1 hour ago": such dates overlap and contradict nothing. The order of several items makes no difference,
 * for intervals of which each two overlap have an instant in common.
 */
export function together(a: Evidence, b: Evidence): Evidence | null {
  if (a.personId !== b.personId || a.kind !== b.kind || (a.sent === null) !== (b.sent === null)) return null;
  if (a.sent === null || b.sent === null) return a;
  const narrowed = narrow(a.sent, b.sent);
  return narrowed.kind === "contradiction" ? null : { ...a, sent: narrowed.interval };
}
