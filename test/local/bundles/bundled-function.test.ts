import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type BundledFunction, startBundledFunction } from "../../../lib/local/bundles/bundled-function.ts";
import { createFastForwardClock } from "../../../lib/local/fast-forward-clock.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";

const TIMEOUT_MS = 30_000;
/** Answers with its process id, or does what it is told. */
const SOURCE = `
  export async function handler({ what }) {
    if (what === "die") process.kill(process.pid, "SIGKILL");
    if (what === "throw") throw new Error("its own words");
    return process.pid;
  }
`;

const started: BundledFunction[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.close();
});

async function start(source: string): Promise<BundledFunction> {
  const bundle = join(temporaryFolder(), "index.mjs");
  writeFileSync(bundle, source);
  const clock = createFastForwardClock();
  const one = await startBundledFunction({ bundle, environment: {}, clock, onLog: () => {} });
  started.push(one);
  return one;
}

describe("a bundled function", () => {
  it("stays in its process from event to event, also after it threw", async () => {
    const { invoke } = await start(SOURCE);
    const first = await invoke({}, TIMEOUT_MS);

    await expect(invoke({ what: "throw" }, TIMEOUT_MS)).rejects.toThrow("its own words");

    expect(await invoke({}, TIMEOUT_MS)).toBe(first);
  });

  it("whose process dies fails all it was doing, and has one new process for whatever comes next", async () => {
    const { invoke } = await start(SOURCE);
    const first = await invoke({}, TIMEOUT_MS);

    await expect(invoke({ what: "die" }, TIMEOUT_MS)).rejects.toThrow("the function's process ended");

    const next = await Promise.all([1, 2, 3].map(() => invoke({}, TIMEOUT_MS)));
    expect(new Set(next).size).toBe(1);
    expect(next[0]).not.toBe(first);
  });

  it("that cannot be loaded says so at the start", async () => {
    await expect(start("export const handler = nothing;")).rejects.toThrow(
      "cannot be loaded; its output is in the log",
    );
  });
});
