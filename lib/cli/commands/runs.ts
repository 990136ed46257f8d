import type { Command } from "commander";
import { isAhead } from "../../domain/wrong-clock.ts";
import type { RunRecord, SweepRecord } from "../../ledger/ledger.ts";
import { isOfSchedule, notReachedOf } from "../../ledger/not-reached.ts";
import { identityShown, knowIdentities } from "../../report/reader.ts";
import { heldInWords, listingInWords, sweepNotes } from "../../report/run-tables.ts";
import { type Column, type Screen, textTable } from "../../report/text-table.ts";
import { shortTime, timeTitle } from "../../report/words.ts";
import { parseWholeNumber } from "../arguments.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { screenOf } from "../print-rows.ts";
import { sweepJson } from "../sweep-json.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";
import { type JudgedRun, judgeRun } from "../unfinished/run-outcome.ts";

interface RunsOptions extends TargetOptions {
  readonly last: number;
}

interface RunLine extends RunRecord, JudgedRun {
  readonly sweeps: readonly SweepRecord[];
  /** As its record says, or as its sweeps tell once none of its messages is left; null while that may change. */
  readonly notReached: number | null;
  /** Its start lies ahead. */
  readonly wrongClock: boolean;
}

export function addRuns(program: Command, io: Io): void {
  withTargetOptions(program.command("runs"), io, "reads")
    .option("--last <count>", "how many", parseWholeNumber(1), 10)
    .addHelpText("after", "\nExample:\n  $ sweeper runs --last 3\n  $ sweeper runs --json")
    .action(async (options: RunsOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const lines: RunLine[] = [];
        for (const run of await workspace.ledger.runs.latest(options.last)) {
          const sweeps: SweepRecord[] = [];
          for await (const sweep of workspace.ledger.runs.sweeps(run.runId)) sweeps.push(sweep);
          const now = workspace.clock.now();
          const judged = judgeRun(run, sweeps, now, options);
          const notReached = isOfSchedule(run) ? notReachedOf(run, sweeps.length, now) : null;
          const reached = notReached === null ? null : (run.reached ?? sweeps.length);
          lines.push({ ...run, reached, notReached, sweeps, ...judged, wrongClock: isAhead(run.startedAt, 0, now) });
        }
        knowIdentities(lines.flatMap(({ sweeps }) => sweeps.map(({ identityId }) => identityId)));
        io.out(options.json ? asJson(lines) : asText(lines, screenOf(io, "--json")));
        const [cleanup] = await workspace.ledger.cleanups.latest(1);
        if (cleanup !== undefined) io.err(`clean-ups are shown by \`sweeper cleanup --status${options.again}\``);
      } finally {
        await workspace.close();
      }
    });
}

const asJson = (lines: readonly RunLine[]): string =>
  JSON.stringify(
    lines.map((line) => ({ ...line, sweeps: line.sweeps.map(sweepJson) })),
    null,
    2,
  );

function asText(runs: readonly RunLine[], screen: Screen): string {
  if (runs.length === 0) return "No run yet: start one with `sweeper run`.";
  const total = (run: RunLine, of: (sweep: SweepRecord) => number) =>
    String(run.sweeps.reduce((sum, sweep) => sum + of(sweep), 0));
  const table = textTable<RunLine>(
    [
      {
        title: timeTitle("run"),
        text: ({ startedAt, wrongClock }) => `${shortTime(startedAt)}${wrongClock ? " (by a wrong clock)" : ""}`,
      },
      { title: "outcome", text: ({ outcome }) => outcome.replace("-", " ") },
      { title: "mode", drop: 3, text: ({ mode }) => mode },
      { title: "policy", drop: 4, text: ({ policyVersion }) => `v${policyVersion}` },
      { title: "swept", align: "right", text: ({ sweeps, identities }) => `${sweeps.length}/${identities ?? "?"}` },
      ...(runs.some(({ notReached }) => (notReached ?? 0) > 0) ? [NOT_REACHED] : []),
      { title: "pending", align: "right", drop: 1, text: (run) => total(run, ({ listed }) => listed) },
      { title: "eligible", align: "right", drop: 2, text: (run) => total(run, ({ eligible }) => eligible) },
      { title: "queued", align: "right", text: (run) => total(run, ({ queued }) => queued) },
      ...WHERE_ANY.filter((word) => runs.some(({ sweeps }) => sweeps.some((sweep) => sweep[word] > 0))).map(
        (word) =>
          ({ title: word, align: "right", text: (run: RunLine) => total(run, (sweep) => sweep[word]) }) as const,
      ),
      { title: "held back", narrow: "wrap", text: ({ sweeps }) => heldInWords(heldTogether(sweeps)) },
      {
        title: "lists in doubt",
        narrow: "wrap",
        text: ({ sweeps }) => sweeps.filter(inDoubt).map(doubtInWords).join("; "),
      },
    ],
    runs,
    screen,
  );
  // Of the latest run alone: day after day it is the same.
  const [latest] = runs;
  return [
    table,
    ...(latest?.unfinished ?? []).map(({ line }) => `latest run: ${line}`),
    ...sweepNotes(latest?.sweeps ?? []),
  ].join("\n");
}

const NOT_REACHED: Column<RunLine> = {
  title: "not reached",
  align: "right",
  text: ({ notReached }) => String(notReached ?? ""),
};

/** Shown only where there is any: a column of zeros would tell nothing. */
const WHERE_ANY = ["unresolved", "unreachable"] as const;

const inDoubt = ({ trust, lastError }: SweepRecord): boolean =>
  lastError !== null || (trust !== null && trust !== "believed");

const doubtInWords = (sweep: SweepRecord): string => `${identityShown(sweep.identityId)}: ${listingInWords(sweep)}`;

function heldTogether(sweeps: readonly SweepRecord[]): Record<string, number> {
  const held: Record<string, number> = {};
  for (const sweep of sweeps) {
    for (const [why, count] of Object.entries(sweep.held)) held[why] = (held[why] ?? 0) + count;
  }
  return held;
}
