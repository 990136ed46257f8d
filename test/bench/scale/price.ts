import type { Scaled } from "../../simulation/scale/simulate-scale.ts";
import { measuredBefore } from "../meters/measured-file.ts";

/** US dollars a million, us-east-1, on demand, as in lib/infra/COSTS.md and no better checked than there. */
const A_MILLION = { writeUnit: 0.625, readUnit: 0.125, fifoRequest: 0.5, invocation: 0.2, gbSecond: 13.3334 };
/** By the table there: of a withdrawal, and of a sweep of 500 unchanged invitations. */
const GB_SECONDS = { withdrawal: 0.7, sweep: 12.5 };
const SWEEP_UNITS = { write: 17, read: 280 };
const REQUESTS = { withdrawal: 5.1, sweep: 3 };

/** Of the day's sweeps and withdrawals; what a stack costs without work is left out. */
export function dollarsADay({ sweeps, withdrawals }: Scaled): number {
  const { write, read, invocations } = ofAWithdrawal();
  const writes = withdrawals * write + sweeps * SWEEP_UNITS.write;
  const reads = withdrawals * read + sweeps * SWEEP_UNITS.read;
  const gbSeconds = withdrawals * GB_SECONDS.withdrawal + sweeps * GB_SECONDS.sweep;
  const requests = withdrawals * REQUESTS.withdrawal + sweeps * REQUESTS.sweep;
  const { writeUnit, readUnit, fifoRequest, invocation, gbSecond } = A_MILLION;
  const millionths =
    writes * writeUnit +
    reads * readUnit +
    requests * fifoRequest +
    (withdrawals * invocations + sweeps) * invocation +
    gbSeconds * gbSecond;
  return millionths / 1_000_000;
}

/** As the meter of costs has measured them. */
function ofAWithdrawal(): { readonly write: number; readonly read: number; readonly invocations: number } {
  const figures = measuredBefore("cost")?.figures ?? [];
  const of = (name: string): number => {
    const found = figures.find((one) => one.name === name);
    if (found === undefined) throw new Error(`npm run bench:cost has measured no "${name}" yet`);
    return found.now;
  };
  return {
    write: of("withdrawal.writeUnits"),
    read: of("withdrawal.readUnits"),
    invocations: of("withdrawal.invocations"),
  };
}
