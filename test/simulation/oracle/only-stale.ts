import { isInHoldout } from "../../../lib/core/rules/held-out.ts";
import { daysBetween, idOf, type MakeInvariant, POLICY_CACHE_MS, SKEW_MS } from "./invariant.ts";

/** No policy makes an invitation younger than this stale. */
const FLOOR_DAYS = 7;

/**
 * No call for an invitation that at that moment was younger than the threshold or the floor, unreadable, protected or
 * held out. The moment's policy is any that was in force since a minute before the function began; a flag counts that
 * stood when the function began.
 */
export const onlyStale: MakeInvariant = (view) => ({
  see(happening) {
    if (happening.kind !== "call" || happening.call.action !== "withdraw") return null;
    const { urn, identityId, process, sentAt } = happening.call;
    const truth = urn === null ? null : view.truth.fateOf(urn, view.now());
    if (urn === null || truth === null) return `${process.name} calls for an invitation that nobody sent`;
    if (truth.unreadable) return `${process.name} calls for ${idOf(urn)}, whose date nobody can read`;
    const flagged = view.protectedSince(truth.profileId);
    if (flagged !== null && flagged < process.startedAt) return `${process.name} calls for ${idOf(urn)}, protected`;
    const age = daysBetween(truth.sentAt, sentAt + SKEW_MS);
    const policies = view.policiesDuring(process.startedAt - POLICY_CACHE_MS - SKEW_MS, sentAt);
    const allowed = policies.some((policy) => {
      if (policy === null) return false;
      const entry = policy.identities === "all" ? undefined : policy.identities.find(({ id }) => id === identityId);
      const { holdout } = policy;
      const stale = age >= Math.max(entry?.thresholdDays ?? policy.thresholdDays, FLOOR_DAYS);
      const held = holdout !== null && age < holdout.maxAgeDays && isInHoldout(idOf(urn), holdout.share);
      return stale && !held;
    });
    return allowed ? null : `${process.name} calls for ${idOf(urn)}, ${age} days old, against every policy of late`;
  },
});
