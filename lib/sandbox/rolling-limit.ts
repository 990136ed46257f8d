import { DAY_MS } from "./time.ts";

/** Calls counted over a rolling 24 hours. All instants are epoch milliseconds. */
export interface RollingLimit {
  readonly max: number;
  count(at: number): void;
  consumed(now: number): number;
  /** When a call may be made again: `now` unless the limit is reached, else when the oldest call leaves the window. */
  availableAt(now: number): number;
}

export function createRollingLimit(max: number): RollingLimit {
  const counted: number[] = [];
  const inWindow = (now: number): number[] => counted.filter((at) => at <= now && now < at + DAY_MS);
  return {
    max,
    count(at) {
      counted.push(at);
    },
    consumed: (now) => inWindow(now).length,
    availableAt(now) {
      const window = inWindow(now);
      // With a limit of 0 nothing ever frees up; a day ahead is as good an answer as any.
      if (max === 0) return now + DAY_MS;
      const leaving = window.sort((a, b) => a - b).at(window.length - max);
      return window.length < max || leaving === undefined ? now : leaving + DAY_MS;
    },
  };
}
