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
  /** When the first sleeper wakes; null when nobody sleeps. */
  nextWaking(): Date | null;
  /** Jumps forward to `instant`, if it lies ahead, and wakes whoever is due by then. Never goes back. */
  advance(instant: Date): void;
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** `aheadMs` is where it starts; `onAdvance` is told the new lead before anybody wakes, so that it can be kept. */
export function createFastForwardClock(aheadMs = 0, onAdvance: (aheadMs: number) => void = () => {}): FastForwardClock {
  let ahead = aheadMs;
  const sleepers = new Set<Sleeper>();
  const now = () => Date.now() + ahead;
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
      }),
    aheadMs: () => ahead,
    sleeping: () => sleepers.size,
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

/** Real time between two looks at whether everybody sleeps. */
const LOOK_MS = 2;

/**
 * Waits for `work`, jumping over every wait in it. For work that goes one step at a time: whoever sleeps while it is
 * under way is taken for the only thing that happens.
 */
export async function fastForwardThrough<Result>(clock: FastForwardClock, work: Promise<Result>): Promise<Result> {
  let settled = false;
  const done = work.finally(() => {
    settled = true;
  });
  // Handled where it is awaited below; here it only must not count as unhandled meanwhile.
  done.catch(() => {});
  while (!settled) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const waking = settled ? null : clock.nextWaking();
    if (waking !== null) clock.advance(waking);
  }
  return done;
}
