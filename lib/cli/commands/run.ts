import type { Command } from "commander";
import type { Workspace } from "../../local/workspace.ts";
import { outcomeCounts, sweepNotes, sweepsTable } from "../../report/run-tables.ts";
import type { Screen } from "../../report/text-table.ts";
import { counted, countsInWords } from "../../report/words.ts";
import { liveForNow } from "../../settings/live-override.ts";
import type { StartedRun } from "../../start-run/start-run.ts";
import { backlogLines, backlogsOf } from "../backlogs.ts";
import { EXIT, UsageError } from "../errors.ts";
import { eventDestination } from "../event-destination.ts";
import type { Io } from "../io.ts";
import { runShown, type ShownRun } from "../live-run.ts";
import { openLocal } from "../open-target.ts";
import { printPauses } from "../pauses.ts";
import { agreeOnRun } from "../plan/agree-on-run.ts";
import { screenOf } from "../print-rows.ts";
import { openRunEvents } from "../run-events.ts";
import { sweepJson } from "../sweep-json.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";
import { coursesOf, readStops } from "../unfinished/of-sweeps.ts";
import type { Place } from "../unfinished/remedies.ts";
import { tell } from "../unfinished/tell.ts";
import { notConnectedIn, type Unfinished, unfinishedIn } from "../unfinished/unfinished.ts";

interface RunOptions extends TargetOptions {
  readonly live?: boolean;
  readonly yes?: boolean;
  readonly plan?: string;
  readonly realTime?: boolean;
  readonly bundles?: string | true;
  readonly node?: string;
  readonly onEvent?: string;
}

const HELP = `
What happens is written to events.ndjson in the data folder, an event a line. A webhook's requests are signed with the
secret in SWEEPER_WEBHOOK_SECRET.

Example:
  $ sweeper run                      # a dry run
  $ sweeper run --live               # withdraws
  $ sweeper run --live --plan plan.csv   # a plan of preview --csv
  $ sweeper run --live --on-event 'jq .detail >> told.json'
  $ sweeper run --live --on-event https://hooks.example.com/sweeper`;

export function addRun(program: Command, io: Io, endWith: (code: number) => void): void {
  withTargetOptions(program.command("run"), io, "writes")
    .option("--live", "withdraw in this run although the policy says dry-run")
    .option("--yes", "do not ask before a live run against the real API")
    .option("--plan <file>", "with --live: withdraw nothing but what this plan of `preview --csv` says to withdraw")
    .option("--bundles [folder]", "run the bundles that `cdk synth` left in this folder (cdk.out), not the sources")
    .option("--node <path>", "with --bundles: the Node to run them on, such as the Lambda runtime's")
    .option("--real-time", "do not fast-forward the sandbox's clock over gaps")
    .option(
      "--on-event <to>",
      "hand each event to this command, as JSON on its standard input, or post it to this address",
    )
    .addHelpText("after", HELP)
    .action(async (options: RunOptions) => {
      if (options.stack !== undefined) {
        endWith(await startOnStack(options.stack, options, io));
        return;
      }
      const { bundles, node, onEvent } = options;
      if (bundles !== undefined && onEvent !== undefined) {
        throw new UsageError(`--on-event sees nothing of --bundles: ${UNSEEN}; leave one of them out`);
      }
      const destination = onEvent === undefined ? null : eventDestination(onEvent, io.env);
      const workspace = await openLocal(options, io);
      const events = bundles === undefined ? openRunEvents(workspace.folder.events, destination) : null;
      try {
        const source = options.live ? liveForNow(workspace.policy) : workspace.policy;
        const { policy } = await source.read();
        const real = workspace.sandbox === null;
        const agreed = await agreeOnRun(workspace, policy, options, io);
        const bundled = bundles === undefined ? undefined : { folder: bundles === true ? "cdk.out" : bundles, node };
        const run = await runShown(workspace, io, {
          policy: source,
          fastForward: !real && !options.realTime,
          agreed,
          bundles: bundled,
          events: events?.telling,
        });
        const unfinished = await unfinishedOf(workspace, run, options);
        const backlogs = await backlogsOf(workspace, policy, run.sweeps);
        const json = () => ({
          ...{ target: options.target, ...run, sweeps: run.sweeps.map(sweepJson) },
          ...{ backlogs, unfinished },
        });
        io.out(
          options.json
            ? JSON.stringify(json(), null, 2)
            : asText(run, backlogs.flatMap(backlogLines), screenOf(io, "--json")),
        );
        printPauses(policy, io);
        if (events === null) io.err(`no events are written: ${UNSEEN}`);
        const code = tell(unfinished, io);
        endWith(run.interrupted ? EXIT.interrupted : code);
      } finally {
        await events?.finish(io);
        await workspace.close();
      }
    });
}

