import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { percent } from "../../analytics/estimate-in-words.ts";
import { DEFAULT_POLICY } from "../../domain/policy.ts";
import { DAY_MS, HOUR_MS, later } from "../../domain/time.ts";
import { DATA_ROOT } from "../../local/data-layout.ts";
import { openWorkspace, type Workspace } from "../../local/workspace.ts";
import { sweepsTable } from "../../report/run-tables.ts";
import { counted } from "../../report/words.ts";
import { DEMO_TEAM } from "../../sandbox/demo-team.ts";
import { seededRng } from "../../sandbox/rng.ts";
import { parseWholeNumber } from "../arguments.ts";
import { SANDBOX_BANNER } from "../banner.ts";
import { historyShown } from "../demo/history-shown.ts";
import { withNames } from "../demo/names.ts";
import { reportShown } from "../demo/report-shown.ts";
import { EXIT } from "../errors.ts";
import type { Io } from "../io.ts";
import { runShown } from "../live-run.ts";
import { printTarget } from "../name-target.ts";
import { saveTarget } from "../saved-target.ts";
import { SANDBOX_NAME } from "../target-place.ts";

/** The demo's own data: made afresh at every start, so nobody else's may lie there. */
const DEMO_ROOT = join(DATA_ROOT, "demo");
const DEFAULT_DAYS = 90;
/** As the schedule in `cdk.json` has it, UTC. */
const RUN_HOUR = 9;
/** After the dry run. From the held-out ones the log learns what comes past the threshold. */
const LIVE_POLICY = {
  ...DEFAULT_POLICY,
  mode: "live",
  holdout: { share: 0.2, maxAgeDays: 45 },
} as const;

interface DemoOptions {
  readonly days: number;
}

export function addDemo(program: Command, io: Io, endWith: (code: number) => void): void {
  program
    .command("demo")
    .description("a quarter of a made-up team on the sandbox: a dry run, a live run a day, what the log tells")
    .option("--days <number>", "how many days to play", parseWholeNumber(1), DEFAULT_DAYS)
    .addHelpText("after", "\nExample:\n  $ sweeper demo\n  $ sweeper demo --days 30")
    .action(async ({ days }: DemoOptions) => {
      printTarget(io, SANDBOX_NAME);
      if (existsSync(DEMO_ROOT)) rmSync(DEMO_ROOT, { recursive: true });
      const workspace = await openWorkspace({
        root: DEMO_ROOT,
        edges: { kind: "sandbox" },
        policySeed: { document: DEFAULT_POLICY, where: "the defaults" },
        startAt: dryRunAt(new Date(), days),
        random: seededRng(DEMO_TEAM.seed, "demo"),
      });
      try {
        // What is asked of its data afterwards means the sandbox, also where a key for the real API is set.
        saveTarget(DEMO_ROOT, { kind: "sandbox" });
        if (await play(workspace, io, days)) endWith(EXIT.interrupted);
      } finally {
        await workspace.close();
      }
    });
}

/** So long ago that the last of the daily runs after it was yesterday: the history ends today. */
function dryRunAt(now: Date, days: number): Date {
  const midnight = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  return new Date(midnight - (days + 1) * DAY_MS + RUN_HOUR * HOUR_MS);
}

/** Answers whether it was interrupted. */
async function play(w: Workspace, io: Io, days: number): Promise<boolean> {
  const begun = Date.now();
  const start = w.clock.now();
  const { policy } = await w.policy.read();
  io.out(`${SANDBOX_BANNER}\n`);
  io.out("A team of three on the Edges sandbox; DynamoDB and SQS are embedded. Nothing leaves this machine.\n");
  io.out(`1. A dry run, on ${dateOf(start)}: what is older than ${policy.thresholdDays} days? Nothing is withdrawn.\n`);
  const dry = await runShown(w, io, { policy: w.policy, fastForward: true, agreed: null });
  const abort = new AbortController();
  // From here on in one piece: a Ctrl-C between two steps would otherwise end the process on the spot.
  const takeBack = io.onInterrupt(() => {
    io.err("Stopping: the call under way ends and is settled. Ctrl-C again stops at once.");
    abort.abort();
  });
  try {
    io.out(`${sweepsTable(withNames(w, dry.sweeps), dry.outcomes)}\n`);
    if (dry.interrupted) return true;

    await w.policy.replace(LIVE_POLICY);
    io.out(liveInWords(days));
    w.clock.advance(later(start, DAY_MS));
    const history = await historyShown(w, io, days, abort.signal);
    // What was played is the past now, so that the commands below go on from today.
    if (history.day === days) w.clock.advance(new Date());

    io.out("");
    await reportShown(w, io, DEMO_ROOT);
    const seconds = Math.round((Date.now() - begun) / 1000);
    io.out(closing(w, `${counted(history.day, "day")} played in ${counted(seconds, "second")}`));
    return abort.signal.aborted;
  } finally {
    takeBack();
  }
}

function liveInWords(days: number): string {
  const { holdout, dailyCap, acceptableLoss } = LIVE_POLICY;
  return [
    `2. Live, a run a day for ${counted(days, "day")}: at most ${dailyCap} withdrawals a day for each identity, one call at a time, a gap`,
    "   of one to two minutes after each (the sandbox's clock is put forward over the gaps).",
    `   ${holdout.share * 100}% are left alone until day ${holdout.maxAgeDays}, to learn what waiting is worth; a wait is acceptable when it gives up at`,
    `   most ${percent(acceptableLoss)} of the acceptances still to come when an invitation is first listed.\n`,
  ].join("\n");
}

function closing({ sandbox }: Workspace, played: string): string {
  const violations = sandbox?.world.violations().length ?? 0;
  const data = `--data ${DEMO_ROOT}`;
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

const dateOf = (at: Date): string => at.toISOString().slice(0, 10);
