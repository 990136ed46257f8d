import type { Command } from "commander";
import { exitCodeOf } from "../doctor/check.ts";
import { type Findings, findingsFile, findingsText } from "../doctor/findings.ts";
import { checkMachine } from "../doctor/machine.ts";
import { checkStack } from "../doctor/stack.ts";
import { tryStack } from "../doctor/tried.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { writeNewFile } from "../new-file.ts";
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
    .description("look whether everything is as it should be, here or on a deployed stack, and say what to do")
    .option("--try", "try what only a real account can answer; asks before each part")
    .option("--yes", "do not ask")
    .option("--out <file>", "keep what was seen in this file, which is not there yet")
    .addHelpText("after", HELP)
    .action(async (options: DoctorOptions) => {
      const { stack, target } = options;
      if (options.try === true && stack === undefined)
        throw new UsageError("--try needs an AWS account: name a --stack");
      const at = new Date();
      const looked = stack === undefined ? await checkMachine(options, io) : await checkStack(stack, options, io);
      const tried = options.try === true && stack !== undefined ? await tryStack(stack, options.yes === true, io) : [];
      const checks = [...looked, ...tried];
      const findings: Findings = {
        ...{ target, at: at.toISOString(), node: process.versions.node, tried: options.try === true, checks },
      };
      const json = JSON.stringify(findings, null, 2);
      io.out(options.json ? json : findingsText(findings));
      const file = options.out ?? (options.try === true ? findingsFile(stack ?? "", at) : null);
      if (file !== null) {
        await writeNewFile(file, async (line) => line(json));
        io.err(`what was seen is in ${file}`);
      }
      endWith(exitCodeOf(checks));
    });
}
