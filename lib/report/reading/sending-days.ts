import type { KnownInvitation } from "../../domain/bookkeeping.ts";
import { DAY_MS, earliest, latest } from "../../domain/time.ts";
import type { ReportWindow } from "./window.ts";

/**
 * How many invitations an identity sends a day, as far as listings saw them: Little's law asks for the rate at which
 * those come that the curve is about, so what was answered before the next listing is not among them.
 *
 * The first listing brings everything sent before it, weeks or months of sending in one day. Nothing sent before that
 * listing counts, nor does any part of a day: counted are the whole UTC days between the first listing and the last
 * complete one, or the ends of the window. Memory: a number for each of these days.
 */
export class SendingDays {
  readonly #byDay = new Map<number, number>();
  readonly #window: ReportWindow;
  readonly #since: number;
  readonly #until: number;
  /** Milliseconds since 1970; infinite before anything was seen. */
  #firstListing = Number.POSITIVE_INFINITY;

  constructor(window: ReportWindow) {
    this.#window = window;
    [this.#since, this.#until] = [window.since.getTime(), window.until.getTime()];
  }

  add({ sentAt, firstSeenAt }: Pick<KnownInvitation, "sentAt" | "firstSeenAt">, count = 1): void {
    this.addAt(sentAt.getTime(), firstSeenAt.getTime(), count);
  }

  /** The same in milliseconds since 1970. */
  addAt(sentAt: number, firstSeenAt: number, count = 1): void {
    if (firstSeenAt < this.#firstListing) this.#firstListing = firstSeenAt;
    if (sentAt < this.#since || sentAt > this.#until) return;
    const day = Math.floor(sentAt / DAY_MS);
    this.#byDay.set(day, (this.#byDay.get(day) ?? 0) + count);
  }

  /** Counts what another has counted too. */
  include(other: SendingDays): void {
    this.#firstListing = Math.min(this.#firstListing, other.#firstListing);
    for (const [day, count] of other.#byDay) this.#byDay.set(day, (this.#byDay.get(day) ?? 0) + count);
  }

  /** When anything was first seen; null before. */
  get firstListing(): Date | null {
    return Number.isFinite(this.#firstListing) ? new Date(this.#firstListing) : null;
  }

  /** Invitations a day up to `lastListing`; 0 until a whole day lies between two listings. */
  perDay(lastListing: Date | null): number {
    const { firstListing } = this;
    if (firstListing === null || lastListing === null) return 0;
    const from = latest(firstListing, this.#window.since);
    const to = earliest(lastListing, this.#window.until);
    const first = Math.ceil(from.getTime() / DAY_MS);
    const days = Math.floor(to.getTime() / DAY_MS) - first;
    if (days < 1) return 0;
    let sent = 0;
    for (const [day, count] of this.#byDay) if (day >= first && day < first + days) sent += count;
    return sent / days;
  }
}
