import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../../domain/time.ts";
import { identityShown, knowIdentities } from "../../report/reader.ts";
import type { Io } from "../io.ts";

/** How far a wait is. */
interface Step {
  /** What has been done, such as "3 of 25 withdrawn". */
  readonly what: string;
  /** Of `total`; both in the same unit, whichever it is. */
  readonly done?: number;
  /** Left out where nobody knows how much there is: the time so far is shown then. */
  readonly total?: number;
  /** What there is room for behind the time, such as when the next call is due. */
  readonly more?: string;
}

export interface Progress {
  show(step: Step): void;
  /** Clears the line. */
  end(): void;
}

/** Shorter waits need no time, and nothing can be said of it yet. */
const MIN_WAIT_MS = 2 * SECOND_MS;

/** The progress line of one wait, which begins now. `now`: milliseconds of a clock that nobody puts forward. */
export function showProgress(io: Pick<Io, "progress">, now: () => number = () => performance.now()): Progress {
  const begun = now();
  return {
    show: ({ what, done = 0, total, more = "" }) =>
      io.progress(`${what}${timeInWords(now() - begun, done, total)}${more === "" ? "" : `, ${more}`}`),
    end: () => io.progress(""),
  };
}

/** ", about 3 min left" at the pace so far. */
function timeInWords(elapsedMs: number, done: number, total: number | undefined): string {
  if (elapsedMs < MIN_WAIT_MS) return "";
  if (total === undefined) return `, ${spanInWords(elapsedMs)} so far`;
  if (done <= 0 || done >= total) return "";
  return `, about ${spanInWords((elapsedMs * (total - done)) / done)} left`;
}

/** "40 s", "3 min", "2.5 h". */
function spanInWords(ms: number): string {
  if (ms < 1.5 * MINUTE_MS) return `${Math.max(1, Math.round(ms / SECOND_MS))} s`;
  if (ms < 1.5 * HOUR_MS) return `${Math.round(ms / MINUTE_MS)} min`;
  return `${Number((ms / HOUR_MS).toFixed(1))} h`;
}

/** "listing 5f0c…: 200 of about 1,000 invitations", for each page that comes; `expected` by identity, from its last list. */
export function showListing(io: Pick<Io, "progress">, expected: ReadonlyMap<string, number>) {
  const progress = showProgress(io);
  const listed = new Map<string, number>();
  const total = sum(expected.values());
  return {
    onPage(id: string, count: number): void {
      listed.set(id, count);
      knowIdentities([id]);
      const known = expected.get(id);
      const of = known === undefined || known < count ? "" : ` of about ${known.toLocaleString("en-US")}`;
      const what = `listing ${identityShown(id)}: ${count.toLocaleString("en-US")}${of === "" ? " invitations so far" : `${of} invitations`}`;
      const isKnown = [...listed.keys()].every((one) => expected.has(one));
      progress.show({ what, done: sum(listed.values()), ...(isKnown && { total }) });
    },
    end: progress.end,
  };
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((all, one) => all + one, 0);
