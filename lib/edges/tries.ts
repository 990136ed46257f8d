import { LIST_FAULTS, type ListFault } from "../domain/list-fault.ts";
import { type CallAnswer, type CallOptions, call } from "./call.ts";
import type { EdgesFailure } from "./errors.ts";
import { failureOf } from "./failures.ts";
import type { EdgesRequest } from "./request.ts";

/** Reactions after which the same reading may simply be asked for again. Never used for a withdrawal. */
const WORTH_ANOTHER_TRY: readonly EdgesFailure["reaction"][] = ["wait-until", "retry-later", "not-known"];
/**
 * A longer wait than this is for the next run: the function that reads is paid by the second. What is under way on the
 * vendor's side is never waited for longer, for that limit is a minute from the call's start.
 */
const MAX_WAIT_MS = 60_000;
/** Documented pages have 40 or 100 items. Without a bound, a few MB of `1,1,1,…` would keep a function busy for minutes. */
const MAX_ITEMS = 10_000;

export interface ReadOptions extends CallOptions {
  readonly sleep: (ms: number) => Promise<void>;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  readonly pageWaitMs: number;
  /** No call is repeated that could not end by then. Default: no such instant. */
  readonly endBy?: Date | undefined;
}

type ListAnswer =
  | {
      readonly ok: true;
      readonly status: number;
      readonly items: readonly unknown[];
      readonly nextPage: string | null;
    }
  | Unanswered;

interface Unanswered {
  readonly ok: false;
  readonly failure: EdgesFailure;
  /** The page was worth another try, and `endBy` left no time for it. */
  readonly outOfTime?: boolean;
}

/** The gap between two pages of a listing: 2 s by the vendor's own pacing rules, plus up to half as much of jitter. */
export function pageWait(options: ReadOptions): number {
  return options.pageWaitMs + Math.round((options.random() * options.pageWaitMs) / 2);
}

/**
 * Asks for something that is harmless to ask for again, with up to `tries` calls in all. Between two calls lies the page
 * gap, doubled each time, or what the answer asks for when that is longer; more than a minute is not waited for. A call
 * that may still be under way on the vendor's side is waited for as well: an identity has one at a time.
 */
export async function retried<Answer extends { readonly ok: true } | Unanswered>(
  options: ReadOptions,
  tries: number,
  ask: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    if (answer.ok) return answer;
    const wait = attempt < tries ? waitAfter(options, answer.failure, attempt) : null;
    if (wait === null) return answer;
    if (isTooLate(options, wait)) return { ...answer, outOfTime: true };
    await options.sleep(wait);
  }
}

/** One page. */
export const readList = (options: ReadOptions, request: EdgesRequest, tries: number): Promise<ListAnswer> =>
  retried(options, tries, async () => asList(request, await call(options, request)));

/** A 200 that is no array is not an empty list. */
function asList(request: EdgesRequest, answer: CallAnswer): ListAnswer {
  if (!answer.ok) return { ok: false, failure: named(answer.failure) };
  const { json, status, nextPage } = answer;
  const failed = (why: string, label: ListFault): ListAnswer => ({
    ok: false,
    failure: failureOf(request, why, { status, label }),
  });
  if (!Array.isArray(json)) return failed("answer is not an array", LIST_FAULTS.notAList);
  if (json.length > MAX_ITEMS) return failed(`answer has more than ${MAX_ITEMS} items`, LIST_FAULTS.tooManyItems);
  return { ok: true, status, items: json, nextPage };
}

/** "status-200" would be a strange name for a failure. */
function named(failure: EdgesFailure): EdgesFailure {
  const isUnreadable = failure.label === null && (failure.status === 200 || failure.status === 201);
  return isUnreadable ? { ...failure, label: LIST_FAULTS.unreadable } : failure;
}

function waitAfter(options: ReadOptions, failure: EdgesFailure, attempt: number): number | null {
  if (!WORTH_ANOTHER_TRY.includes(failure.reaction)) return null;
  // Refused without a date means refused for the day, as far as one listing is concerned.
  if (failure.reaction === "wait-until" && failure.until === null) return null;
  const now = options.now().getTime();
  const asked = Math.max(failure.until?.getTime() ?? now, failure.endsBy?.getTime() ?? now) - now;
  if (asked > MAX_WAIT_MS) return null;
  return Math.max(asked, pageWait(options) * 2 ** (attempt - 1));
}

const isTooLate = ({ endBy, now, timeoutMs }: ReadOptions, wait: number): boolean =>
  endBy !== undefined && now().getTime() + wait + timeoutMs > endBy.getTime();
