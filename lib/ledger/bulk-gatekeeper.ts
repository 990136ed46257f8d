import { type BulkRelease, releaseBulkRun } from "../domain/bulk-gate.ts";
import { type BulkRun, isBulkRunOf } from "../domain/bulk-run.ts";
import type { GateState } from "../domain/gate.ts";
import type { GateLeft } from "./gatekeeper.ts";
import type { IdentityLedger } from "./ledger.ts";

/** Lets the identity go after a clean-up's run. Null when that run does not hold it any more. May be repeated. */
export const leaveBulkRun = (
  identities: IdentityLedger,
  identityId: string,
  release: BulkRelease,
  now: Date,
): Promise<GateLeft | null> => changeGate(identities, identityId, (gate) => releaseBulkRun(gate, release, now));

/** Notes the API's name of the run that holds the gate. May be repeated. */
export async function nameBulkRun(
  identities: IdentityLedger,
  identityId: string,
  { runUid, ...batch }: Pick<BulkRun, "cleanupId" | "batch"> & { readonly runUid: string },
): Promise<void> {
  await changeGate(identities, identityId, (gate) =>
    gate.bulkRun !== null && isBulkRunOf(gate, batch) ? { ...gate, bulkRun: { ...gate.bulkRun, runUid } } : null,
  );
}

/** Has the run hold the identity until then, if it holds it still. May be repeated. */
export async function extendBulkRun(
  identities: IdentityLedger,
  identityId: string,
  { until, ...batch }: Pick<BulkRun, "cleanupId" | "batch" | "until">,
): Promise<void> {
  await changeGate(identities, identityId, (gate) =>
    gate.bulkRun !== null && isBulkRunOf(gate, batch) && gate.bulkRun.until < until
      ? { ...gate, bulkRun: { ...gate.bulkRun, until } }
      : null,
  );
}

/** Whoever else changes the gate of an identity that such a run holds, does so rarely: each is read again until it is done. */
async function changeGate(
  identities: IdentityLedger,
  identityId: string,
  change: (gate: GateState) => GateState | null,
): Promise<GateLeft | null> {
  for (;;) {
    const { gate, version } = await identities.find(identityId);
    const after = change(gate);
    if (after === null) return null;
    if (await identities.replaceGate(identityId, version, after)) return { before: gate, after };
  }
}
