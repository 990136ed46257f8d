import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { parsePolicyText } from "../../settings/policy-source.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openPolicy } from "../open-target.ts";
import { store, withAssignments } from "../policy-change.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

export function addPolicy(program: Command, io: Io): void {
  const policy = program.command("policy").description("show, check or change what the sweeper may do");

  withTargetOptions(policy.command("show"), io, "reads")
    .description("the policy in force, defaults filled in")
    .addHelpText("after", "\nExample:\n  $ sweeper policy show --json > policy.json")
    .action((options: TargetOptions) => show(options, io));

  withTargetOptions(policy.command("validate"), io, ([file]) => (file === undefined ? "reads" : null))
    .description("check a policy file, or the policy in force; exit code 2 when it has errors")
    .argument("[file]", "a JSON file with a policy")
    .addHelpText("after", "\nExample:\n  $ sweeper policy validate policy.json")
    .action((file: string | undefined, options: TargetOptions) => validate(file, options, io));

  withTargetOptions(policy.command("set"), io, "writes")
    .description("change the policy: a file with a complete one, or single values")
    .argument("<file-or-assignments...>", "a JSON file, or path=value pairs")
    .addHelpText(
      "after",
      "\nExample:\n  $ sweeper policy set mode=live dailyCap=20\n  $ sweeper policy set policy.json",
    )
    .action((parts: string[], options: TargetOptions) => set(parts, options, io));
}

async function show(options: TargetOptions, io: Io): Promise<void> {
  const policies = await openPolicy(options, io);
  const { policy, version } = await policies.read();
  const { where } = await policies.document();
  // The document alone, without its target: `policy set` reads it back.
  io.out(JSON.stringify(policy, null, 2));
  if (!options.json) io.err(`version ${version}, from ${where}`);
}

async function validate(file: string | undefined, options: TargetOptions, io: Io): Promise<void> {
  const policies = file === undefined ? await openPolicy(options, io) : null;
  const where = policies === null ? (file ?? "") : (await policies.document()).where;
  if (policies === null) parsePolicyText(readText(where), where);
  else await policies.read();
  // A file is checked for itself; it is the policy of no target yet.
  const target = policies === null ? {} : { target: options.target };
  io.out(options.json ? JSON.stringify({ ...target, valid: true, where }, null, 2) : `the policy in ${where} is valid`);
}

async function set(parts: readonly string[], options: TargetOptions, io: Io): Promise<void> {
  const policies = await openPolicy(options, io);
  const [first = ""] = parts;
  const wholeFile = parts.length === 1 && (existsSync(first) || !first.includes("="));
  const document = wholeFile ? documentIn(first) : withAssignments((await policies.document()).document, parts);
  const { before, after, version } = await store(policies, document);
  if (options.json) io.out(JSON.stringify({ target: options.target, version, policy: after }, null, 2));
  else io.out([`policy version ${version}`, ...changes(before ?? {}, after)].join("\n"));
}

function documentIn(file: string): unknown {
  const text = readText(file);
  parsePolicyText(text, file);
  return JSON.parse(text);
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** "thresholdDays: 21 → 18", a line for every top-level value that differs. */
function changes(before: object, after: object): string[] {
  const lines = Object.entries(after)
    .map(([key, value]) => [key, JSON.stringify(Reflect.get(before, key)), JSON.stringify(value)] as const)
    .filter(([, old, now]) => old !== now)
    .map(([key, old, now]) => `${key}: ${old ?? "not valid before"} → ${now}`);
  return lines.length > 0 ? lines : ["nothing changed"];
}
