import type { Policy } from "../domain/policy.ts";
import { readPolicy } from "../domain/policy-faults.ts";
import { PolicyError } from "./policy-error.ts";

/** A valid policy with the version under which it is stored, logged with every outcome. */
export interface VersionedPolicy {
  readonly policy: Policy;
  readonly version: number;
}

export interface PolicySource {
  /** Throws `PolicyError` when the policy cannot be read or is not valid: then nothing may be called. */
  read(): Promise<VersionedPolicy>;
}

/** For a policy that `sweeper policy set` has stored: one that an earlier version accepted may be refused today. */
export const STORED_POLICY_REMEDY = "No calls are made until it is corrected: sweeper policy set PATH=VALUE";

/** Parses the JSON text of a policy; `where` names its place in errors, `remedy` ends them. */
export function parsePolicyText(text: string, where: string, remedy?: string): Policy {
  return validPolicy(readPolicyJson(text, `the policy in ${where}`), where, remedy);
}

/** The policy a document holds. Throws `PolicyError` with all its faults. */
export function validPolicy(document: unknown, where: string, remedy?: string): Policy {
  const reading = readPolicy(document);
  if (!reading.valid) {
    const count = reading.faults.length;
    throw new PolicyError(
      `the policy in ${where} has ${count} ${count === 1 ? "fault" : "faults"}:`,
      reading.faults,
      remedy,
    );
  }
  return reading.policy;
}

/** A policy has a few kB, and its parameter holds eight: what is larger than this is some other file. */
const MAX_TEXT = 1024 * 1024;
/** A policy is four levels deep. JSON of any depth can be read, but not be copied or written again. */
const MAX_LEVELS = 32;

/** What the JSON text of a policy holds, valid or not; `what` begins the error. Throws `PolicyError`. */
export function readPolicyJson(text: string, what: string): unknown {
  if (text.length > MAX_TEXT) throw new PolicyError(`${what} is too large: over 1 MiB`);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new PolicyError(`${what} is not JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
  if (isDeeperThan(document, MAX_LEVELS)) {
    throw new PolicyError(`${what} is nested too deeply: over ${MAX_LEVELS} levels`);
  }
  return document;
}

/** Level by level and not by recursion, which the depth it looks for would break. */
function isDeeperThan(document: unknown, most: number): boolean {
  let level: readonly unknown[] = [document];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((value) => (typeof value === "object" && value !== null ? Object.values(value) : []));
  }
  return false;
}
