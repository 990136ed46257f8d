import { DAY_MS, later } from "../../domain/time.ts";
import type { DayLedger, StandingPack } from "../../ledger/day-ledger.ts";
import { counted } from "../../report/words.ts";
import { type Check, failing, ok } from "./check.ts";

/** Endings that are read of the index to be compared: some seconds, and less than a cent. */
const MAX_COMPARED = 50_000;
const MAX_NAMED = 5;

type Days = Pick<DayLedger, "packs" | "saysTheSame">;

/**
 * Holds packed days, which reports read, against the items they were packed of; those first that nobody has compared for
 * longest. `oldest`: when the first run started, null where there was none.
 */
export async function packedDaysCheck(days: Days, oldest: Date | null, again: string): Promise<Check> {
  const packs = oldest === null ? [] : await days.packs(later(oldest, -DAY_MS));
  if (packs.length === 0) return ok("packed days", "none yet: reports read the items");
  const chosen = withinReach(packs);
  const differing: string[] = [];
  for (const { day } of chosen) if (!(await days.saysTheSame(day))) differing.push(day);
  const compared =
    chosen.length === packs.length
      ? counted(packs.length, "day")
      : `${chosen.length} of ${counted(packs.length, "day")}, those that were not compared for longest`;
  if (differing.length === 0) return ok("packed days", `${compared}: as the items say`);
  const more = differing.length > MAX_NAMED ? ` and ${differing.length - MAX_NAMED} more` : "";
  return failing(
    "packed days",
    `${compared}: reports say other than the items of ${differing.slice(0, MAX_NAMED).join(", ")}${more}`,
    `sweeper reconcile --days${again} packs them anew`,
  );
}

function withinReach(packs: readonly StandingPack[]): readonly StandingPack[] {
  let left = MAX_COMPARED;
  const longestAgo = packs.toSorted((a, b) => a.checkedAt.getTime() - b.checkedAt.getTime());
  return longestAgo.filter(({ outcomes }, index) => {
    left -= outcomes;
    return left >= 0 || index === 0;
  });
}
