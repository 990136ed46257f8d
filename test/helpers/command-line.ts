import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { InterruptedError } from "../../lib/cli/errors.ts";
import type { Io } from "../../lib/cli/io.ts";
import { main } from "../../lib/cli/program.ts";
import { afterEveryTest } from "./clean-up.ts";
import { partsOfTests } from "./memory-folders.ts";

const SWEEPER = resolve(import.meta.dirname, "../../bin/sweeper.mjs");

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly target: string | null;
  /** Standard error after the line with the target. */
  readonly err: string;
}

export interface IoOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What a person at the terminal answers; null when nobody can be asked. */
  readonly answer?: boolean | null;
  /** What a person types, question by question; Ctrl-C where there is no more. Default: nobody can be asked. */
  readonly answers?: readonly string[];
  /** Presses Ctrl-C as soon as somebody listens for it. */
  readonly interrupt?: boolean;
  /** The terminal that standard output is; null for a pipe, as by default. */
  readonly terminal?: { readonly columns: number; readonly rows: number } | null;
}

/** A terminal that nobody sits at, for commands that are looked at and not run. */
export const SILENT: Io = {
  ...{ env: {}, interactive: false, columns: null, rows: null, out() {}, err() {}, progress() {} },
  confirm: async () => false,
  ask: async () => "",
  onInterrupt: () => () => {},
};

/** The line that names the target, which comes before everything else on standard error; null when there is none. */
export function splitTarget(err: string): { readonly target: string | null; readonly err: string } {
  const [, target, rest = ""] = /^target: ([^\n]*)(?:\n([\s\S]*))?$/.exec(err) ?? [];
  return target === undefined ? { target: null, err } : { target, err: rest };
}

/** The command line in this process, with all it says recorded: `err` is what comes after the line with the target. */
export async function sweeper(
  argv: readonly string[],
  { env = {}, answer = null, answers, interrupt = false, terminal = null }: IoOptions = {},
) {
  const lines = { out: [] as string[], err: [] as string[], asked: [] as string[] };
  const left = [...(answers ?? [])];
  const io: Io = {
    env,
    out: (text) => void lines.out.push(text),
    err: (text) => void lines.err.push(text),
    progress: () => {},
    parts: partsOfTests(),
    interactive: answer !== null || answers !== undefined,
    columns: terminal?.columns ?? null,
    rows: terminal?.rows ?? null,
    confirm: async (question) => {
      lines.asked.push(question);
      return answer === true;
    },
    async ask(question) {
      lines.asked.push(question);
      const next = left.shift();
      if (next === undefined) throw new InterruptedError();
      return next;
    },
    onInterrupt(stop) {
      if (interrupt) queueMicrotask(stop);
      return () => {};
    },
  };
  const code = await main(argv, io);
  return { code, out: lines.out.join("\n"), ...splitTarget(lines.err.join("\n")), asked: lines.asked };
}

const folders: string[] = [];
const children: ChildProcess[] = [];
afterEveryTest(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGKILL")) await once(child, "exit");
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "sweeper-test-"));
  folders.push(folder);
  return folder;
}

interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A line for `sh` that runs the command as `"$@"`, such as `"$@" > /dev/full`. */
  readonly shell?: string;
}

/** The command line as a process of its own, in `cwd`; ended after the test if it is still there. */
export function startSweeper(argv: readonly string[], { cwd = temporaryFolder(), env, shell }: ProcessOptions = {}) {
  const command = [process.execPath, SWEEPER, ...argv];
  const [file = "", ...args] = shell === undefined ? command : ["sh", "-c", shell, "sh", ...command];
  const child = spawn(file, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString();
  });
  const ended = once(child, "close").then((): Ran => ({ code: child.exitCode, out, ...splitTarget(err) }));
  return { child, ended, said: () => ({ out, err }) };
}
