import { DAY_MS } from "../../../lib/domain/time.ts";
import type { Scenario } from "../scenario.ts";
import { daysBetween, idOf, type MakeInvariant, urnOf } from "./invariant.ts";

/** Whether one bad invitation is all that is unusual. */
const isItAlone = ({ confined, bad, systematic, stepFaults, callFaults, doings }: Scenario): boolean =>
  confined && bad != null && systematic == null && stepFaults.length + callFaults.length + doings.length === 0;

/**
 * One bad invitation never costs another one more than a day: whatever else was due when a run began is withdrawn by the end of
 * the next one, whoever's it is. And the bad one itself does not end while the API holds it.
 */
export const blame: MakeInvariant = (view) => ({
  see(happening) {
    const { bad, scenario } = view;
    if (bad === null || !isItAlone(scenario)) return null;
    if (happening.kind === "ended" && urnOf(happening.item.invitationId) === bad) {
      const truth = view.truth.fateOf(bad, view.now());
      return truth?.state === "pending"
        ? `${idOf(bad)} ends as ${happening.item.ending.outcome}, and is pending`
        : null;
    }
    if (happening.kind !== "run-over") return null;
    const dueAt = happening.startedAt - DAY_MS;
    const [policy] = view.policiesDuring(happening.startedAt, happening.startedAt);
    if (policy === null || policy === undefined || dueAt < view.firstRun) return null;
    for (const { uid } of scenario.identities) {
      const late = view.truth.trueStates(uid, view.now()).filter(({ urn, state, sentAt }) => {
        return urn !== bad && state === "pending" && daysBetween(sentAt, dueAt) >= policy.thresholdDays;
      });
      if (late.length > 0) {
        return `${late.length} invitations of ${uid} have waited for more than a day because of ${idOf(bad)}`;
      }
      view.note("a run beside a bad invitation left nothing behind");
    }
    return null;
  },
});
