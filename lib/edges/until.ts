import { own } from "../domain/own-property.ts";
import { later, MINUTE_MS, SECOND_MS } from "../domain/time.ts";
import { LONGEST_BLOCK_MS } from "../domain/wrong-clock.ts";
import { readHttpDate } from "./http-date.ts";
import { readIsoTime } from "./iso-time.ts";

interface WaitHints {
  readonly label: string | null;
  readonly status: number;
  /** The `Retry-After` header: seconds or an HTTP date (RFC 9110, 10.2.3). */
  readonly retryAfter: string | null;
  /** The answer's JSON, or undefined when it had none. */
  readonly json: unknown;
}

/**
 * When the call may be made again: `params.postponed_until`, else `Retry-After`, else `retry_after` in the body (seconds).
 * A time that is unreadable, past or more than seven days ahead says nothing and is passed over.
 *
 * Without any, a proxy fault and a plan rate limit wait one minute, as documented. `LIMIT_REACHED` listens to
 * `postponed_until` alone: the allowance it speaks of rolls over 24 hours, and a gateway's `Retry-After: 1` would have
 * us knock at it all day.
 */
export function readUntil(hints: WaitHints, now: Date): Date | null {
  const postponed = within(readIsoTime(own(own(hints.json, "params"), "postponed_until")), now);
  if (postponed !== null || hints.label === "LIMIT_REACHED") return postponed;
  const asked = readRetryAfter(hints.retryAfter, now) ?? readRetryAfter(own(hints.json, "retry_after"), now);
  if (asked !== null) return asked;
  const rateLimited = hints.label === "STATUS_429" || (hints.label === null && hints.status === 429);
  return rateLimited || hints.label === "PROXY_ERROR" ? later(now, MINUTE_MS) : null;
}

function readRetryAfter(value: unknown, now: Date): Date | null {
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string") return null;
  if (/^\d{1,9}(\.\d{1,9})?$/.test(text)) return within(later(now, Math.ceil(Number(text) * SECOND_MS)), now);
  return within(readHttpDate(text), now);
}

function within(time: Date | null, now: Date): Date | null {
  if (time === null) return null;
  const ahead = time.getTime() - now.getTime();
  return ahead >= 0 && ahead <= LONGEST_BLOCK_MS ? time : null;
}
