import { runTimeOf } from "../domain/run-time.ts";
import type { ListedTurn } from "../ledger/ledger.ts";
import type { SweepDecision } from "./decide.ts";

/**
 * What a decision says of its identity's turn; null where it belongs to no run. A list in doubt needs nothing, for nothing
 * of it would be called for, and is not served either: when it is believed again, its identity has waited.
 */
export function turnOf({ doubt, today }: Pick<SweepDecision, "doubt" | "today">, runId: string): ListedTurn | null {
  const runAt = runTimeOf(runId);
  if (runAt === null) return null;
  const need = today.length;
  return { need, servedAt: doubt === null && need === 0 ? runAt : null };
}
