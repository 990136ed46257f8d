import { type Command, Option } from "commander";
import { policyInCdkJson } from "../config.ts";
import { EDGES_BASE_URL } from "../edges/client.ts";
import { DATA_ROOT } from "../local/data-layout.ts";
import { type EdgesTarget, openWorkspace, type Workspace } from "../local/workspace.ts";
import { UsageError } from "./errors.ts";
import type { Io } from "./io.ts";

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
    .addOption(new Option("--stack <name>", "work on a deployed stack").conflicts("local"))
    .option("--data <folder>", "where local mode keeps its data", DATA_ROOT)
    .addOption(
      new Option("--edges <which>", "the sandbox, or the real API (or EDGES_BASE_URL) with the key in EDGES_API_KEY")
        .choices(["sandbox", "real"])
        .default("sandbox"),
    )
    .option("--json", "print JSON");
}

/** Opens what the options name. `traceless`: nothing may be written anywhere. */
export async function openTarget(options: TargetOptions, io: Io, traceless = false): Promise<Workspace> {
  if (options.stack !== undefined) throw new UsageError("--stack comes with the CDK stack; use --local");
  return openWorkspace({
    root: options.data,
    edges: edgesTarget(options, io),
    policySeed: policyInCdkJson(process.cwd()),
    traceless,
  });
}

function edgesTarget({ edges }: TargetOptions, { env }: Io): EdgesTarget {
  if (edges === "sandbox") return { kind: "sandbox" };
  const apiKey = env.EDGES_API_KEY?.trim() ?? "";
  if (apiKey === "") {
    throw new UsageError(
      "EDGES_API_KEY is not set: make a key at https://app.edges.run/settings/developers and set it",
    );
  }
  return { kind: "api", apiKey, baseUrl: env.EDGES_BASE_URL ?? EDGES_BASE_URL };
}
