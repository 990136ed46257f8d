import { DAY_MS } from "./time.ts";

/**
 * How far a clock may run ahead, some twenty years. Every day up to now is lived through: a million of them would take
 * minutes, and beyond what a Date can hold there is no time at all.
 */
export const MAX_LEAD_MS = 20 * 365 * DAY_MS;

/** The sandbox's only source of time. Epoch milliseconds. */
export interface Clock {
  now(): number;
  sleep(ms: number): Promise<void>;
}

/** The machine's clock, put forward by as much as anyone asks. */
export interface OwnClock extends Clock {
  /** How far it runs ahead of the machine's, in milliseconds. */
  aheadMs(): number;
  setAhead(ms: number): void;
}

export function createOwnClock(): OwnClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    // Unreferenced, so that a slow answer nobody waits for any more does not keep a closed sandbox's process alive.
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
    aheadMs: () => ahead,
    setAhead(ms) {
      ahead = ms;
    },
  };
}
