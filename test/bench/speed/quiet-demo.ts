import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DemoOptions, runDemo } from "../../../lib/cli/demo/run-demo.ts";
import { EXIT } from "../../../lib/cli/errors.ts";
import type { Io } from "../../../lib/cli/io.ts";

const QUIET: Io = {
  ...{ env: {}, interactive: false, columns: null, rows: null },
  out() {},
  err() {},
  progress() {},
  confirm: async () => false,
  ask: async () => "",
  onInterrupt: () => () => {},
};

/** The demo as the command plays it, in a folder that is thrown away, with nothing on the screen. */
export async function quietDemo(options: DemoOptions): Promise<void> {
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), "sweeper-speed-"))];
  process.chdir(folder);
  try {
    const code = await runDemo(QUIET, options);
    if (code !== EXIT.done) throw new Error(`the demo ended with ${code}`);
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
}
