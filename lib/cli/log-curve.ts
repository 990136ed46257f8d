import { inputOfCohorts } from "../analytics/analysis-input.ts";
import { stillPendingByAge } from "../analytics/still-pending.ts";
import type { StillPending } from "../domain/inflow.ts";
import { staleAfterDays } from "../domain/policy.ts";
import { LedgerItemError } from "../ledger/dynamo-item.ts";
import { readSource } from "../report/reading/read-report.ts";
import type { Target } from "./target.ts";

/**
 * The share still pending by age, of all identities, as far as the log was watched enough to speak of it; null where that
 * is not up to the threshold, and where an item of the log cannot be read: an estimate says then that it counts none.
 */
export async function logCurve({
  ledger,
  policy,
  clock,
}: Pick<Target, "ledger" | "policy" | "clock">): Promise<StillPending | null> {
  const versioned = await policy.read();
  try {
    const { tallies, window } = await readSource(ledger, versioned, { now: clock.now() });
    const curve = stillPendingByAge(inputOfCohorts(tallies.overall.intake.cohorts, window.until.getTime()));
    return curve === null || curve.length <= staleAfterDays(versioned.policy) ? null : curve;
  } catch (error) {
    if (error instanceof LedgerItemError) return null;
    throw error;
  }
}
