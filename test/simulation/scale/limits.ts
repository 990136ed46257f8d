import type { QueueModel } from "../../../lib/local/memory/queue-model.ts";
import type { Pollers } from "./pollers.ts";
import type { PlanRate } from "./rate.ts";

/** What keeps a call from being made sooner. */
export type Limit =
  | "the plan's rate"
  | "withdraw concurrency"
  | "sweep concurrency"
  | "the FIFO window"
  | "room in the queues"
  | "each identity's gap";

export interface LimitWatch {
  /** A call was refused by the plan's rate. */
  refused(): void;
  /** Once a minute. */
  look(): void;
  minutes(): ReadonlyMap<Limit, number>;
}

interface Watched {
  readonly rate: PlanRate;
  readonly perMinute: number;
  readonly pollers: { readonly sweep: Pollers; readonly withdraw: Pollers };
  readonly queues: { readonly sweep: QueueModel; readonly withdraw: QueueModel };
  readonly now: () => number;
  readonly isLeftToSend: () => boolean;
  readonly isWork: () => boolean;
}

/** Nearly all of it: an average over a minute seldom is all. */
const FULL = 0.97;
/** In a minute. A few happen by chance where concurrency is set just below the rate. */
const MANY_REFUSALS = 10;

/** Names the limit of each minute in which there is work: the first of these that is used up. */
export function createLimitWatch({ rate, perMinute, pollers, queues, now, isLeftToSend, isWork }: Watched): LimitWatch {
  const minutes = new Map<Limit, number>();
  let refusals = 0;
  function limit(): Limit {
    const [sweep, withdraw] = [pollers.sweep.busyShare(), pollers.withdraw.busyShare()];
    if (refusals >= MANY_REFUSALS || rate.lastMinute(now()) >= FULL * perMinute) return "the plan's rate";
    if (withdraw >= FULL) return "withdraw concurrency";
    if (queues.withdraw.isBeyondWindow() || queues.sweep.isBeyondWindow()) return "the FIFO window";
    if (sweep >= FULL) return "sweep concurrency";
    return isLeftToSend() ? "room in the queues" : "each identity's gap";
  }
  return {
    refused() {
      refusals += 1;
    },
    look() {
      const found = limit();
      if (isWork()) minutes.set(found, (minutes.get(found) ?? 0) + 1);
      refusals = 0;
    },
    minutes: () => minutes,
  };
}
