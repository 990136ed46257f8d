import type { StopOptions } from "../domain/stops.ts";
import type { StopLedger } from "../ledger/stop-ledger.ts";
import type { PolicyStore } from "../settings/policy-store.ts";

/** The policy as the commands have it: `read` is what is in force, `document` what is stored, without the stops. */
export interface OpenPolicy extends PolicyStore, StopOptions {
  readonly stops: StopLedger;
  /**
   * The functions are of a version before stops, which goes by the policy alone: what is stopped has to stand there too, for
   * as long as no newer version is deployed.
   */
  readonly goesByPolicyAlone: boolean;
}
