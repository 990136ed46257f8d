import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { PolicySeed } from "./settings/policy-store.ts";

/** The project's own folder, where its `cdk.json` is. */
const PROJECT = resolve(import.meta.dirname, "..");

/** The policy in `cdk.json`, context `inviteSweeper.policy`: of the current folder if it has one, else the project's. */
export function policyInCdkJson(cwd: string): PolicySeed {
  const path = [join(cwd, "cdk.json"), join(PROJECT, "cdk.json")].find((candidate) => existsSync(candidate));
  if (path === undefined) return { document: {}, where: "the defaults" };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
  const document = ["context", "inviteSweeper", "policy"].reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    content,
  );
  return { document: document ?? {}, where: `${path} (context.inviteSweeper.policy)` };
}
