import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Each in a process of its own, so that none is warmed up or weighed down by the one before. */
const BENCHES = ["analytics/day-grid.ts", "report/ledger-report.ts", "report/packed-files.ts", "report/packed-year.ts"];

for (const bench of BENCHES) {
  process.stdout.write(`\n# ${bench}\n`);
  const args = ["--expose-gc", "--import", "tsx", join(import.meta.dirname, bench), ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
