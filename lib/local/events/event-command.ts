import { type ChildProcess, spawn } from "node:child_process";
import type { Destination, Sent } from "./delivery.ts";

const TRY_TIMEOUT_MS = 30_000;

/** Standard output is for the run's own result: what the command prints goes to standard error, with its errors. */
const STDERR = 2;

/** Runs a command of the owner's, through the shell, for each event: the event as a line of JSON on standard input. */
export function eventCommand(command: string, { timeoutMs = TRY_TIMEOUT_MS } = {}): Destination {
  return {
    tries: 3,
    send: (_event, body, signal) => runOnce(command, `${body}\n`, signal, timeoutMs),
    close: async () => {},
  };
}

function runOnce(command: string, input: string, signal: AbortSignal, timeoutMs: number): Promise<Sent> {
  return new Promise((resolve) => {
    // A group of its own: ended whole at the time-out, and not by the Ctrl-C that stops a run.
    const child = spawn(command, { shell: true, stdio: ["pipe", STDERR, STDERR], detached: GROUPS });
    let timedOut = false;
    const end = () => endGroup(child);
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, timeoutMs);
    const done = (sent: Sent) => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve(sent);
    };
    const failed = (why: string) => done({ kind: "failed", again: true, why });
    signal.addEventListener("abort", end, { once: true });
    child.once("error", (error) => failed(`the command could not be started (${error.message})`));
    child.once("exit", (code, killedBy) => {
      if (code === 0) done({ kind: "sent" });
      else if (timedOut) failed(`the command took longer than ${timeoutMs / 1000} s`);
      else failed(`the command ended with ${code === null ? killedBy : `exit code ${code}`}`);
    });
    // A command need not read what it is given.
    child.stdin?.on("error", () => {});
    child.stdin?.end(input);
  });
}

/** Windows has no process groups. */
const GROUPS = process.platform !== "win32";

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (GROUPS) process.kill(-child.pid, "SIGKILL");
    else child.kill("SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
