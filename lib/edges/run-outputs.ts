import { endpoint } from "./address.ts";
import type { EdgesFailure } from "./errors.ts";
import { type ListingEnd, type PagingOptions, pages } from "./paging.ts";
import type { EdgesRequest } from "./request.ts";
import { ofRun, requireRunUid } from "./run.ts";
import { type InputState, readInputState } from "./run-inputs.ts";
import { readRunOutput } from "./run-output.ts";
import { type RunOutput, resultsOf } from "./run-results.ts";

export type RunOutputsAnswer =
  | {
      readonly kind: "outputs";
      readonly outputs: readonly RunOutput[];
      /** False when a list broke off: then what is missing may only not have been read. */
      readonly isComplete: boolean;
    }
  | { readonly kind: "failed"; readonly failure: EdgesFailure };

/**
 * What became of a run's inputs, at most one result for each urn. Read from two lists: `GET /runs/{run_uid}/outputs` has
 * what the action answered, and `GET /runs/{run_uid}/inputs` which inputs failed and why, which no output says.
 *
 * Documented: both addresses, cursors in `X-Pagination-Next`, and the fields of an input (`input_data`, `status`,
 * `last_error`). Not documented: the fields of an output, typed as any object; see `readRunOutput`.
 *
 * @throws TypeError for what cannot be a run's uid; nothing was sent
 */
export async function readWithdrawRunOutputs(options: PagingOptions, runUid: string): Promise<RunOutputsAnswer> {
  requireRunUid(runUid);
  const outputs = await readAll(options, `/runs/${runUid}/outputs`, readRunOutput);
  if (outputs.end.state === "partial" && outputs.pages === 0)
    return { kind: "failed", failure: ofRun(outputs.end.failure) };
  await options.sleep(options.pageWaitMs);
  const inputs = await readAll<InputState | null>(options, `/runs/${runUid}/inputs`, readInputState);
  const isWhole = outputs.end.state === "complete";
  return {
    kind: "outputs",
    outputs: resultsOf(
      outputs.items,
      inputs.items.filter((input) => input !== null),
      isWhole,
    ),
    isComplete: isWhole && inputs.end.state === "complete",
  };
}

interface AllItems<Item> {
  readonly items: readonly Item[];
  readonly pages: number;
  readonly end: ListingEnd;
}

async function readAll<Item>(
  options: PagingOptions,
  path: string,
  readItem: (request: EdgesRequest, item: unknown, now: Date) => Item,
): Promise<AllItems<Item>> {
  const items: Item[] = [];
  const seen = new Set<string>();
  let bringsNothing = false;
  const request = (address: URL): EdgesRequest => ({ method: "GET", address, body: null, hasItemErrors: true });
  const listing = pages<readonly unknown[]>(options, {
    ...{ path, request, triesPerPage: 3 },
    read(page) {
      const before = seen.size;
      for (const item of page) seen.add(JSON.stringify(item) ?? "");
      bringsNothing = page.length > 0 && seen.size === before;
      return page;
    },
    isRepeat: () => bringsNothing,
  });
  for (let count = 0; ; count++) {
    const step = await listing.next();
    if (step.done) return { items, pages: count, end: step.value };
    const call = request(endpoint(options.base, path));
    items.push(...step.value.map((item) => readItem(call, item, options.now())));
  }
}
