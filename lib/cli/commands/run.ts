import type { Command } from "commander";
import { LIST_FAULTS } from "../../edges/list-faults.ts";
import { outcomeCounts, sweepNotes, sweepsTable } from "../../report/run-tables.ts";
import { counted, countsInWords } from "../../report/words.ts";
import { liveForNow } from "../../settings/live-override.ts";
import { EXIT, UsageError } from "../errors.ts";
import { eventDestination } from "../event-destination.ts";
import type { Io } from "../io.ts";
import { runShown, type ShownRun } from "../live-run.ts";
import { openLocal } from "../open-target.ts";
import { printPauses } from "../pauses.ts";
import { agreeOnRun } from "../plan/agree-on-run.ts";
import { openRunEvents } from "../run-events.ts";
import { startRunOnStack } from "../stack/start-run.ts";
import { sweepJson } from "../sweep-json.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

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
  $ sweeper run --live --plan plan.csv   # what preview --csv has written, edited or not
  $ sweeper run --live --on-event 'jq .detail >> told.json'
  $ sweeper run --live --on-event https://hooks.example.com/sweeper`;

export function addRun(program: Command, io: Io, endWith: (code: number) => void): void {
  withTargetOptions(program.command("run"), io, "writes")
    .description("sweep every identity once: list, book, plan, and in live mode withdraw what is stale")
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
        await startOnStack(options.stack, options, io);
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
        io.out(
          options.json
            ? JSON.stringify({ target: options.target, ...run, sweeps: run.sweeps.map(sweepJson) }, null, 2)
            : asText(run),
        );
        printPauses(policy, io);
        if (events === null) io.err(`no events are written: ${UNSEEN}`);
        for (const id of run.notConnected) io.err(`left out: ${id} is not connected to Edges`);
        if (run.deadLetters > 0) {
          io.err(`${counted(run.deadLetters, "message")} failed permanently: see \`sweeper dead-letters list\``);
        }
        const unread = run.sweeps.filter(({ lastError }) => lastError?.label === LIST_FAULTS.malformed);
        for (const { identityId: id } of unread) {
          io.err(`${id}: every item of its list is malformed; \`sweeper preview --identity ${id}\` says what is wrong`);
        }
        // Nothing is known of who is pending there, however well the run went: whoever started it has to look.
        if (unread.length > 0) endWith(EXIT.failed);
        if (run.interrupted) endWith(EXIT.interrupted);
      } finally {
        await events?.finish(io);
        await workspace.close();
      }
    });
}

const UNSEEN = "the bundles run in processes of their own, whose writes are not seen here";

/** On a stack the functions do the work; what they may do is the policy's to say, and not this command's. */
async function startOnStack(stack: string, { live, json, onEvent, plan, target }: RunOptions, io: Io): Promise<void> {
  if (onEvent !== undefined) {
    throw new UsageError("a stack's events are on its EventBridge bus: leave --on-event out, and make a rule there");
  }
  if (plan !== undefined) throw new UsageError("a stack's runs follow its policy: --plan is for runs on this machine");
  if (live) throw new UsageError(`a stack's mode is its policy's: sweeper policy set mode=live --stack ${stack}`);
  const run = await startRunOnStack(stack, new Date());
  if (json) io.out(JSON.stringify({ target, ...run }, null, 2));
  else {
    io.out(`Run ${run.runId} (${run.mode}) started for ${counted(run.identities.length, "identity", "identities")}.`);
    io.out(`Follow it with: sweeper runs --stack ${stack}`);
  }
  for (const id of run.notConnected) io.err(`left out: ${id} is not connected to Edges`);
}

function asText({ runId, mode, sweeps, outcomes, interrupted }: ShownRun): string {
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
  return [`Run ${runId} (${mode})${opening}`, sweepsTable(sweeps, outcomes), ...sweepNotes(sweeps), closing].join("\n");
}
