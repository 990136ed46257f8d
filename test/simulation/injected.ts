import { DAY_MS } from "../../lib/domain/time.ts";
import type { Call } from "./happenings.ts";
import type { Process, StepFault } from "./process.ts";
import type { Scenario } from "./scenario.ts";
import type { CallFault } from "./wire.ts";

/** The scenario's faults, each met when its turn comes. */
export interface Faults {
  readonly ofStep: (process: Process, what: string) => StepFault | null;
  readonly ofCall: (call: Call) => CallFault | null;
  readonly refusesEntry: () => boolean;
  readonly losesDeletion: () => boolean;
}

export interface FaultTimes {
  readonly now: () => number;
  readonly begin: number;
  readonly end: number;
  /** The urn of the scenario's bad invitation; null when there is none. */
  readonly bad: string | null;
}

/** `note` is told of each one that was met. */
export function createFaults(
  scenario: Scenario,
  { now, begin, end, bad }: FaultTimes,
  note: (what: string) => void,
): Faults {
  const { confined, identities, stepFaults, callFaults, refusedEntries, lostDeletions, systematic } = scenario;
  const active = (): boolean => now() < end;
  const counts = new Map<string, number>();
  const next = (of: string): number => {
    const nth = (counts.get(of) ?? 0) + 1;
    counts.set(of, nth);
    return nth;
  };
  const steps = new Map(stepFaults.map(({ of, step, nth, fault }) => [`step ${of} ${step} ${nth}`, fault]));
  const calls = new Map(
    callFaults.flatMap(({ of, nth, more, fault }) =>
      Array.from({ length: more + 1 }, (_, index) => [`call ${of} ${nth + index}`, fault] as const),
    ),
  );
  /** In a confined scenario the others' steps are not even counted. */
  const concerned = ({ identityId }: Process): boolean => !confined || identityId === identities[0]?.uid;
  const sending = new Set<string | null>(identities.filter((one) => one.sendsPerDay > 0).map(({ uid }) => uid));
  const refused = new Set(refusedEntries);
  const lost = new Set(lostDeletions);
  const met = (what: string): true => {
    note(`fault: ${what}`);
    return true;
  };
  function lastingFault(urn: string | null): CallFault | null {
    if (systematic != null && now() >= begin + systematic.fromDay * DAY_MS && met("all withdrawals refused")) {
      return { kind: "answer", fault: systematic.fault };
    }
    if (scenario.bad == null || urn === null || urn !== bad) return null;
    met("the bad invitation");
    return { kind: "answer", fault: scenario.bad.fault };
  }
  return {
    ofStep(process, what) {
      if (!active() || !concerned(process)) return null;
      const step = `step ${process.kind} ${what.split(" ", 1)[0]}`;
      const fault = steps.get(`${step} ${next(step)}`) ?? null;
      if (fault !== null) met(`${fault.kind} ${fault.when}`);
      return fault;
    },
    ofCall({ action, process, urn }) {
      if (!active() || !concerned(process)) return null;
      const lasting = action === "withdraw" ? lastingFault(urn) : null;
      if (lasting !== null) return lasting;
      const fault = calls.get(`call ${action} ${next(`call ${action}`)}`) ?? null;
      // New invitations would be missing from an old list, and no document of the API tells that from an ending.
      if (fault?.kind === "stale-list" && sending.has(process.identityId)) return null;
      if (fault !== null) met(fault.kind === "answer" ? `answer ${fault.fault.kind}` : fault.kind);
      return fault;
    },
    refusesEntry: () => active() && refused.has(next("entry")) && met("entry refused"),
    losesDeletion: () => active() && lost.has(next("deletion")) && met("deletion lost"),
  };
}
