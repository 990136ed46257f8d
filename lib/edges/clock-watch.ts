import { MINUTE_MS, SECOND_MS } from "../domain/time.ts";
import { CLOCK_TOLERANCE_MS } from "../domain/wrong-clock.ts";
import { header } from "./failures.ts";
import { readHttpDate } from "./http-date.ts";
import type { Exchange } from "./request.ts";

type Headers = Pick<Extract<Exchange, { kind: "answered" }>, "headers">;

/** Compares our clock with the API's at each answer. */
export interface ClockWatch {
  /** `sent` and `received` by our clock. */
  answered(answer: Headers, sent: Date, received: Date): void;
  /**
   * How far our clock is from the API's by the last answer, in milliseconds, positive when ours is ahead. Null within
   * two minutes, and when nothing is known: no answer yet, none with a date, or none for five minutes.
   */
  offsetMs(): number | null;
}

/** A clock may have been set right since. One that was has jumped by more than this, and then nothing is known. */
const KNOWN_FOR_MS = 5 * MINUTE_MS;

/** `onOffset` is told of each answer that is more than two minutes off. */
export function createClockWatch(now: () => Date, onOffset: (offsetMs: number) => void = () => {}): ClockWatch {
  let last: { readonly offsetMs: number; readonly at: Date } | null = null;
  return {
    answered(answer, sent, received) {
      const offsetMs = clockOffset(answer, sent, received);
      if (offsetMs === null) return;
      last = { offsetMs, at: received };
      if (Math.abs(offsetMs) > CLOCK_TOLERANCE_MS) onOffset(offsetMs);
    },
    offsetMs() {
      if (last === null || Math.abs(last.offsetMs) <= CLOCK_TOLERANCE_MS) return null;
      return Math.abs(now().getTime() - last.at.getTime()) <= KNOWN_FOR_MS ? last.offsetMs : null;
    },
  };
}

/**
 * The least by which the two clocks must differ: the API wrote its date at some moment between `sent` and `received`,
 * and left out the fraction of the second. Null for an answer that names no date, and for one that was kept by somebody
 * on the way (`Age`, RFC 9111): its date is that of the first time it was given.
 */
export function clockOffset(answer: Headers, sent: Date, received: Date): number | null {
  const theirs = readHttpDate(header(answer, "date"));
  if (theirs === null || (header(answer, "age") ?? "0") !== "0") return null;
  const ahead = sent.getTime() - (theirs.getTime() + SECOND_MS);
  const behind = theirs.getTime() - received.getTime();
  if (ahead > 0) return ahead;
  return behind > 0 ? -behind : 0;
}
