import { InvalidArgumentError } from "commander";
import { DAY_MS, HOUR_MS } from "../core/time.ts";

/** `--since 7d`, `--since 12h` or `--since 2026-11-01`: how to read it once "now" is known. */
export type Moment = (now: Date) => Date;

export function parseMoment(text: string): Moment {
  const span = /^(\d{1,5})(d|h)$/.exec(text);
  if (span !== null) {
    const ms = Number(span[1]) * (span[2] === "d" ? DAY_MS : HOUR_MS);
    return (now) => new Date(now.getTime() - ms);
  }
  const at = /^\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?$/.test(text) ? new Date(text) : new Date(Number.NaN);
  if (Number.isNaN(at.getTime())) {
    throw new InvalidArgumentError('Give a span such as "7d" or "12h", a date such as "2026-11-01", or a UTC instant.');
  }
  return () => at;
}

/** A whole number of at least `min`. */
export function parseWholeNumber(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d{1,9}$/.test(text) || value < min) throw new InvalidArgumentError(`Give a whole number, at least ${min}.`);
    return value;
  };
}
