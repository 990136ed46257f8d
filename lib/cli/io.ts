import { createInterface } from "node:readline/promises";

/** What a command may touch of the process around it. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A line, or several, on standard output: results and nothing else. */
  out(text: string): void;
  /** A line on standard error: progress, notices, errors. */
  err(text: string): void;
  /** Replaces the last progress line on a terminal; nothing elsewhere. An empty text clears it. */
  progress(text: string): void;
  /** True when a person can be asked. */
  readonly interactive: boolean;
  /** A yes-or-no question; anything but y or yes is no. */
  confirm(question: string): Promise<boolean>;
  /** Calls `stop` at the first Ctrl-C; the second one ends the process. Answers how to take that back. */
  onInterrupt(stop: () => void): () => void;
}

export function processIo(): Io {
  const { stdout, stderr, stdin, env } = process;
  stdout.on("error", onStdoutError);
  // Notices that nobody can be given are no reason to stop a run under way.
  stderr.on("error", () => {});
  let shown = false;
  // `| head` closes the pipe once it has enough. What is under way, a call for instance, still comes to its end.
  let nobodyReads = false;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    nobodyReads = true;
  });
  const clear = () => {
    if (shown) stderr.write("\r\u001b[K");
    shown = false;
  };
  return {
    env,
    interactive: stdin.isTTY === true && stderr.isTTY === true,
    out(text) {
      clear();
      if (!nobodyReads) stdout.write(`${text}\n`);
    },
    err(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    progress(text) {
      if (stderr.isTTY !== true) return;
      clear();
      if (text === "") return;
      stderr.write(text.slice(0, Math.max(20, (stderr.columns ?? 80) - 1)));
      shown = true;
    },
    async confirm(question) {
      clear();
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
      } finally {
        lines.close();
      }
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

/** Whoever reads may stop reading, as `head` does: that ends neither a run nor the process with a stack trace. */
function onStdoutError(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") return;
  process.stderr.write(`the result could not be printed: ${error.message}\n`);
  process.once("exit", () => {
    process.exitCode = 1;
  });
}
