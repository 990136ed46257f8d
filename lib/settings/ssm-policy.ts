import { GetParameterCommand, type SSMClient } from "@aws-sdk/client-ssm";
import { isKept } from "../domain/kept-for.ts";
import { PolicyError } from "./policy-error.ts";
import { type PolicySource, parsePolicyText, STORED_POLICY_REMEDY, type VersionedPolicy } from "./policy-source.ts";

/** A change of the policy is in force everywhere after this long at most. */
const CACHE_MS = 60_000;

/** The policy in an SSM parameter; its version is the parameter's. Faults are never cached. */
export function createSsmPolicy(client: SSMClient, parameter: string, now: () => Date): PolicySource {
  let cached: { readonly value: VersionedPolicy; readonly at: Date } | null = null;
  return {
    async read() {
      if (cached !== null && isKept(cached.at, CACHE_MS, now())) return cached.value;
      cached = null;
      const { text, version } = await fetchParameter(client, parameter);
      const policy = parsePolicyText(text, `the parameter ${parameter}`, STORED_POLICY_REMEDY);
      const value = { policy, version };
      cached = { value, at: now() };
      return value;
    },
  };
}

/** The parameter's text and version. Throws `PolicyError` when it cannot be read. */
export async function fetchParameter(client: SSMClient, parameter: string): Promise<{ text: string; version: number }> {
  let found: { Value?: string | undefined; Version?: number | undefined } | undefined;
  try {
    found = (await client.send(new GetParameterCommand({ Name: parameter }))).Parameter;
  } catch (error) {
    throw new PolicyError(
      `the policy in the parameter ${parameter} cannot be read: ${error instanceof Error ? error.name : "error"}`,
    );
  }
  if (found?.Value === undefined || found.Version === undefined) {
    throw new PolicyError(`the parameter ${parameter} is empty: set a policy with \`sweeper policy set\``);
  }
  return { text: found.Value, version: found.Version };
}
