import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { testsOf } from "./helpers/tests-of.ts";

// `npm test -- lib/domain` runs the tests of that folder, as `npm test -- test/domain` does.
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");
const { status, signal } = spawnSync(process.execPath, [vitest, "run", ...testsOf(process.argv.slice(2))], {
  stdio: "inherit",
});
if (signal !== null) process.kill(process.pid, signal);
process.exitCode = status ?? 1;
