import { spent } from "../domain/surge.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { SweepDecision } from "./decide.ts";

/**
 * Writes what is left of the release that a live sweep has gone by, and takes away one that is needed no longer: the surge
 * is over, or the release has lapsed. Before the sweep is recorded; a repeat of the same run's sweep goes by it again.
 */
export async function settleRelease(
  { identities }: Pick<Ledger, "identities">,
  { identityId, policy, doubt, eligible, compared, surge: { release } }: SweepDecision,
  { runId, queued }: { readonly runId: string; readonly queued: number },
): Promise<void> {
  if (compared.identity.surgeRelease === null || policy.mode !== "live" || doubt !== null) return;
  await identities.releaseSurge(identityId, release === null ? null : spent(release, eligible.length - queued, runId));
}
