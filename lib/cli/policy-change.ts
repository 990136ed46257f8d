import { didYouMean } from "../domain/did-you-mean.ts";
import { DEFAULT_POLICY, type Policy, policyFor } from "../domain/policy.ts";
import { readPolicy } from "../domain/policy-faults.ts";
import { PolicyError } from "../settings/policy-error.ts";
import type { PolicyStore } from "../settings/policy-store.ts";
import { UsageError } from "./errors.ts";

/** Checks a document; throws `PolicyError` with all its faults. */
export function checked(document: unknown): Policy {
  const reading = readPolicy(document);
  if (!reading.valid) throw new PolicyError("the policy was not changed: the new one has errors:", reading.faults);
  return reading.policy;
}

/** `thresholdDays=18`, `gapSeconds.min=90`, `workingHours=null`: a copy of the document with these values in it. */
export function withAssignments(document: unknown, assignments: readonly string[]): unknown {
  const copy: unknown = structuredClone(document);
  for (const assignment of assignments) {
    const match = /^([A-Za-z]+(?:\.[A-Za-z]+)*)=(.+)$/s.exec(assignment);
    const path = match?.[1]?.split(".");
    const last = path?.pop();
    if (match === null || path === undefined || last === undefined) {
      throw new UsageError(`"${assignment}" is no assignment; write it as path=value, such as thresholdDays=18`);
    }
    const holder = path.reduce<unknown>(
      (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
      copy,
    );
    if (!isObject(holder)) {
      const [first = ""] = path;
      const near = didYouMean(first, Object.keys(DEFAULT_POLICY));
      const remedy = first in DEFAULT_POLICY ? "; set it as a whole" : near;
      throw new UsageError(`there is no ${path.join(".")} to set ${last} in${remedy}`);
    }
    holder[last] = parsed(match[2] ?? "");
  }
  return copy;
}

/** JSON where it is JSON, else the text itself, so that mode=live needs no quotes. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Sets the general threshold, or one identity's own, in a copy of the document. */
export function withThreshold(document: unknown, days: number, identity: string | undefined): unknown {
  if (identity === undefined) return withAssignments(document, [`thresholdDays=${days}`]);
  const copy: unknown = structuredClone(document);
  if (!isObject(copy) || !Array.isArray(copy.identities)) {
    throw new UsageError(
      'the policy sweeps "all" identities; to give one its own threshold, list the identities first: sweeper policy set identities=\'[{"id":"…"}]\'',
    );
  }
  const entry: unknown = copy.identities.find((one: unknown) => isObject(one) && one.id === identity);
  if (!isObject(entry)) throw new UsageError(`the policy lists no identity ${identity}`);
  entry.thresholdDays = days;
  return copy;
}

/** Identities whose own threshold a change of the general one does not touch. */
export function withOwnThreshold({ identities }: Policy): { readonly id: string; readonly thresholdDays: number }[] {
  if (identities === "all") return [];
  return identities.flatMap(({ id, thresholdDays }) => (thresholdDays === undefined ? [] : [{ id, thresholdDays }]));
}

/** Stores a document after checking it. Answers the policy before (null when that was not valid) and after. */
export async function store(
  policies: PolicyStore,
  document: unknown,
): Promise<{ readonly before: Policy | null; readonly after: Policy; readonly version: number }> {
  const there = await policies.document();
  const after = checked(document);
  policies.check?.(document);
  const reading = readPolicy(there.document);
  const version = await policies.replace(document);
  return { before: reading.valid ? reading.policy : null, after, version };
}

/** The threshold of one identity, or the general one. */
export function thresholdOf(policy: Policy, identity: string | undefined): number {
  return identity === undefined ? policy.thresholdDays : policyFor(policy, identity).thresholdDays;
}
