import { DAY_MS } from "../../lib/domain/time.ts";
import { EPOCH } from "./schedule.ts";

/** An instant as day and time of day, counted from the start of the simulation. */
export function stamp(at: number): string {
  const day = Math.floor((at - EPOCH.getTime()) / DAY_MS);
  return `day ${day} ${new Date(at).toISOString().slice(11, 23)}`;
}
