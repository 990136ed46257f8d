import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { DEFAULT_POLICY } from "../../core/policy.ts";
import { DATA_ROOT } from "../../local/data-layout.ts";
import { openWorkspace, type Workspace } from "../../local/workspace.ts";
import { outcomeCounts, outcomesTable, sweepsTable } from "../../report/run-tables.ts";
import { counted, countsInWords } from "../../report/words.ts";
import { liveForNow } from "../../settings/live-override.ts";
import type { Io } from "../io.ts";
import { runShown, type ShownRun } from "../live-run.ts";

/** The demo's own data: made afresh at every start, so nobody else's may lie there. */
const DEMO_ROOT = join(DATA_ROOT, "demo");
const OUTCOMES_SHOWN = 12;

export function addDemo(program: Command, io: Io): void {
  program
    .command("demo")
    .description("the whole job on the sandbox: a dry run, a live run, the outcomes; what `npm start` does")
    .addHelpText("after", "\nExample:\n  $ sweeper demo")
    .action(async () => {
      if (existsSync(DEMO_ROOT)) rmSync(DEMO_ROOT, { recursive: true });
      const policySeed = { document: DEFAULT_POLICY, where: "the defaults" };
      const workspace = await openWorkspace({ root: DEMO_ROOT, edges: { kind: "sandbox" }, policySeed });
      try {
        await play(workspace, io);
      } finally {
        await workspace.close();
      }
    });
}

async function play(workspace: Workspace, io: Io): Promise<void> {
  const begun = Date.now();
  const { policy } = await workspace.policy.read();
  io.out("A team of three on the Edges sandbox; DynamoDB and SQS are embedded. Nothing leaves this machine.\n");
  io.out(`1. A dry run: what is older than ${policy.thresholdDays} days? Nothing is withdrawn.\n`);
  const dry = await runShown(workspace, io, workspace.policy, true);
  io.out(`${sweepsTable(dry.sweeps, dry.outcomes)}\n`);

  io.out(
    `2. Live: at most ${policy.dailyCap} a day for each identity, one call at a time, a gap of one to two minutes`,
  );
  io.out("   after each (the sandbox's clock is put forward over the gaps).\n");
  const live = await runShown(workspace, io, liveForNow(workspace.policy), true);
  io.out(`${sweepsTable(live.sweeps, live.outcomes)}\n`);

  io.out(`3. What DynamoDB logged (the last ${OUTCOMES_SHOWN} of ${counted(live.outcomes.length, "outcome")}):\n`);
  io.out(`${outcomesTable(live.outcomes.slice(-OUTCOMES_SHOWN))}\n`);
  const seconds = Math.round((Date.now() - begun) / 1000);
  io.out(closing(workspace, live, seconds));
}

function closing({ sandbox, clock }: Workspace, live: ShownRun, seconds: number): string {
  const violations = sandbox?.world.violations().length ?? 0;
  const virtual = Math.round(clock.aheadMs() / 60_000);
  const data = `--data ${DEMO_ROOT}`;
  return [
    `${countsInWords(outcomeCounts(live.outcomes))}; pacing violations counted by the sandbox: ${violations}.`,
    `${counted(virtual, "minute")} of waiting were played in ${counted(seconds, "second")}.`,
    "",
    "Ask next:",
    `  npx sweeper preview ${data}`,
    `  npx sweeper outcomes ${data} --outcome withdrawn --json`,
    `  npx sweeper identities ${data}`,
    `  npx sweeper runs ${data}`,
    `  npx sweeper threshold set 18 ${data} && npx sweeper preview ${data}`,
  ].join("\n");
}
