import type { StillPending } from "../domain/inflow.ts";
import { staleAfterDays } from "../domain/policy.ts";
import { LedgerItemError } from "../ledger/dynamo-item.ts";
import { readReport } from "../report/reading/read-report.ts";
import type { Target } from "./target.ts";

/**
 * The share still pending by age, of all identities, as far as the log was watched enough to speak of it; null where that
 * is not up to the threshold, and where an item of the log cannot be read: an estimate says then that it counts none.
 */
export async function logCurve({ ledger, policy, clock }: Pick<Target, "ledger" | "policy" | "clock">) {
  const versioned = await policy.read();
  try {
    const { overall } = await readReport(ledger, versioned, { now: clock.now() });
    return knownCurve(overall.analysis, staleAfterDays(versioned.policy));
  } catch (error) {
    if (error instanceof LedgerItemError) return null;
    throw error;
  }
}

interface WatchedCurve {
  readonly horizon: number | null;
  readonly curve: readonly { readonly stillPending: { readonly value: number } }[];
}

function knownCurve({ horizon, curve }: WatchedCurve, thresholdDays: number): StillPending | null {
  if (horizon === null || horizon < thresholdDays) return null;
  return curve.slice(0, horizon + 1).map(({ stillPending }) => stillPending.value);
}
