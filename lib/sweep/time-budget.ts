import { HTTP_TIMEOUT_MS } from "../contract/functions.ts";
import { later, SECOND_MS } from "../domain/time.ts";
import { VENDOR_CALL_LIMIT_MS } from "../edges/request.ts";

/** The gap between two pages, at its longest. */
const PAGE_GAP_MS = 3 * SECOND_MS;
/** Comparing, writing, queueing, leaving the gate: whatever is read has to be read by then. */
const TIME_FOR_WRITES_MS = 30 * SECOND_MS;

/**
 * With less than this left to the deadline no further page of a list is begun. It is enough for a page whose first call
 * times out: what may be under way at the vendor's is waited for, and the call made once more. Whether there is time for a
 * second repetition is seen when it is due (see `readingEnds`).
 */
export const TIME_FOR_A_PAGE_MS = PAGE_GAP_MS + VENDOR_CALL_LIMIT_MS + HTTP_TIMEOUT_MS + TIME_FOR_WRITES_MS;

/** The same for connections, without a repetition: who is not seen there is settled by the next sweep. */
export const TIME_FOR_CONNECTIONS_MS = PAGE_GAP_MS + HTTP_TIMEOUT_MS + TIME_FOR_WRITES_MS;

/** When the last call of a pass has to be over, if it is a repetition. */
export const readingEnds = (deadline: Date): Date => later(deadline, -TIME_FOR_WRITES_MS);
