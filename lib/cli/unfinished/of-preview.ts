import { failureName } from "../../edges/failure-name.ts";
import { surgeInWords } from "../../report/surge-in-words.ts";
import type { SweepDecision } from "../../sweep/decide.ts";
import type { IdentityPreview, Preview } from "../../sweep/preview.ts";
import type { Course, IdentityCourse } from "./unfinished.ts";

/** What a preview could not show, and what would hold a run now. */
export const courseOfPreview = ({ identities, notConnected }: Preview): Course => ({
  identities: identities.map(courseOf),
  ...{ block: null, stop: null, notConnected, notSwept: [], deadLetters: 0 },
});

function courseOf({ identityId, decision, heldBecause }: IdentityPreview): IdentityCourse {
  const nothing = { identityId, deferred: {}, failed: 0, unresolved: 0 };
  if (decision === null) return { ...nothing, failure: null, held: [], needsPerson: null, notListed: heldBecause };
  const { identity, listing } = decision.compared;
  return {
    ...nothing,
    failure: listing.failure === null ? null : { label: failureName(listing.failure), ref: listing.failure.ref },
    held: decision.doubt === null ? [] : [decision.doubt],
    ...surgeOf(decision),
    needsPerson: identity.gate.needsPerson,
    notListed: null,
  };
}

function surgeOf({ surge: { surge }, eligible, plan }: SweepDecision): Pick<IdentityCourse, "surge"> {
  return surge === null ? {} : { surge: { text: surgeInWords(surge, eligible.length, plan.length), runId: null } };
}
