import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { futureGate } from "../../report/clock-in-words.ts";
import { connectionNotes } from "../../report/connection-notes.ts";
import { textTable } from "../../report/text-table.ts";
import { counted, shortTime } from "../../report/words.ts";
import { type Difference, type Reconciled, reconcile } from "../../sweep/reconcile.ts";
import type { Finding } from "../../sweep/write-context.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";

interface ReconcileOptions extends TargetOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

export function addReconcile(program: Command, io: Io): void {
  withTargetOptions(program.command("reconcile"), io, "writes")
    .description("list an identity again and mend the ledger where it disagrees; withdraws nothing")
    .argument("<identity>", "its id, as `sweeper identities` shows it")
    .option("--dry-run", "show how list and ledger differ, and write nothing of it")
    .option("--yes", "do not ask before writing")
    .addHelpText(
      "after",
      "\nFor a list that is held as collapsed or empty although it is right: compare the count with LinkedIn's own page" +
        "\nof sent invitations before saying yes." +
        "\n\nExample:\n  $ sweeper reconcile 5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601 --dry-run",
    )
    .action(async (identityId: string, options: ReconcileOptions) => {
      if (!options.dryRun && !options.yes && !io.interactive) {
        throw new UsageError("reconcile asks before it writes; without a terminal, give --yes (or --dry-run)");
      }
      const target = await openTarget(options, io, options.dryRun);
      try {
        const { version } = await target.ledger.identities.find(identityId);
        if (version === 0)
          throw new UsageError(`the ledger knows no identity ${identityId}; a run has to sweep it first`);
        const result = await run(target, identityId, options, io);
        io.progress("");
        const done = orThrow(result, identityId, options);
        io.out(options.json ? JSON.stringify({ target: options.target, ...done }, null, 2) : inWords(done));
      } finally {
        await target.close();
      }
    });
}

async function run(target: Target, identityId: string, options: ReconcileOptions, io: Io): Promise<Reconciled> {
  const parts = { ...target, random: Math.random, newId: randomUUID, metrics: { count() {} } };
  const work = reconcile(parts, {
    identityId,
    policy: await target.policy.read(),
    onPage: (listed) => io.progress(`listing ${identityId}: ${listed} so far`),
    async agree(difference) {
      if (options.dryRun) return false;
      return options.yes === true || io.confirm(`${differenceInWords(difference)} Mend the ledger accordingly?`);
    },
  });
  return target.skipWaits(work);
}

/** What a person has to put right, or to wait for, is an error like any other; the rest is a result. */
function orThrow(
  result: Reconciled,
  id: string,
  { again }: Pick<TargetOptions, "again">,
): Extract<Reconciled, { kind: "mended" | "left-alone" }> {
  switch (result.kind) {
    case "busy": {
      const until = result.until === null ? "" : ` until ${shortTime(result.until)} UTC`;
      throw new UsageError(`nothing was listed: the identity is held back (${result.why})${until}; try again then`);
    }
    case "future-gate":
      throw new UsageError(
        `nothing was listed: ${futureGate(id, again, result.times)}. Once it is lifted, reconcile again`,
      );
    case "clock-wrong":
      throw new UsageError("nothing was written: no date of the list can be read by a clock that is wrong");
    case "not-whole":
      throw new Error(`the list is not whole, so nothing is concluded from it: ${result.fault}`);
    case "too-late":
      throw new UsageError("nothing was written: the answer came too late, the list is no longer fresh; start again");
    default:
      return result;
  }
}

function differenceInWords({ listed, open, missing, unknown }: Difference): string {
  return (
    `The list shows ${counted(listed, "invitation")}, the ledger holds ${open.toLocaleString("en-US")} open: ` +
    `${missing.toLocaleString("en-US")} of them are not on the list, and ${unknown.toLocaleString("en-US")} on the list are not open in the ledger.`
  );
}

function inWords(result: Extract<Reconciled, { kind: "mended" | "left-alone" }>): string {
  if (result.kind === "left-alone") return `${differenceInWords(result.difference)}\nNothing was written.`;
  const { findings, counts, runId } = result;
  const mended = findings.filter(({ was, is }) => was !== is);
  const lines = findings.length === 0 ? [] : [findingsTable(findings)];
  lines.push(`${counted(mended.length, "invitation")} mended, as run ${runId}`);
  return [...lines, ...connectionNotes(counts)].join("\n");
}

function findingsTable(findings: readonly Finding[]): string {
  return textTable(
    [
      { title: "invitation", text: ({ invitationId }) => invitationId },
      { title: "the ledger held", text: ({ was }) => was ?? "nothing" },
      { title: "now", text: ({ was, is }) => (was === is ? `${is}: left as it is, a list may be served late` : is) },
    ],
    findings,
  );
}
