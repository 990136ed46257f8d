import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

export const PROJECT = resolve(import.meta.dirname, "../../..");

/** One process from its start to its end, in milliseconds. */
export interface Taken {
  readonly wallMs: number;
  /** Of the processor, user and system. */
  readonly processorMs: number;
}

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The medians of some starts, after one that is not counted: whatever is read from the disk has been read by then. */
export function taken(command: readonly string[], { times = 9, cwd = PROJECT } = {}): Taken {
  const all = Array.from({ length: times + 1 }, () => once(command, cwd)).slice(1);
  return { wallMs: median(all.map((one) => one.wallMs)), processorMs: median(all.map((one) => one.processorMs)) };
}

/** The shell counts the processor time of what it has started; Node has no way to ask for it. */
function once(command: readonly string[], cwd: string): Taken {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>&1';
  const { status, stderr } = spawnSync("bash", ["-c", script, "bash", ...command], { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}`);
  const [wall = 0, user = 0, system = 0] = stderr.trim().split(" ").map(Number);
  return { wallMs: wall * 1000, processorMs: (user + system) * 1000 };
}
