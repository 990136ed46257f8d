import { type MakeInvariant, POLICY_CACHE_MS, SKEW_MS } from "./invariant.ts";

/** Nothing is withdrawn in `off`, in `dry-run`, without a readable policy or for a paused identity; nothing is called in `off`. */
export const onlyLive: MakeInvariant = (view) => ({
  see(happening) {
    if (happening.kind !== "call") return null;
    const { action, identityId, process, sentAt } = happening.call;
    const allowed = view.policiesDuring(process.startedAt - POLICY_CACHE_MS - SKEW_MS, sentAt).some((policy) => {
      if (policy === null || policy.mode === "off") return false;
      if (action !== "withdraw") return true;
      if (policy.mode !== "live" || policy.identities === "all") return policy.mode === "live";
      const entry = policy.identities.find(({ id }) => id === identityId);
      return entry !== undefined && entry.paused !== true;
    });
    return allowed ? null : `${process.name} calls ${action} although no policy of late allows it`;
  },
});
