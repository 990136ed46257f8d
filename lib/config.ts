import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod/mini";
import { tagFaults } from "./config/change-options.ts";
import { crmFaults } from "./config/crm.ts";
import { archiveFaults, digestFaults, faultsOf, scheduleFaults, sizeFaults } from "./config/faults.ts";
import { configSchema, type Schedule } from "./config/schema.ts";
import { type DocumentFault, describeFault } from "./domain/document-fault.ts";
import { own, valueAt } from "./domain/own-property.ts";
import type { Policy } from "./domain/policy.ts";
import { readPolicy } from "./domain/policy-faults.ts";
import { PROJECT } from "./project.ts";
import type { PolicySeed } from "./settings/policy-store.ts";

/** What `cdk.json` says under `context.inviteSweeper`, defaults filled in. */
export interface Config extends Omit<z.output<typeof configSchema>, "policy" | "digest" | "archive"> {
  readonly policy: Policy;
  /** Null: there is none, and nothing of it in the template. */
  readonly digest: DigestConfig | null;
  /** Null: there is none, and nothing of it in the template. */
  readonly archive: ArchiveConfig | null;
  /** The policy as it was written: this is what the parameter starts out with. */
  readonly policyDocument: unknown;
}

export interface DigestConfig {
  readonly email: string;
  readonly schedule: Pick<Schedule, "cron" | "timezone">;
  /** Hours that the link to the report is to work; it ends sooner with the credentials it was made with. */
  readonly linkHours: number;
}

export interface ArchiveConfig {
  readonly schedule: Pick<Schedule, "cron" | "timezone">;
  /** Days after which an export is deleted. */
  readonly keepDays: number;
}

export type ConfigReading =
  | { readonly valid: true; readonly config: Config }
  /** One line each: path, what stands there, what is accepted. */
  | { readonly valid: false; readonly faults: readonly string[] };

/** Where a fault's path begins. */
const CONTEXT_KEY = "inviteSweeper";

/** Reads the context's `inviteSweeper`: defaults filled in, unknown keys refused, all errors reported together. */
export function readConfig(document: unknown): ConfigReading {
  const result = configSchema.safeParse(document ?? {});
  const policyDocument = own(document, "policy") ?? {};
  const policy = readPolicy(policyDocument);
  // Read by themselves, so that what ties fields together is checked although others have faults.
  const schedule = configSchema.shape.schedule.safeParse(own(document, "schedule"));
  const digest = configSchema.shape.digest.safeParse(own(document, "digest"));
  const archive = configSchema.shape.archive.safeParse(own(document, "archive"));
  const crm = configSchema.shape.crm.safeParse(own(document, "crm"));
  const faults = [
    ...(result.success ? [] : result.error.issues.flatMap((issue) => faultsOf(configSchema, issue, document))),
    ...scheduleFaults(schedule.data ?? null, policy.valid ? policy.policy : null),
    ...digestFaults(digest.data ?? null),
    ...archiveFaults(archive.data ?? null),
    ...crmFaults(crm.data ?? null),
    ...sizeFaults(policyDocument),
    ...tagFaults(own(document, "tags")),
  ].map(inWords);
  if (!policy.valid) faults.push(...policy.faults.map((fault) => `${CONTEXT_KEY}.${describeFault(fault)}`));
  if (!result.success || !policy.valid || faults.length > 0) return { valid: false, faults };
  const parts = { digest: digestOf(result.data), archive: archiveOf(result.data) };
  const config = { ...result.data, ...parts, policy: policy.policy, policyDocument };
  return { valid: true, config };
}

/** Reads it as `cdk.json`'s context has it; `stackName`, of `-c stackName=…`, comes before the one in there. */
export function readContext(inviteSweeper: unknown, stackName: unknown): ConfigReading {
  const isObject = typeof inviteSweeper === "object" && inviteSweeper !== null;
  return readConfig(isObject && stackName !== undefined ? { ...inviteSweeper, stackName } : inviteSweeper);
}

/** Whoever gives no address wants no digest, whatever else is said of it. */
function digestOf({ digest, schedule }: z.output<typeof configSchema>): DigestConfig | null {
  if (digest === null || digest.email === null) return null;
  const { email, cron, timezone = schedule.timezone, linkHours } = digest;
  return { email, schedule: { cron, timezone }, linkHours };
}

function archiveOf({ archive, schedule }: z.output<typeof configSchema>): ArchiveConfig | null {
  if (archive === null) return null;
  const { cron, timezone = schedule.timezone, keepDays } = archive;
  return { schedule: { cron, timezone }, keepDays };
}

function inWords({ path, found, accepted }: DocumentFault): string {
  return `${CONTEXT_KEY}${path === "" ? "" : `.${path}`}: found ${found}; accepted: ${accepted}`;
}

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
  const document = valueAt(content, ["context", CONTEXT_KEY, "policy"]);
  return { document: document ?? {}, where: `${path} (context.inviteSweeper.policy)` };
}
