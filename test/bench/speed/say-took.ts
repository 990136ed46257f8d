import { writeSync } from "node:fs";
import type { Took } from "./in-process.ts";

/** What a piece of work takes in this process. */
export async function timed<Value>(work: () => Value | Promise<Value>): Promise<readonly [value: Value, took: Took]> {
  const startCpu = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(startCpu);
  return [value, { cpuSeconds: (user + system) / 1e6, megabytes: process.resourceUsage().maxRSS / 1_024 }];
}

/** Tells the process that has started this one; see `inProcess`. */
export const say = (said: unknown): void => void writeSync(3, JSON.stringify(said));
