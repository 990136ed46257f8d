import { CLOCK_TOLERANCE_MS } from "../../domain/wrong-clock.ts";
import { type ClockWatch, clockOffset } from "../../edges/clock-watch.ts";
import { type Check, failing, ok, warning } from "./check.ts";

/** What an answer said of the time: milliseconds that our clock is ahead of the API's; null for one that names no date. */
export interface ClockFound {
  readonly offsetMs: number | null;
}

/** Hands on what each answer says, where the client's own watch is silent within two minutes. */
export const createClockReading = (onFound: (found: ClockFound) => void): Pick<ClockWatch, "answered"> => ({
  answered: (answer, sent, received) => onFound({ offsetMs: clockOffset(answer, sent, received) }),
});

/** Ages are counted by this machine's clock, so a run is held where it is further off than a sweep allows. Null: no answer. */
export function clockCheck(found: ClockFound | null, host: string): Check {
  if (found === null) return warning("clock", `could not look: ${host} did not answer`, "see API key, then look again");
  const { offsetMs } = found;
  if (offsetMs === null) {
    const remedy = "compare this machine's clock with another one";
    return warning("clock", `could not look: the answer of ${host} names no date`, remedy);
  }
  const seconds = Math.round(Math.abs(offsetMs) / 1000);
  if (seconds === 0) return ok("clock", `as that of ${host}`);
  const side = offsetMs > 0 ? "ahead of" : "behind";
  const text = `${seconds} s ${side} that of ${host}`;
  if (Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS) return ok("clock", text);
  return failing("clock", text, "set this machine's clock right (NTP): runs are held until then");
}
