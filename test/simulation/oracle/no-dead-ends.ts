import { DAY_MS } from "../../../lib/domain/time.ts";
import type { MakeInvariant } from "./invariant.ts";

/** Reasons to put a withdrawal off that end with what caused them, and at the latest with the first run after that. */
const OVER_WITH_THEIR_CAUSE = new Set(["identity-stopped", "workspace-stopped", "needs-person"]);

/**
 * Nothing is over that is not: no invitation ends as failed, and no stop of an identity or of the workspace outlives its cause
 * by more than one run. That whatever was stale when the faults ended is withdrawn by the last clean run, rested or not,
 * is `settled`.
 */
export const noDeadEnds: MakeInvariant = (view) => ({
  see(happening) {
    if (happening.kind === "ended" && happening.item.ending.outcome === "failed") {
      return `${happening.process.name} gives ${happening.item.invitationId} up`;
    }
    if (happening.kind !== "deferred" || !OVER_WITH_THEIR_CAUSE.has(happening.why)) return null;
    // A request belongs to no run of which one could say that it began later.
    const begunAt = Date.parse(happening.runId);
    if (Number.isNaN(begunAt) || begunAt < view.cleanRuns.first + DAY_MS) return null;
    return `${happening.process.name} puts ${happening.invitationId} off as ${happening.why}, and nothing is wrong any more`;
  },
  async atEnd() {
    for (const { uid } of view.scenario.identities) {
      const { gate } = await view.identity(uid);
      if (gate.needsPerson !== null) return `${uid} needs a person after the clean runs: ${gate.needsPerson.why}`;
    }
    return null;
  },
});
