import type { Clock } from "../observe/clock.ts";

/**
 * The machine's clock, which can be put forward. Time passes by itself; `advance` jumps to where the next sleeper
 * wakes, so that days of waiting take seconds and the code under it cannot tell.
 */
export interface FastForwardClock extends Clock {
  /** How far it runs ahead of the machine's clock, in milliseconds. */
  aheadMs(): number;
  /** How many are asleep now. */
  sleeping(): number;
  /** Calls `listener` whenever somebody has begun to sleep. Answers how to take that back. */
  onSleep(listener: () => void): () => void;
  /** When the first sleeper wakes; null when nobody sleeps. */
  nextWaking(): Date | null;
  /** Jumps forward to `instant`, if it lies ahead, and wakes whoever is due by then. Never goes back. */
  advance(instant: Date): void;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/**
 * `aheadMs` is where it starts; `onAdvance` is told the new lead before anybody wakes, so that it can be kept.
 * `machineNow` is what it runs ahead of, in milliseconds since 1970; default: the machine's clock.
 */
export function createFastForwardClock(
  aheadMs = 0,
  onAdvance: (aheadMs: number) => void = () => {},
  machineNow: () => number = Date.now,
): FastForwardClock {
  let ahead = aheadMs;
  const sleepers = new Set<Sleeper>();
  const listeners = new Set<() => void>();
  const now = () => machineNow() + ahead;
  return {
    now: () => new Date(now()),
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => sleeper.wake(), ms);
        const sleeper: Sleeper = {
          until: now() + ms,
          wake: () => {
            clearTimeout(timer);
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        for (const listener of listeners) listener();
      }),
    aheadMs: () => ahead,
    sleeping: () => sleepers.size,
    onSleep(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    // A date has whole milliseconds: rounded down it would lie before the waking, and nobody would wake.
    nextWaking: () =>
      sleepers.size === 0 ? null : new Date(Math.ceil(Math.min(...[...sleepers].map(({ until }) => until)))),
    advance(instant) {
      const jump = instant.getTime() - now();
      if (jump > 0) {
        ahead += jump;
        onAdvance(ahead);
      }
      const due = [...sleepers].filter(({ until }) => until <= now()).sort((a, b) => a.until - b.until);
      for (const { wake } of due) wake();
    },
  };
}

/** Real time until the next jump where one has left others asleep. */
const NEXT_JUMP_MS = 2;

/**
 * Waits for `work`, jumping over every wait in it. For work that goes one step at a time: whoever sleeps while it is
 * under way is taken for the only thing that happens.
 */
export async function fastForwardThrough<Result>(clock: FastForwardClock, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const jump = (): void => {
    const waking = isUnderWay ? clock.nextWaking() : null;
    if (waking !== null) clock.advance(waking);
    clearTimeout(timer);
    if (waking !== null && clock.sleeping() > 0) timer = setTimeout(jump, NEXT_JUMP_MS);
  };
  let isUnderWay = true;
  // Not at once: who has begun to sleep is still about to say so to whoever waits for it.
  const takeBack = clock.onSleep(() => void setImmediate(jump));
  jump();
  try {
    return await work;
  } finally {
    isUnderWay = false;
    clearTimeout(timer);
    takeBack();
  }
}
