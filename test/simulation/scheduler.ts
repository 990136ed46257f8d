import type { Process } from "./process.ts";

/**
 * Virtual time. Everything that happens is an event with an instant; the earliest one runs, then all code it has woken
 * runs until it waits for another event. Nothing but the events' order decides what comes before what.
 */
export interface Scheduler {
  /** True time, in epoch milliseconds. Functions have clocks of their own. */
  now(): number;
  at(when: number, what: () => void): void;
  /** Lets a function's code run on: `how` gives it what it waited for. A dead one's never does. */
  resume(process: Process, how: () => void, turns?: number): void;
  /** Code that belongs to no function runs on in this event. */
  woke(): void;
  /** Whose code is running. */
  running(): Process | null;
  /** Events run so far. */
  events(): number;
  runUntil(when: number): Promise<void>;
  /** Ends the simulation with the event under way. */
  stop(): void;
}

interface Event {
  readonly when: number;
  /** Of two events at the same instant the one that was planned first. */
  readonly order: number;
  readonly what: () => void;
}

/**
 * Turns of Node's own loop after an event. One is enough for promises; the HTTP client reads a body through a stream,
 * which may take two more. Never a matter of time, so that the machine's speed decides nothing.
 */
const TURNS = 1;
export const TURNS_FOR_A_BODY = 3;

export function createScheduler(start: number): Scheduler {
  const heap: Event[] = [];
  let now = start;
  let order = 0;
  let events = 0;
  let turns = 0;
  let stopped = false;
  let current: Process | null = null;

  return {
    now: () => now,
    at(when, what) {
      order += 1;
      push(heap, { when: Math.max(now, when), order, what });
    },
    resume(process, how, wanted = TURNS) {
      if (!process.alive()) return;
      current = process;
      turns = Math.max(turns, wanted);
      how();
    },
    woke() {
      turns = Math.max(turns, TURNS);
    },
    running: () => current,
    events: () => events,
    stop() {
      stopped = true;
    },
    async runUntil(when) {
      for (let next = heap[0]; !stopped && next !== undefined && next.when <= when; next = heap[0]) {
        pop(heap);
        now = next.when;
        events += 1;
        next.what();
        for (; turns > 0; turns -= 1) await new Promise<void>((resolve) => setImmediate(resolve));
        current = null;
      }
      if (!stopped) now = Math.max(now, when);
    },
  };
}

const before = (a: Event, b: Event): boolean => a.when < b.when || (a.when === b.when && a.order < b.order);

/** A binary heap, the earliest event first. */
function push(heap: Event[], event: Event): void {
  let at = heap.push(event) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up];
    if (parent === undefined || before(parent, event)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = event;
}

function pop(heap: Event[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const [child, from] = right !== undefined && left !== undefined && before(right, left) ? [right, 2] : [left, 1];
    if (child === undefined || before(last, child)) break;
    heap[at] = child;
    at = 2 * at + from;
  }
  heap[at] = last;
}
