import { randomUUID } from "node:crypto";
import type { Command } from "commander";
import { futureGate } from "../../report/clock-in-words.ts";
import { type Screen, textTable } from "../../report/text-table.ts";
import { counted, timeInWords } from "../../report/words.ts";
import { type Difference, type Reconciled, reconcile } from "../../sweep/reconcile.ts";
import type { Finding } from "../../sweep/write-context.ts";
import { UsageError } from "../errors.ts";
import { expectedLists } from "../expected-lists.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { screenOf } from "../print-rows.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";
import { showListing } from "../terminal/progress.ts";
import { type Place, remedyOfWorkspace } from "../unfinished/remedies.ts";
import { tell } from "../unfinished/tell.ts";
import { unresolvedIn } from "../unfinished/unfinished.ts";

interface ReconcileOptions extends TargetOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly days?: boolean;
}

export function addReconcile(program: Command, io: Io, endWith: (code: number) => void): void {
  withTargetOptions(program.command("reconcile"), io, "writes")
    .argument("[identity]", "its label, its id or a start of it, as `sweeper identities` shows them")
    .option("--days", "compare a stack's packed days with the items instead, and pack anew those that differ")
    .option("--dry-run", "show how list and ledger differ, and write nothing of it")
    .option("--yes", "do not ask before writing")
    .addHelpText(
      "after",
      "\nFor a list that is held as collapsed or empty although it is right: compare the count with LinkedIn's own page" +
        "\nof sent invitations before saying yes." +
        "\n\nExample:\n  $ sweeper reconcile 5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601 --dry-run" +
        "\n  $ sweeper reconcile --days --stack invite-sweeper",
    )
    .action(async (identityId: string | undefined, options: ReconcileOptions) => {
      if ((identityId === undefined) !== (options.days === true)) {
        throw new UsageError("name an identity, as `sweeper identities` shows it, or give --days");
      }
      if (!options.dryRun && !options.yes && !io.interactive) {
        throw new UsageError("reconcile asks before it writes; without a terminal, give --yes (or --dry-run)");
      }
      if (identityId === undefined) return reconcileDays(options, io);
      const target = await openTarget(options, io, options.dryRun);
      try {
        const { version } = await target.ledger.identities.find(identityId);
        if (version === 0)
          throw new UsageError(`the ledger knows no identity ${identityId}; a run has to sweep it first`);
        const result = orThrow(
          await run(target, identityId, options, io),
          identityId,
          await refusedFor(target),
          options,
        );
        io.progress("");
        const unresolved = result.kind === "mended" ? result.counts.unresolved : 0;
        const unfinished = unresolved === 0 ? [] : [unresolvedIn(identityId, unresolved, options)];
        const json = () => JSON.stringify({ target: options.target, ...result, unfinished }, null, 2);
        io.out(options.json ? json() : inWords(result, screenOf(io, "--json")));
        endWith(tell(unfinished, io));
      } finally {
        await target.close();
      }
    });
}

async function reconcileDays(options: ReconcileOptions, io: Io): Promise<void> {
  const { stack, target, dryRun, yes, json } = options;
  if (stack === undefined) throw new UsageError("only a stack packs days: name one with --stack");
  const { repackDays, repackedInWords } = await import("../stack/repack-days.ts");
  const repacked = await repackDays(stack, io, async (differing) => {
    if (dryRun) return false;
    return yes === true || io.confirm(`Not as the items say: ${differing.join(", ")}. Pack them anew?`);
  });
  io.out(json ? JSON.stringify({ target, ...repacked }, null, 2) : repackedInWords(repacked));
}

async function run(target: Target, identityId: string, options: ReconcileOptions, io: Io): Promise<Reconciled> {
  const listing = showListing(io, await expectedLists(target, io, identityId));
  const parts = { ...target, random: Math.random, newId: randomUUID, metrics: { count() {} } };
  const work = reconcile(parts, {
    identityId,
    policy: await target.policy.read(),
    onPage: (listed) => listing.onPage(identityId, listed),
    async agree(difference) {
      if (options.dryRun) return false;
      return options.yes === true || io.confirm(`${differenceInWords(difference)} Mend the ledger accordingly?`);
    },
  });
  return target.skipWaits(work);
}

/** What the whole workspace is refused for, by the latest refusal. */
const refusedFor = async ({ ledger }: Target): Promise<string | null> =>
  (await ledger.identities.workspaceBlock())?.why ?? null;

/** What a person has to put right, or to wait for, is an error like any other; the rest is a result. */
function orThrow(
  result: Reconciled,
  id: string,
  refusal: string | null,
  place: Place,
): Extract<Reconciled, { kind: "mended" | "left-alone" }> {
  switch (result.kind) {
    case "busy": {
      const until = result.until === null ? "" : ` until ${timeInWords(result.until)}`;
      const remedy = result.why === "workspace-stopped" ? remedyOfWorkspace(refusal, place) : "try again then";
      throw new Error(`nothing was listed: the identity is held back (${result.why})${until}; ${remedy}`);
    }
    case "future-gate":
      throw new Error(
        `nothing was listed: ${futureGate(id, place.again, result.times)}. Once it is lifted, reconcile again`,
      );
    case "clock-wrong":
      throw new Error("nothing was written: no date of the list can be read by a clock that is wrong");
    case "not-whole":
      throw new Error(
        `the list is not whole, so nothing is concluded from it and nothing was written: ${result.fault}; try again later`,
      );
    case "too-late":
      throw new Error("nothing was written: the answer came too late, the list is no longer fresh; start again");
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

function inWords(result: Extract<Reconciled, { kind: "mended" | "left-alone" }>, screen: Screen): string {
  if (result.kind === "left-alone") return `${differenceInWords(result.difference)}\nNothing was written.`;
  const { findings, runId } = result;
  const mended = findings.filter(({ was, is }) => was !== is);
  const lines = findings.length === 0 ? [] : [findingsTable(findings, screen)];
  lines.push(`${counted(mended.length, "invitation")} mended, as run ${runId}`);
  return lines.join("\n");
}

function findingsTable(findings: readonly Finding[], screen: Screen): string {
  return textTable(
    [
      { title: "invitation", text: ({ invitationId }) => invitationId },
      { title: "the ledger held", text: ({ was }) => was ?? "nothing" },
      {
        title: "now",
        narrow: "wrap",
        text: ({ was, is }) => (was === is ? `${is}: left as it is, a list may be served late` : is),
      },
    ],
    findings,
    screen,
  );
}
