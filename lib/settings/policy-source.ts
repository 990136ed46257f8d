import type { Policy } from "../core/policy.ts";
import { describeFault, type PolicyFault, readPolicy } from "../core/policy-faults.ts";

/** A valid policy with the version under which it is stored, logged with every outcome. */
export interface VersionedPolicy {
  readonly policy: Policy;
  readonly version: number;
}

export interface PolicySource {
  /** Throws `PolicyError` when the policy cannot be read or is not valid: then nothing may be called. */
  read(): Promise<VersionedPolicy>;
}

/** The policy is unreadable or invalid. Exists so that callers can tell "make no call" from any other failure. */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  readonly faults: readonly PolicyFault[];

  constructor(message: string, faults: readonly PolicyFault[] = []) {
    super([message, ...faults.map((fault) => `  ${describeFault(fault)}`)].join("\n"));
    this.faults = faults;
  }
}

/** Parses the JSON text of a policy; `where` names its place in errors. */
export function parsePolicyText(text: string, where: string): Policy {
  const reading = readPolicy(jsonOf(text, where));
  if (!reading.valid) {
    const count = reading.faults.length;
    throw new PolicyError(`the policy in ${where} has ${count} ${count === 1 ? "fault" : "faults"}:`, reading.faults);
  }
  return reading.policy;
}

function jsonOf(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new PolicyError(
      `the policy in ${where} is not JSON: ${error instanceof Error ? error.message : "unreadable"}`,
    );
  }
}
