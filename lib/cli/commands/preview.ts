import type { Command } from "commander";
import { daysToClear } from "../../domain/budget.ts";
import { ageInWords } from "../../report/age-in-words.ts";
import { closingLine, previewTable, reasonsInWords } from "../../report/preview-table.ts";
import { printable } from "../../report/printable.ts";
import { counted } from "../../report/words.ts";
import { notedList } from "../../sweep/listing.ts";
import { type IdentityPreview, NotSweptError, type Preview, previewAll } from "../../sweep/preview.ts";
import { parseIdentity } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { openTarget } from "../open-target.ts";
import { printPauses } from "../pauses.ts";
import { laterOf, notesOf } from "../plan/shown-plan.ts";
import { writePlan } from "../plan/write-plan.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";
import { courseOfPreview } from "../unfinished/of-preview.ts";
import { tell } from "../unfinished/tell.ts";
import { type Unfinished, unfinishedIn } from "../unfinished/unfinished.ts";

interface PreviewOptions extends TargetOptions {
  readonly identity?: string;
  readonly csv?: string;
}

const HELP = `
The plan in FILE has a row for each invitation. Remove rows, or make "withdraw" "keep", and hand it to
\`sweeper run --live --plan FILE\` within a day: nothing is called for that is not in it as "withdraw".

Example:
  $ sweeper preview --edges real
  $ sweeper preview --csv plan.csv
  $ sweeper preview --json | jq '.identities[].plan[]'`;

export function addPreview(program: Command, io: Io, endWith: (code: number) => void): void {
  withTargetOptions(program.command("preview"), io, "reads")
    .description("show every pending invitation with its verdict and why; writes nothing but the plan asked for")
    .option("--identity <id>", "this identity only", parseIdentity)
    .option("--csv <file>", "write the plan to this file too, for `run --live --plan`")
    .addHelpText("after", HELP)
    .action(async (options: PreviewOptions) => {
      const workspace = await openTarget(options, io, true);
      try {
        const { policy } = await workspace.policy.read();
        const onPage = (id: string, listed: number) => io.progress(`listing ${id}: ${listed} invitations so far`);
        const preview = await workspace
          .skipWaits(previewAll(workspace, policy, options.identity, onPage))
          .catch(asUsageError);
        io.progress("");
        const unfinished = unfinishedIn(courseOfPreview(preview), options);
        io.out(options.json ? asJson(options.target, preview, unfinished) : asText(preview));
        if (options.csv !== undefined) {
          const rows = writePlan(options.csv, options.target, preview);
          io.err(`the plan is in ${options.csv}: ${counted(rows, "row")}, good for a day`);
        }
        printPauses(policy, io);
        endWith(tell(unfinished, io));
      } finally {
        await workspace.close();
      }
    });
}

function asUsageError(error: unknown): never {
  throw error instanceof NotSweptError ? new UsageError(error.message) : error;
}

const planOf = ({ decision }: IdentityPreview) => decision?.plan ?? [];

function asText({ identities, decidedAt }: Preview): string {
  const parts = identities.map((one) => {
    const { identityId, name, policy, malformed, heldBecause } = one;
    const plan = planOf(one);
    const lines = [`${printable(name) || "identity"} ${identityId} · withdraws after ${policy.thresholdDays} days`];
    if (plan.length > 0) lines.push(previewTable(plan, decidedAt));
    for (const item of malformed)
      lines.push(`kept out: ${item.invitationId ?? "an item without an id"}: ${item.faults.join(", ")}`);
    const failure = one.decision?.compared.listing.failure ?? null;
    // Of a list that nothing could be read of nobody knows how many are pending.
    if (failure === null || plan.length > 0) lines.push(`${closingLine(plan)} (${reasonsInWords(plan)})`);
    if (heldBecause !== null) lines.push(`held: nothing would be withdrawn for this identity: ${heldBecause}`);
    else lines.push(...paceInWords(one));
    lines.push(...notesOf(one));
    return lines.join("\n");
  });
  const broken = identities.filter(({ decision }) => (decision?.compared.listing.failure ?? null) !== null).length;
  const beyond = broken === 0 ? "" : `; ${counted(broken, "list")} not read to the end`;
  return [...parts, `${closingLine(identities.flatMap(planOf))}${beyond}`].join("\n\n");
}

function paceInWords(one: IdentityPreview): string[] {
  const { decision, policy, today } = one;
  const eligible = decision?.eligible.length ?? 0;
  if (decision === null || eligible === 0) return [];
  const later = laterOf(one).length;
  const limit = today.length < decision.today.length ? "run-cap" : decision.budget.limitedBy;
  const rest = later === 0 ? "" : `, limited by ${limit}; ${later} later`;
  const backlog =
    later === 0
      ? ""
      : `; at ${policy.dailyCap} a day the backlog takes ${counted(daysToClear(eligible, policy), "day")}`;
  return [`a live run now would withdraw ${today.length}${rest}${backlog}`];
}

const NOTHING_NOTED = { withoutPerson: 0, sharedAddresses: 0, unreadableForms: {} };

function asJson(
  target: string,
  { identities, notConnected, decidedAt }: Preview,
  unfinished: readonly Unfinished[],
): string {
  const all = identities.flatMap(planOf);
  const withdraw = all.filter(({ verdict }) => verdict === "withdraw").length;
  const today = identities.reduce((sum, one) => sum + one.today.length, 0);
  const summary = { pending: all.length, withdraw, keep: all.length - withdraw, today, later: withdraw - today };
  const shown = identities.map((one) => {
    const { identityId, name, policy, decision, malformed, heldBecause } = one;
    const goes = new Set(one.today.map(({ invitation }) => invitation.invitationId));
    const when = (id: string, verdict: string) => (verdict === "keep" ? null : goes.has(id) ? "today" : "later");
    return {
      ...{ identityId, name, malformed, unfit: malformed, heldBecause, thresholdDays: policy.thresholdDays },
      trust: decision?.trust ?? "partial",
      ...(decision === null ? NOTHING_NOTED : notedList(decision.compared.listing)),
      budget: decision?.budget ?? null,
      held: decision?.held ?? {},
      today: one.today.length,
      later: laterOf(one).length,
      daysToClear: daysToClear(decision?.eligible.length ?? 0, policy),
      plan: planOf(one).map(({ invitation, ...verdict }) => ({
        ...invitation,
        ...verdict,
        age: ageInWords(invitation, decidedAt),
        when: when(invitation.invitationId, verdict.verdict),
      })),
    };
  });
  return JSON.stringify({ target, decidedAt, identities: shown, notConnected, summary, unfinished }, null, 2);
}
