import { DAY_MS } from "../../../lib/domain/time.ts";
import type { Call } from "../happenings.ts";
import { idOf, type MakeInvariant, POLICY_CACHE_MS, SKEW_MS } from "./invariant.ts";

/** Calls one invitation may cost in its whole life. */
const MAX_CALLS = 5;
/** Labels of a call that was refused before it could do anything. */
const REFUSED = new Set([
  "LIMIT_REACHED",
  "STATUS_429",
  "PROXY_ERROR",
  "NO_ACCESS",
  "STATUS_403",
  "AUTH_EXPIRED",
  "NO_VALID_ACCOUNT_CONFIGURED",
  "INTEGRATION_ERROR",
]);

/** Never more than `dailyCap` calls of an identity in any 24 hours, `runCap` invitations a run, five calls an invitation. */
export const caps: MakeInvariant = (view) => {
  const calls = new Map<string, number[]>();
  const attempts = new Map<string, Call[]>();
  const queued = new Map<string, number>();
  return {
    see(happening) {
      if (happening.kind === "queued") {
        // What an event asks for is no run's, and has the identity's own cap alone.
        if (happening.runId.startsWith("event-")) return null;
        const count = (queued.get(happening.runId) ?? 0) + 1;
        queued.set(happening.runId, count);
        const most = Math.max(
          ...view
            .policiesDuring(Date.parse(happening.runId) - POLICY_CACHE_MS, view.now())
            .map((policy) => policy?.runCap ?? 0),
        );
        return count > most ? `run ${happening.runId} has queued ${count} invitations, its cap is ${most}` : null;
      }
      if (happening.kind !== "call" || happening.call.action !== "withdraw") return null;
      const { identityId, urn, process, sentAt } = happening.call;
      if (identityId === null || urn === null) return null;
      const tried = [...(attempts.get(urn) ?? []), happening.call];
      attempts.set(urn, tried);
      const costly = tried.filter(({ answer }) => !REFUSED.has(answer?.label ?? "") && answer?.status !== 402).length;
      if (costly > MAX_CALLS) return `${process.name} makes call ${costly} for ${idOf(urn)}`;
      const lastDay = [...(calls.get(identityId) ?? []).filter((at) => at > sentAt - DAY_MS), sentAt];
      calls.set(identityId, lastDay);
      const most = Math.max(
        ...view.policiesDuring(process.startedAt - POLICY_CACHE_MS - SKEW_MS, sentAt).map((policy) => {
          const entry =
            policy === null || policy.identities === "all"
              ? undefined
              : policy.identities.find(({ id }) => id === identityId);
          return entry?.dailyCap ?? policy?.dailyCap ?? 0;
        }),
      );
      return lastDay.length > most
        ? `${process.name} makes call ${lastDay.length} within 24 hours, the cap is ${most}`
        : null;
    },
  };
};
