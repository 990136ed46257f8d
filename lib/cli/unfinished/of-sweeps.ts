import type { NeedsPerson } from "../../domain/gate.ts";
import type { OutcomeRecord, SweepRecord } from "../../ledger/ledger.ts";
import { surgeInWords } from "../../report/surge-in-words.ts";
import type { Target } from "../target.ts";
import type { Course, IdentityCourse } from "./unfinished.ts";

/** What stops identities now, as far as the sweeps have a trace of it. */
export type Stops = Pick<Course, "block" | "stop"> & { readonly needsPerson: ReadonlyMap<string, NeedsPerson> };

export const NO_STOPS: Stops = { block: null, stop: null, needsPerson: new Map() };

/** A stop leaves its trace in the sweep: where there is none, the identity's item need not be read. */
const TRACES: readonly string[] = ["needs-person", "identity-needs-person", "identity-stopped", "refused", "not-known"];

export async function readStops(
  { ledger, clock }: Pick<Target, "ledger" | "clock">,
  sweeps: readonly SweepRecord[],
): Promise<Stops> {
  const block = await ledger.identities.workspaceBlock();
  const { stop, rejected } = (await ledger.workspace.find()).state;
  const isOfTheseRuns = sweeps.some(({ runId }) => runId === stop?.runId);
  const needsPerson = new Map<string, NeedsPerson>();
  for (const { identityId, lastError, held, deferred } of sweeps) {
    const words = [...Object.keys(held), ...Object.keys(deferred)];
    if (lastError === null && !words.some((word) => TRACES.includes(word))) continue;
    const { gate } = await ledger.identities.find(identityId);
    if (gate.needsPerson !== null) needsPerson.set(identityId, gate.needsPerson);
  }
  const isShape = rejected.some(({ label }) => label === stop?.why);
  return {
    block: block !== null && block.until > clock.now() ? block : null,
    stop: stop !== null && isOfTheseRuns ? { ...stop, isShape } : null,
    needsPerson,
  };
}

/** `outcomes`: of the same run; without them what a sweep itself has counted as failed has to do. */
export function coursesOf(
  sweeps: readonly SweepRecord[],
  { needsPerson }: Stops,
  outcomes: readonly OutcomeRecord[] | null = null,
): IdentityCourse[] {
  return sweeps.map(
    ({ runId, identityId, lastError, held, deferred, failed, unresolved, surge, eligible, listed }) => ({
      ...{ identityId, failure: lastError, held: Object.keys(held), deferred, unresolved, notListed: null },
      needsPerson: needsPerson.get(identityId) ?? null,
      ...(surge !== undefined && { surge: { text: surgeInWords(surge, eligible, listed), runId } }),
      failed:
        outcomes === null
          ? failed
          : outcomes.filter((one) => one.identityId === identityId && one.outcome === "failed").length,
    }),
  );
}
