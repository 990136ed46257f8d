import { createHeap } from "../model/heap.ts";

/** Virtual time for millions of events. What an event does may be asynchronous as long as it waits for no time itself. */
export interface Timeline {
  /** Epoch milliseconds. */
  now(): number;
  at(when: number, act: () => void | Promise<void>): void;
  /** Plays all events up to and at `end`. */
  playUntil(end: number): Promise<void>;
}

interface Event {
  readonly at: number;
  readonly number: number;
  readonly act: () => void | Promise<void>;
}

export function createTimeline(begin: number): Timeline {
  const events = createHeap<Event>((a, b) => a.at - b.at || a.number - b.number);
  let now = begin;
  let number = 0;
  return {
    now: () => now,
    at(when, act) {
      number += 1;
      events.push({ at: Math.max(now, when), number, act });
    },
    async playUntil(end) {
      for (let next = events.peek(); next !== undefined && next.at <= end; next = events.peek()) {
        events.pop();
        now = next.at;
        const acting = next.act();
        if (acting !== undefined) await acting;
      }
      now = Math.max(now, end);
    },
  };
}
