import { existsSync, readFileSync } from "node:fs";
import { PolicyError } from "../settings/policy-error.ts";
import { readPolicyJson, STORED_POLICY_REMEDY, type VersionedPolicy, validPolicy } from "../settings/policy-source.ts";
import type { PolicySeed, PolicyStore } from "../settings/policy-store.ts";
import { replaceFile } from "./data-layout.ts";

/** Far beyond what anybody will count to, and far below where counting on would lose its last digit. */
const HIGHEST_VERSION = 1e12;

/**
 * Local mode's stand-in for the SSM parameter: a JSON file with the document and its version, which grows by one with
 * every change. Until the first change the seed counts, as version 1. A seed changed later does not replace what was set.
 */
export function createPolicyFile(path: string, seed: PolicySeed): PolicyStore {
  const stored = (): { readonly version: number; readonly document: unknown } | null => {
    if (!existsSync(path)) return null;
    const content = readPolicyJson(readText(path), path);
    if (typeof content !== "object" || content === null || !("version" in content) || !("policy" in content)) {
      throw new PolicyError(
        `${path} is not {"version": …, "policy": …}: restore it, or delete it to start from cdk.json`,
      );
    }
    const { version } = content;
    if (typeof version !== "number" || !Number.isSafeInteger(version) || version < 1 || version > HIGHEST_VERSION) {
      throw new PolicyError(
        `${path} has a version that is not a whole number from 1: restore it, or delete it to start from cdk.json`,
      );
    }
    return { version, document: content.policy };
  };
  return {
    async read(): Promise<VersionedPolicy> {
      const there = stored();
      if (there === null) return { policy: validPolicy(seed.document, seed.where), version: 1 };
      return { policy: validPolicy(there.document, path, STORED_POLICY_REMEDY), version: there.version };
    },
    async document() {
      const there = stored();
      return there === null
        ? { document: seed.document, where: seed.where, version: 1 }
        : { document: there.document, where: path, version: there.version };
    },
    async replace(document) {
      const version = (stored()?.version ?? 1) + 1;
      replaceFile(path, `${JSON.stringify({ version, policy: document }, null, 2)}\n`);
      return version;
    },
  };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new PolicyError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
