import { METRICS } from "../lib/contract/metrics.ts";
import { PolicyError, type VersionedPolicy } from "../lib/settings/policy-source.ts";
import type { Collaborators } from "./collaborators.ts";

/** The policy, or null when it is unreadable or invalid: the alarm's metric and the log say so, and no call is made. */
export async function readPolicyOrNull(
  c: Pick<Collaborators, "policy" | "metrics" | "log">,
): Promise<VersionedPolicy | null> {
  try {
    return await c.policy.read();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    c.metrics.count(METRICS.policyUnreadable);
    c.log.error("the policy cannot be read: no calls are made", { fault: error.message });
    return null;
  }
}
