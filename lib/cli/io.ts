import { writeSync } from "node:fs";
import { Socket } from "node:net";
import type { Writable } from "node:stream";
import type { LocalParts } from "../local/parts.ts";
import { askAtTerminal } from "./ask-at-terminal.ts";
import type { NoticeKind } from "./terminal/colour.ts";

/** What a command may touch of the process around it. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line, or several, on standard output: results and nothing else. */
  out(text: string): void;
  /** A line on standard error: progress, notices, errors. `kind`: what it is coloured as; default a notice. */
  err(text: string, kind?: NoticeKind): void;
  /** Replaces the last progress line on a terminal; nothing elsewhere. An empty text clears it. */
  progress(text: string): void;
  /** True when a person can be asked. */
  readonly interactive: boolean;
  /** Places in a line of the terminal that standard output is; null where it is none, such as a pipe or a file. */
  readonly columns: number | null;
  /** The same of the terminal that standard error is; null or left out where it is none. */
  readonly noticeColumns?: number | null;
  /** Lines of standard output's terminal; null likewise. */
  readonly rows: number | null;
  /** A yes-or-no question; anything but y or yes is no. Ctrl-C ends it as in `ask`. */
  confirm(question: string): Promise<boolean>;
  /** What local mode runs on. Default: DynamoDB and SQS embedded in this process. */
  readonly parts?: LocalParts;
  /** A line that a person types, without the spaces around it. `hidden`: it is not shown. @throws InterruptedError at Ctrl-C */
  ask(question: string, options?: { readonly hidden?: boolean }): Promise<string>;
  /** Calls `stop` at the first Ctrl-C; the second one ends the process. Answers how to take that back. */
  onInterrupt(stop: () => void): () => void;
}

export function processIo(): Io {
  const { stdout, stderr, stdin, env } = process;
  // Notices that nobody can be given are no reason to stop a run under way.
  stderr.on("error", () => {});
  let [shown, shownAt] = [false, 0];
  const clear = () => {
    if (shown) stderr.write("\r\u001b[K");
    shown = false;
  };
  let unwritable = false;
  /** From then on nothing is printed. What is under way, a call for instance, still comes to its end. */
  const onUnwritable = (error: NodeJS.ErrnoException) => {
    if (unwritable) return;
    unwritable = true;
    // `| head` closes the pipe once it has enough: that is no failure.
    if (error.code === "EPIPE") return;
    clear();
    stderr.write(`the result could not be printed: ${error.message}\n`);
    // Last of all, because the command sets its own exit code when it ends.
    process.once("exit", () => {
      process.exitCode = 1;
    });
  };
  stdout.on("error", onUnwritable);
  const isFile = !((stdout as Writable) instanceof Socket);
  return {
    env,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    columns: stdout.isTTY === true ? sizeOf(env.COLUMNS, stdout.columns, 80) : null,
    noticeColumns: stderr.isTTY === true ? sizeOf(env.COLUMNS, stderr.columns, 80) : null,
    rows: stdout.isTTY === true ? sizeOf(env.LINES, stdout.rows, 24) : null,
    out(text) {
      clear();
      if (unwritable) return;
      if (isFile) writeToFile(stdout.fd, `${text}\n`, onUnwritable);
      else stdout.write(`${text}\n`);
    },
    err(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    progress(text) {
      // A terminal that can do nothing cannot take a line back.
      if (stderr.isTTY !== true || env.TERM === "dumb") return;
      if (text === "") return clear();
      // A line that nobody can read in time only costs the work it tells of.
      if (shown && performance.now() - shownAt < MIN_SHOWN_MS) return;
      const width = sizeOf(env.COLUMNS, stderr.columns, 80);
      stderr.write(`${shown ? "\r\u001b[K" : ""}${text.slice(0, Math.max(20, width - 1))}`);
      [shown, shownAt] = [true, performance.now()];
    },
    async confirm(question) {
      clear();
      return /^y(es)?$/i.test(await askAtTerminal(`${question} [y/N] `, false));
    },
    ask(question, { hidden = false } = {}) {
      clear();
      return askAtTerminal(question, hidden);
    },
    onInterrupt(stop) {
      let asked = false;
      const listener = () => {
        if (asked) process.exit(130);
        asked = true;
        stop();
      };
      process.on("SIGINT", listener);
      process.on("SIGTERM", listener);
      return () => {
        process.off("SIGINT", listener);
        process.off("SIGTERM", listener);
      };
    },
  };
}

/** Of a progress line, milliseconds. */
const MIN_SHOWN_MS = 50;

/** A size that the environment gives counts before the terminal's own; some terminals say nothing, or 0. */
function sizeOf(given: string | undefined, own: number | undefined, otherwise: number): number {
  if (given !== undefined && /^[1-9]\d{0,4}$/.test(given)) return Number(given);
  return own !== undefined && own > 0 ? own : otherwise;
}

/** A disk that fills up takes a part of the text. Node's own stream would drop the rest without an error. */
function writeToFile(file: number, text: string, onError: (error: NodeJS.ErrnoException) => void): void {
  const bytes = Buffer.from(text);
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
  } catch (error) {
    onError(error instanceof Error ? error : new Error(String(error)));
  }
}
