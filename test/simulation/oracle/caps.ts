import { DAY_MS } from "../../../lib/domain/time.ts";
import type { Call } from "../happenings.ts";
import { idOf, type MakeInvariant, POLICY_CACHE_MS, SKEW_MS } from "./invariant.ts";

/** Calls one invitation may cost before it rests, and for how long at least. */
const MAX_CALLS = 5;
const REST_MS = 3 * DAY_MS;
/** Failures in a row that stop an identity. */
const ALIKE = 3;
/** Labels of a call that was refused for everybody's sake. */
const REFUSED = new Set([
  "LIMIT_REACHED",
  "STATUS_429",
  "PROXY_ERROR",
  "NO_ACCESS",
  "AUTH_EXPIRED",
  "NO_VALID_ACCOUNT_CONFIGURED",
  "INTEGRATION_ERROR",
]);

/** Never more than `dailyCap` calls of an identity in any 24 hours, `runCap` invitations a run, five calls an invitation before a rest. */
export const caps: MakeInvariant = (view) => {
  const calls = new Map<string, number[]>();
  const attempts = new Map<string, Call[]>();
  const queued = new Map<string, number>();
  const failures = new Map<string | null, number>();
  /** When an identity was seen to be over a fault, after which what had met the fault need not rest any longer. */
  const recoveries = new Map<string | null, number[]>();
  function noteRecovery({ identityId, urn, answer, sentAt }: Call): void {
    const isSuccess = answer?.status === 200 && answer.ids !== null;
    const before = failures.get(identityId) ?? 0;
    failures.set(identityId, isSuccess ? 0 : before + 1);
    const wasTried = (attempts.get(urn ?? "")?.length ?? 0) > 1;
    const foundDone = answer?.label === "STATUS_404" || answer?.label === "NO_RESULT";
    if ((isSuccess && (wasTried || before >= ALIKE)) || (foundDone && wasTried)) {
      recoveries.set(identityId, [...(recoveries.get(identityId) ?? []), sentAt]);
    }
  }
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
      if (happening.kind === "answered" && happening.call.action === "withdraw") noteRecovery(happening.call);
      if (happening.kind !== "call" || happening.call.action !== "withdraw") return null;
      const { identityId, urn, process, sentAt } = happening.call;
      if (identityId === null || urn === null) return null;
      const tried = [...(attempts.get(urn) ?? []), happening.call];
      attempts.set(urn, tried);
      const costly = tried.filter(({ answer, sentAt: at }) => {
        return at > sentAt - REST_MS && !REFUSED.has(answer?.label ?? "") && answer?.status !== 402;
      }).length;
      const over = (recoveries.get(identityId) ?? []).filter((at) => at > sentAt - REST_MS).length;
      if (costly > MAX_CALLS + over) return `${process.name} makes call ${costly} for ${idOf(urn)}`;
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
