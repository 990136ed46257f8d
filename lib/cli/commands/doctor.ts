import type { Command } from "commander";
import { type Check, exitCodeOf } from "../doctor/check.ts";
import { type Findings, findingsFile, findingsText } from "../doctor/findings.ts";
import { checkMachine } from "../doctor/machine.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { writeNewFile } from "../new-file.ts";
import { screenOf } from "../print-rows.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

interface DoctorOptions extends TargetOptions {
  readonly try?: boolean;
  readonly yes?: boolean;
  readonly out?: string;
}

const HELP = `
Green: as it should be. Yellow: look at it, or it could not be looked at. Red: it does not work, or nobody is told.
Exit code: 0 all green, 1 something red, 4 something yellow and nothing red.

It reads alone. With --try it also does, after asking, what only your own account can answer: it sends a test message to
the digest's topic, and makes a small stack that tries a hidden FIFO message and a pipe with absent attributes, and is
deleted again. What it saw is then kept in doctor-STACK-TIME.json, or where --out says; no key and no name is in it.

Example:
  $ sweeper doctor
  $ sweeper doctor --stack invite-sweeper
  $ sweeper doctor --stack invite-sweeper --try --out evidence.json`;

export function addDoctor(program: Command, io: Io, endWith: (code: number) => void): void {
  withTargetOptions(program.command("doctor"), io, "reads")
    .option("--try", "try what only a real account can answer; asks before each part")
    .option("--yes", "do not ask")
    .option("--out <file>", "keep what was seen in this file, which is not there yet")
    .addHelpText("after", HELP)
    .action(async (options: DoctorOptions) => {
      const { stack, target } = options;
      if (options.try === true && stack === undefined)
        throw new UsageError("--try needs an AWS account: name a --stack");
      const at = new Date();
      const checks = stack === undefined ? await checkMachine(options, io) : await lookAtStack(stack, options, io);
      const findings: Findings = {
        ...{ target, at: at.toISOString(), node: process.versions.node, tried: options.try === true, checks },
      };
      const json = JSON.stringify(findings, null, 2);
      io.out(options.json ? json : findingsText(findings, screenOf(io, "--json")));
      const file = options.out ?? (options.try === true ? findingsFile(stack ?? "", at) : null);
      if (file !== null) {
        await writeNewFile(file, async (line) => line(json));
        io.err(`what was seen is in ${file}`);
      }
      endWith(exitCodeOf(checks));
    });
}

async function lookAtStack(stack: string, options: DoctorOptions, io: Io): Promise<readonly Check[]> {
  const { checkStack } = await import("../doctor/stack.ts");
  const looked = await checkStack(stack, options, io);
  if (options.try !== true) return looked;
  const { tryStack } = await import("../doctor/tried.ts");
  return [...looked, ...(await tryStack(stack, options.yes === true, io))];
}
