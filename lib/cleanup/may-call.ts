import { type IdentityPolicy, policyFor } from "../domain/policy.ts";
import { isClockWrong } from "../domain/wrong-clock.ts";
import { readPolicyOrNull } from "../settings/read-policy.ts";
import { stopForKeyOrPlan } from "../withdraw/stop-for-all.ts";
import type { CleanupCollaborators } from "./cleanup-step.ts";

export type Permission =
  | { readonly may: true; readonly policy: IdentityPolicy; readonly policyVersion: number; readonly runCap: number }
  | { readonly may: false; readonly why: string };

/** Whether a run may be started for an identity, as far as its gate does not say: policy, clock and key. */
export async function mayCall(c: CleanupCollaborators, identityId: string): Promise<Permission> {
  const versioned = await readPolicyOrNull(c);
  if (versioned === null) return { may: false, why: "policy-unreadable" };
  const policy = policyFor(versioned.policy, identityId);
  if (policy.mode !== "live") return { may: false, why: policy.mode };
  if (policy.paused) return { may: false, why: "paused" };
  if (isClockWrong(c.edges.clockOffsetMs(), c.isOnlyClock)) return { may: false, why: "clock-wrong" };
  const noKey = await c.edges.checkApiKey();
  if (noKey !== null) {
    await stopForKeyOrPlan(c, noKey, c.clock.now());
    return { may: false, why: "workspace-stopped" };
  }
  return { may: true, policy, policyVersion: versioned.version, runCap: versioned.policy.runCap };
}
