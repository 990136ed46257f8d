import type { Pause } from "../domain/policy.ts";
import type { ModeOrder, Stops } from "../domain/stops.ts";

/** Where stops are kept: in the ledger on AWS, in a file on one machine. */
export interface StopLedger {
  /** As they stand now; never from a cache. Throws where one cannot be read, for it may stop what is about to be called. */
  read(): Promise<Stops>;
  /** Replaces the pause of the same identity. May be repeated. */
  pause(pause: Pause): Promise<void>;
  /** May be repeated; nothing happens where there is none. */
  resume(id: string): Promise<void>;
  /**
   * Replaces what a person ordered before. With `seen`, what stood there when this was decided, only if it still does: false
   * when it does not, so that nobody lifts a stop that was given in between.
   */
  setMode(order: ModeOrder, seen?: ModeOrder | null): Promise<boolean>;
}
