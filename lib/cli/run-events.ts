import { createDelivery, type Delivery, type Destination } from "../local/events/delivery.ts";
import { type EventSink, eventFileSink } from "../local/events/event-sink.ts";
import { counted } from "../report/words.ts";
import type { Io } from "./io.ts";

/** Real time for what is left to deliver once the run is over. */
const WAIT_MS = 30_000;

export interface RunEvents {
  readonly telling: EventSink;
  /** Waits for the deliveries, not for long, and says on standard error what went wrong. Never throws. */
  finish(io: Io): Promise<void>;
}

/** The events of a run, into the file at `path` and, where there is one, to a destination. */
export function openRunEvents(path: string, destination: Destination | null, waitMs = WAIT_MS): RunEvents {
  const delivery = destination === null ? null : createDelivery(destination);
  const telling = eventFileSink(path, delivery?.add);
  const deliverRest = async (rest: Delivery, io: Io) => {
    const left = rest.waiting();
    // Ctrl-C ends the waiting, and nothing else.
    const takeBack = left > 0 ? io.onInterrupt(rest.giveUp) : () => {};
    if (left > 0) io.progress(`delivering ${counted(left, "event")}`);
    const { undelivered, lastWhy } = await rest.finish(waitMs);
    takeBack();
    io.progress("");
    if (undelivered > 0) {
      io.err(`${counted(undelivered, "event")} could not be delivered (${lastWhy}): see ${path}, which has them all`);
    }
  };
  return {
    telling,
    async finish(io) {
      if (delivery !== null) await deliverRest(delivery, io);
      for (const notice of telling.notices()) io.err(notice);
    },
  };
}
