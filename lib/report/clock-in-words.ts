import { DAY_MS, HOUR_MS, MINUTE_MS } from "../domain/time.ts";
import { isClockWrong, type WrongClockTime } from "../domain/wrong-clock.ts";
import { counted, timeInWords } from "./words.ts";

/** What to do about a clock that is off, with both times; `offsetMs` is positive when `now` is ahead of the API's clock. */
export function clockWarning(offsetMs: number, now: Date): string {
  const there = new Date(now.getTime() - offsetMs);
  const side = offsetMs > 0 ? "ahead of" : "behind";
  const effect = isClockWrong(offsetMs, true)
    ? " Until then nothing is listed for a withdrawal or withdrawn."
    : isClockWrong(offsetMs)
      ? " Until then ages are told by the API's clock."
      : "";
  return (
    `warning: this machine's clock is ${duration(Math.abs(offsetMs))} ${side} the API's ` +
    `(${timeInWords(now)} here, ${timeInWords(there)} there): set it right before you go on.${effect}`
  );
}

/** In the largest unit of which there are two. */
function duration(ms: number): string {
  const units = [
    [DAY_MS, "day"],
    [HOUR_MS, "hour"],
    [MINUTE_MS, "minute"],
  ] as const;
  const [unit, name] = units.find(([size]) => ms >= 2 * size) ?? [MINUTE_MS, "minute"];
  return counted(Math.round(ms / unit), name);
}

const WORDS: Readonly<Record<WrongClockTime["what"], string>> = {
  "next-call": "its next call is due",
  lease: "a call of it is under way until",
  "withdraw-calls": "it made withdraw calls on",
  "list-block": "its lists are blocked until",
  "withdraw-block": "its withdrawals are blocked until",
  "workspace-block": "all identities are stopped until",
  "bulk-run": "a clean-up holds it until",
  "last-listing": "it was listed on",
  "needs-person": "it waits for a person since",
  pause: "it is paused since",
};

/** "its next call is due 2026-12-08 09:02 UTC, it was listed on 2026-12-08 09:00 UTC". */
export const wrongClockInWords = (times: readonly WrongClockTime[]): string =>
  times.map(({ what, at }) => `${WORDS[what]} ${timeInWords(at)}`).join(", ");

/** Why nothing is called for such an identity, and how it is again. `again`: options that name the target. */
export const futureGate = (id: string, again: string, times: readonly WrongClockTime[]): string =>
  `${wrongClockInWords(times)}, which is beyond any wait: a wrong clock wrote it. ` +
  `With this machine's clock right, \`sweeper resume ${id}${again}\` lifts it`;
