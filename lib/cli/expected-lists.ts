import type { Io } from "./io.ts";
import type { Target } from "./target-types.ts";

/** How long the last list of each identity was, for the time that another takes; none where no terminal shows it. */
export async function expectedLists(
  { ledger }: Pick<Target, "ledger">,
  { noticeColumns = null }: Pick<Io, "noticeColumns">,
  only?: string,
): Promise<ReadonlyMap<string, number>> {
  const expected = new Map<string, number>();
  if (noticeColumns === null) return expected;
  for await (const { identityId, lastListing } of ledger.identities.all()) {
    if (lastListing !== null && (only === undefined || identityId === only))
      expected.set(identityId, lastListing.count);
  }
  return expected;
}
