import { later, SECOND_MS } from "../domain/time.ts";
import type { Clock } from "../observe/clock.ts";

/** A wait that somebody should know about. */
export interface LongWait {
  readonly until: Date;
  readonly why: string;
}

export type OnLongWait = (wait: LongWait) => void;

/** After this a command that says nothing looks as if it hung. */
const LONG_WAIT_MS = 30 * SECOND_MS;
/** Real time. A clock that is put forward over its waits has done so long before. */
const NOTICED_AFTER_MS = SECOND_MS;

/** Between two requests of a list there are seconds, so whatever is longer was asked for. */
export const WAIT_OF_THE_API = "the API asks for a wait before the next request";

export const isLongWait = (until: Date, now: Date): boolean => until.getTime() - now.getTime() > LONG_WAIT_MS;

/** The same clock, which says why it waits and until when, where that is longer than 30 seconds and really waited for. */
export function withLongWaitsTold<Given extends Clock>(clock: Given, onLongWait: OnLongWait): Given {
  return {
    ...clock,
    async sleep(ms, why = "a wait between two requests") {
      const until = later(clock.now(), ms);
      if (!isLongWait(until, clock.now())) return clock.sleep(ms, why);
      const notice = setTimeout(() => onLongWait({ until, why }), NOTICED_AFTER_MS);
      try {
        await clock.sleep(ms, why);
      } finally {
        clearTimeout(notice);
      }
    },
  };
}
