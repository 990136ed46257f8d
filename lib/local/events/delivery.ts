import { setTimeout as realPause } from "node:timers/promises";
import type { SweeperEvent } from "./sweeper-event.ts";

/** How one try went. `again`: the next may go better. */
export type Sent =
  | { readonly kind: "sent" }
  | { readonly kind: "failed"; readonly why: string; readonly again: boolean };

/** Where events are handed to. */
export interface Destination {
  /** Tries for one event, the first included. */
  readonly tries: number;
  /** One try. Never throws; ends soon after `signal`. `body` is the event as JSON. */
  send(event: SweeperEvent, body: string, signal: AbortSignal): Promise<Sent>;
  /** Lets go of what it holds. */
  close(): Promise<void>;
}

export interface Delivery {
  add(event: SweeperEvent): void;
  /** How many are not handed over yet, without those that failed. */
  waiting(): number;
  /** Stops trying at once; what is left counts as undelivered. */
  giveUp(): void;
  /** Waits until all are handed over or have failed, `limitMs` of real time at most; nothing can be added any more. */
  finish(limitMs: number): Promise<{ readonly undelivered: number; readonly lastWhy: string | null }>;
}

export interface DeliveryOptions {
  /** Real time before the second try; doubled before each further one. Default 500. */
  readonly firstPauseMs?: number;
  readonly random?: () => number;
}

/**
 * Hands events over one after the other, in their order, beside whatever adds them. All its time is real time: the
 * sandbox's clock neither waits for it nor jumps over it.
 */
export function createDelivery(destination: Destination, options: DeliveryOptions = {}): Delivery {
  const { firstPauseMs = 500, random = Math.random } = options;
  const queue: SweeperEvent[] = [];
  const stop = new AbortController();
  let undelivered = 0;
  let lastWhy: string | null = null;
  let draining: Promise<void> | null = null;

  async function drain(): Promise<void> {
    for (let event = queue[0]; event !== undefined && !stop.signal.aborted; event = queue[0]) {
      const delivered = await deliver(event);
      // Left in the queue until here, so that one under way counts as waiting.
      queue.shift();
      if (!delivered) undelivered += 1;
    }
    draining = null;
  }

  async function deliver(event: SweeperEvent): Promise<boolean> {
    const body = JSON.stringify(event);
    for (let tries = 1; ; tries += 1) {
      const sent = await destination.send(event, body, stop.signal);
      if (sent.kind === "sent") return true;
      if (!stop.signal.aborted) lastWhy = sent.why;
      if (!sent.again || tries >= destination.tries || stop.signal.aborted) return false;
      // Half of it at random, so that many machines do not come back at the same moment.
      const pauseMs = firstPauseMs * 2 ** (tries - 1) * (0.5 + random() / 2);
      await realPause(pauseMs, undefined, { signal: stop.signal }).catch(() => {});
    }
  }

  return {
    add(event) {
      queue.push(event);
      draining ??= drain();
    },
    waiting: () => queue.length,
    giveUp: () => stop.abort(),
    async finish(limitMs) {
      const limit = setTimeout(() => stop.abort(), limitMs);
      try {
        await draining;
      } finally {
        clearTimeout(limit);
      }
      await destination.close();
      const left = queue.splice(0).length;
      return { undelivered: undelivered + left, lastWhy: lastWhy ?? (left > 0 ? "no answer in time" : null) };
    },
  };
}