const UNSEEN = "the bundles run in processes of their own, whose writes are not seen here";

/** On a stack the functions do the work; what they may do is the policy's to say, and not this command's. */
async function startOnStack(stack: string, options: RunOptions, io: Io): Promise<number> {
  const { live, json, onEvent, plan, target } = options;
  if (onEvent !== undefined) {
    throw new UsageError("a stack's events are on its EventBridge bus: leave --on-event out, and make a rule there");
  }
  if (plan !== undefined) throw new UsageError("a stack's runs follow its policy: --plan is for runs on this machine");
  if (live) throw new UsageError(`a stack's mode is its policy's: sweeper policy set mode=live --stack ${stack}`);
  const { startRunOnStack } = await import("../stack/start-run.ts");
  const run = await startRunOnStack(stack, new Date());
  const unfinished = run.notConnected.map((id) => notConnectedIn(id, options));
  if (json) io.out(JSON.stringify({ target, ...run, unfinished }, null, 2));
  else {
    io.out(startedInWords(run));
    io.out(`Follow it with: sweeper runs --stack ${stack}`);
  }
  return tell(unfinished, io);
}

function startedInWords({ runId, mode, state, identities, left }: StartedRun): string {
  const run = `Run ${runId} (${mode})`;
  if (state === "overtaken") return `${run} sends nothing more: a newer run has begun.`;
  if (left === null) return `${run} has begun; the identities are still being listed.`;
  const more = left === 0 ? "" : `; ${left} more are begun as the queues have room`;
  return `${run} started for ${counted(identities.length, "identity", "identities")}${more}.`;
}

/** What is left after Ctrl-C was not reached, and is told as interrupted. */
async function unfinishedOf(
  workspace: Workspace,
  { sweeps, outcomes, notConnected, notSwept, interrupted, deadLetters }: ShownRun,
  place: Place,
): Promise<Unfinished[]> {
  const stops = await readStops(workspace, sweeps);
  const identities = coursesOf(sweeps, stops, outcomes);
  const { block, stop } = stops;
  const course = { identities, block, stop, notConnected, notSwept: interrupted ? [] : notSwept, deadLetters };
  return unfinishedIn(course, place);
}

function asText(
  { runId, mode, sweeps, outcomes, interrupted }: ShownRun,
  backlogs: readonly string[],
  screen: Screen,
): string {
  if (mode === "off") return "The policy's mode is off: nothing was listed and nothing was called.";
  const eligible = sweeps.reduce((sum, sweep) => sum + sweep.eligible, 0);
  const pending = sweeps.reduce((sum, sweep) => sum + sweep.listed, 0);
  const malformed = sweeps.reduce((sum, sweep) => sum + sweep.malformed, 0);
  const broken = sweeps.filter(({ lastError }) => lastError !== null).length;
  const ended = countsInWords(outcomeCounts(outcomes)) || "none ended";
  const opening = malformed === 0 ? "" : `: ${counted(malformed, "malformed item")} left out`;
  // What is pending beyond the end of a broken list is not counted.
  const beyond = broken === 0 ? "" : `; ${counted(broken, "list")} not read to the end`;
  const closing =
    mode === "dry-run"
      ? `Dry run: ${pending} pending, ${eligible} to withdraw, nothing was withdrawn${beyond}.`
      : `${interrupted ? "Interrupted" : "Done"}: ${pending} pending, ${eligible} eligible; ${ended}${beyond}.`;
  return [
    `Run ${runId} (${mode})${opening}`,
    sweepsTable(sweeps, outcomes, screen),
    ...sweepNotes(sweeps),
    ...backlogs,
    closing,
  ].join("\n");
}
