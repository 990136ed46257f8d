import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Figure } from "../meters/figure.ts";
import { finishMeter } from "../meters/run-meter.ts";

/** Files beside this one, each with `figures`, and each in a process of its own: none is warmed up by the one before. */
const MAKERS = [
  ...["demo.ts", "demo-real.ts", "local-run.ts", "open-workspace.ts"],
  ...["preview-rows.ts", "report-outcomes.ts"],
];

const figures = MAKERS.flatMap((maker) => {
  process.stderr.write(`${maker} …\n`);
  const args = ["--expose-gc", "--import", "tsx", join(import.meta.dirname, "make-figures.ts"), maker];
  const { status, stdout } = spawnSync(process.execPath, args, {
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  });
  if (status !== 0) throw new Error(`${maker} ended with ${status}`);
  return JSON.parse(stdout) as Figure[];
});

finishMeter("speed", figures);
