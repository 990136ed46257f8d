import { earliest, latest } from "../../domain/time.ts";
import type { FileForm, Heading, Headings } from "./headings.ts";
import { ObservationsError } from "./problems.ts";
import { type Observed, type OpenRecords, readObservations } from "./read-observed.ts";
import { Thresholds } from "./thresholds.ts";

/** What has to be known of the whole file before its first line can be counted. */
export interface Survey {
  readonly form: FileForm;
  readonly has: (heading: Heading) => boolean;
  readonly lines: number;
  /** The latest time in the file: what is said of it is said as of then. */
  readonly latest: Date;
  readonly firstSeenAt: Date;
  /** The first ending; null where nothing has ended. */
  readonly firstEndedAt: Date | null;
  /** From then on no ending is missing, by the file's own word; null where not all lines say so. */
  readonly endingsSince: Date | null;
  readonly pending: number;
  /** Pending ones without a time. */
  readonly pendingUndated: number;
  readonly withdrawn: number;
  /** Each identity's last list. */
  readonly lastLists: ReadonlyMap<string, Date>;
  readonly thresholds: Thresholds;
}

/** More than any workspace has: beyond, the column holds something else, such as the people invited. */
const MAX_IDENTITIES = 5_000;

/**
 * Reads a whole file and finds every problem in it. Memory grows with identities and days, not with lines.
 *
 * @throws ObservationsError for what `readObservations` finds, and for more than 5,000 identities
 */
export async function survey(records: OpenRecords, onRead?: (lines: number) => void): Promise<Survey> {
  const seen = new Seen();
  for await (const one of readObservations(records)) {
    seen.add(one);
    if (seen.lines % 1_000 === 0) onRead?.(seen.lines);
  }
  return seen.survey();
}

interface Lists {
  latest: Date;
  /** Of the pending ones that say when a list last showed them. */
  pendingAt: Date | null;
}

class Seen {
  lines = 0;
  readonly #thresholds = new Thresholds();
  readonly #lists = new Map<string, Lists>();
  readonly #counts = { pending: 0, pendingUndated: 0, withdrawn: 0, withoutSince: 0 };
  #headings: Headings | null = null;
  #firstSeenAt: Date | null = null;
  #firstEndedAt: Date | null = null;
  #endingsSince: Date | null = null;

  add({ observed, headings }: Observed): void {
    const { identityId, outcome, firstSeenAt, endedAt, thresholdDays, endingsSince } = observed;
    const isPending = outcome === "pending";
    this.#headings = headings;
    this.lines += 1;
    this.#firstSeenAt = first(this.#firstSeenAt, firstSeenAt);
    if (!isPending && endedAt !== null) this.#firstEndedAt = first(this.#firstEndedAt, endedAt);
    // Of two lists put together, what the later one may lack is missing in both.
    if (endingsSince === null) this.#counts.withoutSince += 1;
    else this.#endingsSince = last(this.#endingsSince, endingsSince);
    if (isPending) this.#counts.pending += 1;
    if (isPending && endedAt === null) this.#counts.pendingUndated += 1;
    if (outcome === "withdrawn") this.#counts.withdrawn += 1;
    if (thresholdDays !== null) this.#thresholds.add(identityId, thresholdDays, endedAt);
    this.#addList(identityId, latest(firstSeenAt, endedAt ?? firstSeenAt), isPending ? endedAt : null);
  }

  #addList(identityId: string, at: Date, pendingAt: Date | null): void {
    const lists = this.#lists.get(identityId);
    if (lists === undefined) {
      if (this.#lists.size === MAX_IDENTITIES) {
        throw new ObservationsError(
          `"identity" names more than ${MAX_IDENTITIES.toLocaleString("en-US")} identities; write there who sent the invitations, or leave the column out`,
        );
      }
      this.#lists.set(identityId, { latest: at, pendingAt });
      return;
    }
    lists.latest = latest(lists.latest, at);
    if (pendingAt !== null) lists.pendingAt = last(lists.pendingAt, pendingAt);
  }

  survey(): Survey {
    const [headings, firstSeenAt] = [this.#headings, this.#firstSeenAt];
    if (headings === null || firstSeenAt === null) throw new ObservationsError("the file holds no invitation");
    const { withoutSince, ...counts } = this.#counts;
    const { form, places } = headings;
    // Of the ledger's own the pending ones carry the last list itself, which a withdrawal comes after.
    const listOf = (lists: Lists): Date => (form === "outcomes" ? (lists.pendingAt ?? lists.latest) : lists.latest);
    return {
      ...{ form, lines: this.lines, firstSeenAt, firstEndedAt: this.#firstEndedAt, ...counts },
      has: (heading) => places.has(heading),
      latest: [...this.#lists.values()].map((one) => one.latest).reduce(latest),
      endingsSince: withoutSince === 0 ? this.#endingsSince : null,
      lastLists: new Map([...this.#lists].map(([id, lists]) => [id, listOf(lists)])),
      thresholds: this.#thresholds,
    };
  }
}

const first = (a: Date | null, b: Date): Date => (a === null ? b : earliest(a, b));
const last = (a: Date | null, b: Date): Date => (a === null ? b : latest(a, b));
