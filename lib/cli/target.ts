import { type Command, Option } from "commander";
import { policyInCdkJson } from "../config.ts";
import { readBase } from "../edges/address.ts";
import { EDGES_BASE_URL } from "../edges/client.ts";
import { readClockLead } from "../local/clock-lead.ts";
import { DATA_ROOT, dataLayout } from "../local/data-layout.ts";
import { createPolicyFile } from "../local/policy-file.ts";
import { type EdgesTarget, openWorkspace, type Workspace } from "../local/workspace.ts";
import type { Clock } from "../observe/clock.ts";
import type { PolicyStore } from "../settings/policy-store.ts";
import { parseFolder, parseStackName } from "./arguments.ts";
import { UsageError } from "./errors.ts";
import type { Io } from "./io.ts";
import { openStack, openStackPolicy } from "./stack/open-stack.ts";

/** The options that say what a command works on; every command takes them. */
export interface TargetOptions {
  readonly local?: boolean;
  readonly stack?: string;
  readonly data: string;
  readonly edges: "sandbox" | "real";
  readonly json?: boolean;
}

export function withTargetOptions(command: Command): Command {
  return command
    .option("--local", "work on this machine, with the data in the folder of --data (default)")
    .addOption(new Option("--stack <name>", "work on a deployed stack").conflicts("local").argParser(parseStackName))
    .option("--data <folder>", "where local mode keeps its data", parseFolder, DATA_ROOT)
    .addOption(
      new Option("--edges <which>", "the sandbox, or the real API (or EDGES_BASE_URL) with the key in EDGES_API_KEY")
        .choices(["sandbox", "real"])
        .default("sandbox"),
    )
    .option("--json", "print JSON");
}

/** What a command works on, here or on AWS. */
export interface Target extends Pick<Workspace, "ledger" | "edges" | "policy" | "log" | "skipWaits" | "close"> {
  readonly clock: Clock;
}

/** Opens what the options name. `traceless`: nothing may be written on this machine. */
export async function openTarget(options: TargetOptions, io: Io, traceless = false): Promise<Target> {
  if (options.stack !== undefined) return openStack(options.stack, edgesBaseUrl(io));
  return openLocal(options, io, traceless);
}

/** Local mode, whatever the options say of a stack. */
export async function openLocal(options: TargetOptions, io: Io, traceless = false): Promise<Workspace> {
  return openWorkspace({
    root: options.data,
    edges: edgesTarget(options, io),
    policySeed: policyInCdkJson(process.cwd()),
    traceless,
  });
}

/**
 * The policy alone. It lies beside the ledger and needs none of it, so that the kill switch works while a run has the
 * ledger open: the functions read the policy anew before every call.
 */
export async function openPolicy(options: TargetOptions, io: Io): Promise<PolicyStore> {
  if (options.stack !== undefined) return openStackPolicy(options.stack);
  const baseUrl = options.edges === "sandbox" ? null : edgesBaseUrl(io);
  return createPolicyFile(dataLayout(options.data, baseUrl).policy, policyInCdkJson(process.cwd()));
}

/** The time of what the options name: the sandbox's clock may run ahead of everybody's. */
export function timeOfTarget({ stack, data, edges }: TargetOptions): Date {
  const aheadMs = stack === undefined && edges === "sandbox" ? readClockLead(dataLayout(data, null)) : 0;
  return new Date(Date.now() + aheadMs);
}

/** `EDGES_BASE_URL`, or the real API where it is not set. */
function edgesBaseUrl({ env }: Io): string {
  const text = env.EDGES_BASE_URL?.trim() ?? EDGES_BASE_URL;
  try {
    readBase(text);
  } catch {
    throw new UsageError(`EDGES_BASE_URL is "${text}"; accepted: an http or https address such as ${EDGES_BASE_URL}`);
  }
  return text;
}

function edgesTarget({ edges }: TargetOptions, io: Io): EdgesTarget {
  if (edges === "sandbox") return { kind: "sandbox" };
  const baseUrl = edgesBaseUrl(io);
  const apiKey = io.env.EDGES_API_KEY?.trim() ?? "";
  if (apiKey === "") {
    throw new UsageError(
      "EDGES_API_KEY is not set: make a key at https://app.edges.run/settings/developers and set it",
    );
  }
  return { kind: "api", apiKey, baseUrl };
}
