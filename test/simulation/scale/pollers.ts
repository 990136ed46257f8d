import type { QueueModel, Received } from "../../../lib/local/memory/queue-model.ts";
import type { Timeline } from "./timeline.ts";

/** Lambda's pollers of one queue: so many invocations at once, one message each. */
export interface Pollers {
  /** To be told when something was sent. */
  look(): void;
  /** Average share of the invocations at work since the last time this was asked, 0 to 1. */
  busyShare(): number;
}

/** What becomes of a message: `done` deletes it, a number hides it for so many seconds. */
export type End = "done" | number;

export function createPollers(
  timeline: Timeline,
  queue: QueueModel,
  atOnce: number,
  /** Calls `end` once, at the instant at which its invocation is over. */
  handle: (message: Received, end: (how: End) => void) => void,
): Pollers {
  let busy = 0;
  let planned = Number.POSITIVE_INFINITY;
  let [busyMs, changedAt, askedAt] = [0, timeline.now(), timeline.now()];

  function change(by: number): void {
    busyMs += busy * (timeline.now() - changedAt);
    changedAt = timeline.now();
    busy += by;
  }

  function look(): void {
    while (busy < atOnce) {
      const message = queue.receive();
      if (message === null) break;
      change(1);
      handle(message, (how) => {
        if (how === "done") queue.remove(message.receiptHandle);
        else queue.hide(message.receiptHandle, how);
        change(-1);
        look();
      });
    }
    const next = busy < atOnce ? queue.nextAt() : null;
    if (next === null || next >= planned) return;
    planned = next;
    timeline.at(next, () => {
      if (planned === next) planned = Number.POSITIVE_INFINITY;
      look();
    });
  }

  return {
    look,
    busyShare() {
      change(0);
      const share = busyMs / Math.max(1, atOnce * (timeline.now() - askedAt));
      [busyMs, askedAt] = [0, timeline.now()];
      return share;
    },
  };
}
