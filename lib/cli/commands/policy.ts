import { existsSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { endOf } from "../../domain/catch-up.ts";
import type { CatchUp, Policy } from "../../domain/policy.ts";
import { readPolicy } from "../../domain/policy-faults.ts";
import { NO_STOPS } from "../../domain/stops.ts";
import { endInWords } from "../../report/backlog-in-words.ts";
import { parsePolicyText } from "../../settings/policy-source.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { OpenPolicy } from "../open-policy.ts";
import { openPolicy, timeOfTarget } from "../open-target.ts";
import { type PolicyChange, setPolicy } from "../set-policy.ts";
import { modeInWords, oldPauseLines, pauseLines } from "../stops-in-words.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

export function addPolicy(program: Command, io: Io): void {
  const policy = program.command("policy");

  withTargetOptions(policy.command("show"), io, "reads")
    .description("the policy in force, defaults filled in and stops applied; what stops it on standard error")
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
    .addHelpText("after", SET_HELP)
    .action((parts: string[], options: TargetOptions) => set(parts, options, io));
}

const SET_HELP = `
mode=off is the kill switch: it works although the stored policy is broken, and lasts until mode=live or
mode=dry-run lifts it. No file, no deployment and no other value does. On a stack mode=live is needed once, whatever
cdk.json says, and is refused while another stack is live with the same API key; mode=dry-run gives that place up.

On a stack all other values last until the next deployment that changes anything of the policy's parameter, its tags
too: CloudFormation then writes the policy of cdk.json again. Change cdk.json as well.

Example:
  $ sweeper policy set mode=live dailyCap=20
  $ sweeper policy set policy.json`;

async function show(options: TargetOptions, io: Io): Promise<void> {
  const policies = await openPolicy(options, io);
  // First, for they are what has to be known when the policy itself cannot be read.
  const stopped = await stopLines(policies, options);
  for (const line of stopped) io.err(line);
  const { policy, version } = await policies.read();
  const { where } = await policies.document();
  // The document alone, without its target: `policy set` reads it back.
  io.out(JSON.stringify(policy, null, 2));
  if (policy.catchUp !== null) io.err(catchUpOfPolicy(policy, policy.catchUp, timeOfTarget(options)));
  if (!options.json) io.err(`version ${version}, from ${where}`);
}

/** Whether it counts for one identity only the ledger tells. */
function catchUpOfPolicy({ dailyCap }: Policy, catchUp: CatchUp, now: Date): string {
  const endsAt = endOf(catchUp);
  if (endsAt !== null && endsAt <= now) {
    return `catch-up ended with ${catchUp.until}: back to ${dailyCap} a day; \`sweeper policy set catchUp=null\` takes it out`;
  }
  const until = endInWords(catchUp);
  return `catch-up: up to ${catchUp.dailyCap} a day in place of ${dailyCap} until ${until}; \`sweeper identities\` shows for whom`;
}

/** What of the policy in force is not the stored policy's own word. */
async function stopLines(policies: OpenPolicy, { again }: TargetOptions): Promise<string[]> {
  const stored = await storedOrNull(policies);
  const stops = await policies.stops.read().catch(() => NO_STOPS);
  const mode = modeInWords(stored, stops, policies, again, "is");
  const old = stored === null || policies.goesByPolicyAlone ? [] : oldPauseLines(stored, stops, again);
  return [...(mode === null ? [] : [mode]), ...pauseLines(stops, again), ...old];
}

/** Without the stops; null where it cannot be read or has errors. */
async function storedOrNull(policies: OpenPolicy): Promise<Policy | null> {
  const there = await policies.document().catch(() => null);
  const reading = readPolicy(there?.document);
  return there !== null && reading.valid ? reading.policy : null;
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
  const change = changeOf(parts);
  const now = timeOfTarget(options);
  const tell = (line: string) => io.err(line);
  const live = options.stack === undefined ? null : await liveSwitchOf(options.stack, now, tell);
  const { before, after, version } = await setPolicy(policies, change, { now, live, tell });
  // Off goes over stops that cannot be read; any other change has been refused for them.
  const stops = await policies.stops.read().catch(() => NO_STOPS);
  if (options.json) io.out(JSON.stringify({ target: options.target, version, policy: after, stops }, null, 2));
  else {
    const what = version === null ? "the stored policy is as it was" : `policy version ${version}`;
    io.out([what, ...(after === null ? ["mode: off"] : changes(before ?? {}, after))].join("\n"));
  }
  const stays = modeInWords(await storedOrNull(policies), stops, policies, options.again, "stays");
  // What was ordered just now needs no saying; what a new policy did not lift does.
  if (stays !== null && !ordersMode(parts)) io.err(stays);
  if (change.kind === "file" || parts.some((part) => part.startsWith("paused="))) {
    for (const line of pauseLines(stops, options.again)) io.err(line);
  }
}

async function liveSwitchOf(stack: string, now: Date, tell: (line: string) => void) {
  const { createLiveSwitch } = await import("../stack/go-live.ts");
  return createLiveSwitch(stack, now, tell);
}

const ordersMode = (parts: readonly string[]): boolean => parts.some((part) => part.startsWith("mode="));

function changeOf(parts: readonly string[]): PolicyChange {
  const [first = ""] = parts;
  const wholeFile = parts.length === 1 && (existsSync(first) || !first.includes("="));
  if (!wholeFile) return { kind: "assignments", assignments: parts };
  const text = readText(first);
  parsePolicyText(text, first);
  return { kind: "file", document: JSON.parse(text) };
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
