import { METRICS } from "../contract/metrics.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

/**
 * What is done about answers of the API whose time is off our clock's: each is counted, and the first one is logged and
 * handed to `onFirst`, so that a list of many pages says it once.
 */
export function clockNotice(
  { metrics, log }: { readonly metrics: Metrics; readonly log: Log },
  onFirst: (offsetMs: number) => void = () => {},
): (offsetMs: number) => void {
  let noticed = false;
  return (offsetMs) => {
    metrics.count(METRICS.clockOff);
    if (noticed) return;
    noticed = true;
    log.warn("the clock is off the API's", { offsetSeconds: Math.round(offsetMs / 1000) });
    onFirst(offsetMs);
  };
}
