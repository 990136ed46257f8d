import type { Collaborators } from "../collaborators.ts";
import { isInForce, type SurgeRelease } from "../domain/surge.ts";

/** An identity whose sweep in a run was held for a surge. */
export interface HeldForSurge {
  readonly identityId: string;
  /** Eligible then. */
  readonly eligible: number;
  readonly listed: number;
  readonly surge: { readonly kind: string; readonly limit: number } | undefined;
  /** `released`: by this run already, and in force · `spent`: by this run, and worked off or lapsed. */
  readonly state: "held" | "released" | "spent";
}

type Parts = Pick<Collaborators, "ledger" | "clock">;

/** What a run has held for a surge, by identity. Empty where it held nothing so. */
export async function heldForSurge({ ledger, clock }: Parts, runId: string): Promise<readonly HeldForSurge[]> {
  const found: HeldForSurge[] = [];
  for await (const { identityId, eligible, listed, held, surge } of ledger.runs.sweeps(runId)) {
    if (held.surge === undefined) continue;
    const { surgeRelease } = await ledger.identities.find(identityId);
    const isOurs = surgeRelease?.runId === runId;
    const state = !isOurs ? "held" : isInForce(surgeRelease, null, clock.now()) ? "released" : "spent";
    found.push({ identityId, eligible, listed, surge, state });
  }
  return found;
}

/**
 * Lets what a run has held go, in the next live sweeps of these identities: as many as were shown, and a tenth more for
 * what becomes eligible meanwhile.
 */
export async function releaseHeld(
  { ledger, clock }: Parts,
  runId: string,
  held: readonly Pick<HeldForSurge, "identityId" | "eligible">[],
): Promise<void> {
  const at = clock.now();
  for (const { identityId, eligible } of held) {
    const release: SurgeRelease = { runId, shown: eligible, left: eligible, at, usedBy: null };
    await ledger.identities.releaseSurge(identityId, release);
  }
}
