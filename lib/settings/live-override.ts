import { PolicyError } from "./policy-error.ts";
import type { PolicySource } from "./policy-source.ts";

/**
 * The policy with `dry-run` turned into `live` for this process alone, as `--live` asks. A policy that is `off` stays
 * off: the kill switch wins over everything.
 */
export function liveForNow(source: PolicySource): PolicySource {
  return {
    async read() {
      const { policy, version } = await source.read();
      if (policy.mode === "off") {
        throw new PolicyError('the policy has mode "off", which --live does not override: set another mode first');
      }
      return { policy: { ...policy, mode: "live" }, version };
    },
  };
}
