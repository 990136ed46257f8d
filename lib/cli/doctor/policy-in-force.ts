import { EVERYBODY, type Policy } from "../../domain/policy.ts";
import { counted } from "../../report/words.ts";
import { PolicyError } from "../../settings/policy-error.ts";
import type { VersionedPolicy } from "../../settings/policy-source.ts";
import { type Check, failing, ok, warning } from "./check.ts";
import { isDenied, oneLine } from "./look.ts";

/** What is needed of a target: the policy as it is in force, with all that people have stopped. */
export interface InForce {
  /** @throws PolicyError where it cannot be read or is not valid */
  read(): Promise<VersionedPolicy>;
}

/** The policy and the stops that stand; `again` names the target in commands. Null where there is no valid policy. */
export async function policyInForce(
  source: InForce,
  again: string,
): Promise<{ readonly checks: readonly Check[]; readonly policy: Policy | null }> {
  try {
    const { policy, version } = await source.read();
    return { policy, checks: [modeCheck(policy, version, again), stopsCheck(policy, again)] };
  } catch (error) {
    if (!(error instanceof PolicyError) || isDenied(error)) throw error;
    return {
      policy: null,
      checks: [failing("policy", oneLine(error.message), `sweeper policy set PATH=VALUE${again}`)],
    };
  }
}

export function modeCheck({ mode }: Pick<Policy, "mode">, version: number, again: string): Check {
  const found = `valid, mode ${mode} (version ${version})`;
  if (mode === "off")
    return warning("policy", `${found}: nothing is called`, `sweeper policy set mode=live${again}, or mode=dry-run`);
  return ok("policy", mode === "dry-run" ? `${found}: nothing is withdrawn` : found);
}

export function stopsCheck({ paused, identities }: Pick<Policy, "paused" | "identities">, again: string): Check {
  const entries = identities === "all" ? [] : identities.filter((one) => one.paused === true);
  if (paused.length + entries.length === 0) return ok("stops", "none");
  const everybody = paused.some(({ id }) => id === EVERYBODY);
  const found = everybody
    ? "every identity is paused"
    : `${counted(paused.length + entries.length, "identity", "identities")} paused`;
  return warning("stops", found, `sweeper resume ${everybody ? EVERYBODY : "IDENTITY"}${again}`);
}

/** Whether a week of runs reaches everybody: what `runCap` leaves over waits for the next run. */
export function runCapCheck({ runCap }: Pick<Policy, "runCap">, identities: number, again: string): Check {
  const found = `runCap ${runCap} for ${counted(identities, "identity", "identities")}`;
  if (runCap * 7 >= identities) return ok("run cap", found);
  return warning(
    "run cap",
    `${found}: not one withdrawal each in a week`,
    `sweeper policy set runCap=${Math.ceil(identities / 7)}${again}, or more`,
  );
}
