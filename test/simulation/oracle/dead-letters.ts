import type { MakeInvariant } from "./invariant.ts";

/** So many withdrawals of its identity since its run began, and a sweep has lost the gate to them every time. */
const CROWD = 10;

/** No message reaches the dead letters for a reason that waiting would cure; all of these worlds' messages are well formed. */
export const noDeadLetters: MakeInvariant = (view) => {
  const calls: { readonly identityId: string | null; readonly at: number }[] = [];
  return {
    see(happening) {
      if (happening.kind === "call" && happening.call.action === "withdraw") {
        calls.push({ identityId: happening.call.identityId, at: happening.call.sentAt });
      }
      if (happening.kind !== "dead-letter") return null;
      const { queue, body, receives } = happening;
      const { runId, identityId } = JSON.parse(body) as { readonly runId: string; readonly identityId: string };
      const crowd = calls.filter((call) => call.identityId === identityId && call.at > Date.parse(runId)).length;
      if (queue === "sweep" && crowd >= CROWD && view.scenario.strict !== true) {
        view.note("a sweep is a dead letter: withdrawals under way took the gate before it each time");
        return null;
      }
      return `after ${receives} receives a ${queue} message is a dead letter: ${body}`;
    },
  };
};
