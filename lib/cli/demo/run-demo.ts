import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DEFAULT_POLICY } from "../../domain/policy.ts";
import { DAY_MS, HOUR_MS } from "../../domain/time.ts";
import { DATA_ROOT } from "../../local/data-layout.ts";
import { withMemoryWorkspace } from "../../local/memory/with-memory-workspace.ts";
import { openWorkspace, type Workspace, type WorkspaceOptions } from "../../local/workspace.ts";
import { knowIdentities } from "../../report/reader.ts";
import { counted } from "../../report/words.ts";
import { DEMO_TEAM } from "../../sandbox/demo-team.ts";
import { seededRng } from "../../sandbox/rng.ts";
import { SANDBOX_BANNER } from "../banner.ts";
import { EXIT } from "../errors.ts";
import type { Io } from "../io.ts";
import { printTarget } from "../name-target.ts";
import { saveTarget } from "../saved-target.ts";
import { SANDBOX_NAME } from "../target-place.ts";
import { type PlayedDemo, playDemo } from "./play-demo.ts";

/** The demo's own data: made afresh at every start, so nobody else's may lie there. */
const DEMO_ROOT = join(DATA_ROOT, "demo");
/** As the schedule in `cdk.json` has it, UTC. */
const RUN_HOUR = 9;

export interface DemoOptions {
  readonly days: number;
  /** Over the embedded servers, every request and write of it, in place of in memory. */
  readonly real: boolean;
}

/** The whole demo. Answers the command's exit code. */
export async function runDemo(io: Io, { days, real }: DemoOptions): Promise<number> {
  const begun = Date.now();
  printTarget(io, SANDBOX_NAME);
  io.out(`${SANDBOX_BANNER}\n`);
  io.out(`A team of three on the Edges sandbox, ${real ? REAL : IN_MEMORY}. Nothing leaves this machine.\n`);
  const options = {
    root: DEMO_ROOT,
    edges: { kind: "sandbox" },
    policySeed: { document: DEFAULT_POLICY, where: "the defaults" },
    startAt: dryRunAt(new Date(), days),
    random: seededRng(DEMO_TEAM.seed, "demo"),
  } as const;
  const play = (w: Workspace, now: string): Promise<PlayedDemo> => {
    // What is asked of its data afterwards means the sandbox, also where a key for the real API is set.
    saveTarget(now, { kind: "sandbox" });
    knowIdentities(w.sandbox?.world.spec.identities.map(({ uid, name }) => ({ identityId: uid, name })) ?? []);
    return playDemo(w, io, days, { folder: DEMO_ROOT, now });
  };
  const played = await (real ? overServers(options, play) : withMemoryWorkspace(options, play));
  if (played.days !== null) io.out(closing(played.days, played.violations, Math.round((Date.now() - begun) / 1000)));
  return played.interrupted ? EXIT.interrupted : EXIT.done;
}

const IN_MEMORY = "played in memory, then written to the local database";
const REAL = "played over embedded DynamoDB and SQS";

async function overServers(
  options: WorkspaceOptions,
  play: (w: Workspace, now: string) => Promise<PlayedDemo>,
): Promise<PlayedDemo> {
  if (existsSync(DEMO_ROOT)) rmSync(DEMO_ROOT, { recursive: true });
  const workspace = await openWorkspace(options);
  try {
    return await play(workspace, DEMO_ROOT);
  } finally {
    await workspace.close();
  }
}

/** So long ago that the last of the daily runs after it was yesterday: the history ends today. */
function dryRunAt(now: Date, days: number): Date {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return new Date(midnight - (days + 1) * DAY_MS + RUN_HOUR * HOUR_MS);
}

function closing(days: number, violations: number, seconds: number): string {
  const data = `--data ${DEMO_ROOT}`;
  const played = `${counted(days, "day")} played in ${counted(seconds, "second")}`;
  return [
    `${played}; pacing violations counted by the sandbox: ${violations}.`,
    "",
    "Ask next:",
    `  npx sweeper preview ${data}`,
    `  npx sweeper report ${data} --since 30d`,
    `  npx sweeper threshold recommend ${data}`,
    `  npx sweeper outcomes ${data} --outcome accepted`,
    `  npx sweeper runs ${data}`,
    `  npx sweeper threshold set 18 ${data} && npx sweeper preview ${data}`,
  ].join("\n");
}
