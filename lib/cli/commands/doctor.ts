import type { Command } from "commander";
import { type Check, exitCodeOf } from "../doctor/check.ts";
import { findingsFile, findingsJson, findingsText } from "../doctor/findings.ts";
import { checkMachine } from "../doctor/machine.ts";
import { nodeCheck } from "../doctor/node.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { nameTarget, printTarget } from "../name-target.ts";
import { writeNewFile } from "../new-file.ts";
import { screenOf } from "../print-rows.ts";
import { type GivenTarget, isNamedByOption, resolveTarget } from "../resolve-target.ts";
import { readSavedTarget } from "../saved-target.ts";
import { UnseenStackError } from "../stack/unseen-stack.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";
import { targetName } from "../target-place.ts";

interface DoctorOptions extends GivenTarget {
  readonly data: string;
  readonly json?: boolean;
  readonly try?: boolean;
  readonly yes?: boolean;
  readonly out?: string;
}

const HELP = `
ok: as it should be. warning: look at it, or it could not be looked at. failing: it does not work, or nobody is told.
Exit code: 0 all ok, 1 something failing, 4 a warning and nothing failing.

Without an option it looks at the target that \`sweeper use\` saved, else at this machine. For a stack that is not there
yet it says whether one could be deployed: region, credentials, bootstrap.

It reads alone. With --try it also does, after asking, what only your own account can answer: it sends a test message to
the digest's topic, and makes a small stack that tries a hidden FIFO message and a pipe with absent attributes, and is
deleted again. What it saw is then kept in doctor-STACK-TIME.json, or where --out says; no key and no name is in it.

Example:
  $ sweeper doctor
  $ sweeper doctor --stack invite-sweeper
  $ sweeper doctor --stack invite-sweeper --try --out evidence.json`;

export function addDoctor(program: Command, io: Io, endWith: (code: number) => void): void {
  // The target is found by the doctor itself: one that cannot be reached is a finding.
  withTargetOptions(program.command("doctor"), io, () => null)
    .option("--try", "try what only a real account can answer; asks before each part")
    .option("--yes", "do not ask")
    .option("--out <file>", "keep what was seen in this file, which is not there yet")
    .addHelpText("after", HELP)
    .action(async (options: DoctorOptions) => {
      const at = new Date();
      const { target, stack, checks } = await lookAtTarget(options, io);
      const tried = options.try === true;
      const findings = { target, at: at.toISOString(), node: process.versions.node, tried, checks };
      const json = findingsJson(findings);
      io.out(options.json ? json : findingsText(findings, screenOf(io, "--json")));
      const file = options.out ?? (tried ? findingsFile(stack ?? "", at) : null);
      if (file !== null) {
        await writeNewFile(file, async (line) => line(json));
        io.err(`what was seen is in ${file}`);
      }
      endWith(exitCodeOf(checks));
    });
}

interface Looked {
  readonly target: string;
  readonly stack: string | undefined;
  readonly checks: readonly Check[];
}

async function lookAtTarget(options: DoctorOptions, io: Io): Promise<Looked> {
  const saved = isNamedByOption(options) ? null : readSavedTarget(options.data);
  const { choice } = resolveTarget(options, io.env, saved);
  if (options.try === true && choice.kind !== "stack")
    throw new UsageError("--try needs an AWS account: name a --stack");
  const named = await nameTarget(options, [], io, "reads").catch((error: unknown) => {
    const isOurs = error instanceof UsageError && !(error instanceof UnseenStackError);
    if (choice.kind !== "stack" || isOurs) throw error;
    return null;
  });
  if (named === null) return lookAtAccount(choice.kind === "stack" ? choice.stack : "", io);
  const { stack, ...rest } = named;
  const { target } = rest;
  if (stack === undefined) {
    return { target, stack, checks: await checkMachine({ ...rest, data: options.data }, io) };
  }
  return { target, stack, checks: await lookAtStack(stack, { ...named, stack, data: options.data }, options, io) };
}

/** A stack that cannot be described. */
async function lookAtAccount(stack: string, io: Io): Promise<Looked> {
  const target = targetName({ kind: "stack", stack, region: null, account: null });
  printTarget(io, target);
  const { checkAccount } = await import("../doctor/account.ts");
  return { target, stack, checks: [nodeCheck(process.versions.node), ...(await checkAccount(stack, io))] };
}

async function lookAtStack(stack: string, found: TargetOptions, options: DoctorOptions, io: Io) {
  const { checkStack } = await import("../doctor/stack.ts");
  const looked = await checkStack(stack, found, io);
  if (options.try !== true) return looked;
  const { tryStack } = await import("../doctor/tried.ts");
  return [...looked, ...(await tryStack(stack, options.yes === true, io))];
}
