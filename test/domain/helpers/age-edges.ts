import { verdictOn } from "../../../lib/domain/plan.ts";
import { readSentDate } from "../../../lib/domain/sent-date.ts";
import { at, identityPolicy, NO_FLAGS, planInput } from "./records.ts";

/** A `sent_date`, a moment, and whether the invitation is 21 days old by then. All worked out by hand. */
export interface AgeEdge {
  readonly title: string;
  readonly sentDate: string;
  readonly now: string;
  readonly verdict: "keep" | "withdraw";
}

/** One pair of edges: a millisecond before `due` it is kept, at `due` it is withdrawn. */
const edges = (title: string, sentDate: string, due: string): AgeEdge[] => [
  { title, sentDate, now: new Date(at(due).getTime() - 1).toISOString(), verdict: "keep" },
  { title, sentDate, now: due, verdict: "withdraw" },
];

export const AGE_EDGES: readonly AgeEdge[] = [
  ...edges("an ordinary month", "2026-03-01T00:00:00.000Z", "2026-03-22T00:00:00.000Z"),
  ...edges("with a leap day in between", "2028-02-15T06:00:00.000Z", "2028-03-07T06:00:00.000Z"),
  ...edges("the same days without a leap day", "2027-02-15T06:00:00.000Z", "2027-03-08T06:00:00.000Z"),
  ...edges("over a new year", "2026-12-20T12:00:00.000Z", "2027-01-10T12:00:00.000Z"),
  // Zurich, clocks forward on 29 March 2026: 21 days after 10:00 it is 11:00.
  ...edges("over Europe's change to summer", "2026-03-20T10:00:00.000+01:00", "2026-04-10T09:00:00.000Z"),
  {
    title: "at the same wall clock after Europe's change to summer, an hour short",
    sentDate: "2026-03-20T10:00:00.000+01:00",
    now: "2026-04-10T08:00:00.000Z",
    verdict: "keep",
  },
  // Zurich, clocks back on 25 October 2026: 21 days after 10:00 it is 09:00.
  ...edges("over Europe's change to winter", "2026-10-10T10:00:00.000+02:00", "2026-10-31T08:00:00.000Z"),
  // Los Angeles, clocks forward on 8 March 2026.
  ...edges("over America's change to summer", "2026-03-01T10:00:00.000-08:00", "2026-03-22T18:00:00.000Z"),
  {
    title: "at the same wall clock after America's change to summer, an hour short",
    sentDate: "2026-03-01T10:00:00.000-08:00",
    now: "2026-03-22T17:00:00.000Z",
    verdict: "keep",
  },
  // New York, clocks back on 1 November 2026.
  ...edges("over America's change to winter", "2026-10-20T10:00:00.000-04:00", "2026-11-10T14:00:00.000Z"),
  // The first of March ends last at UTC−12, a millisecond before noon UTC on the second.
  ...edges("a bare date", "2026-03-01", "2026-03-23T11:59:59.999Z"),
  ...edges("a civil time without a zone", "2026-03-01T10:00:00.000", "2026-03-22T22:00:00.000Z"),
];

export function verdictAtEdge({ sentDate, now }: AgeEdge): string {
  const reading = readSentDate(sentDate, at(now));
  const sentAt = reading.readable ? reading.sentBy : null;
  return verdictOn(planInput({ sentAt }), NO_FLAGS, identityPolicy(), at(now)).verdict;
}
