import { METRICS } from "../contract/metrics.ts";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import { PolicyError } from "./policy-error.ts";
import type { PolicySource, VersionedPolicy } from "./policy-source.ts";

/** The policy, or null when it is unreadable or invalid: the alarm's metric and the log say so, and no call is made. */
export async function readPolicyOrNull(c: {
  readonly policy: PolicySource;
  readonly metrics: Metrics;
  readonly log: Log;
}): Promise<VersionedPolicy | null> {
  try {
    return await c.policy.read();
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    c.metrics.count(METRICS.policyUnreadable);
    c.log.error("the policy cannot be read: no calls are made", { fault: error.message });
    return null;
  }
}
