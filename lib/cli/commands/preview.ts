import type { Command } from "commander";
import { isToGo } from "../../domain/plan.ts";
import { earliest } from "../../domain/time.ts";
import { ageInWords } from "../../report/age-in-words.ts";
import { backlogInWords } from "../../report/backlog-in-words.ts";
import { closingLine, previewTable, reasonsInWords } from "../../report/preview-table.ts";
import { printable } from "../../report/printable.ts";
import { counted, shortTime } from "../../report/words.ts";
import { notedList } from "../../sweep/listing.ts";
import { type IdentityPreview, NotSweptError, type Preview, previewAll } from "../../sweep/preview.ts";
import { parseIdentity } from "../arguments.ts";
import {
  type Suggestions,
  suggestionInWords,
  suggestionKey,
  suggestionLines,
  suggestionsFor,
  suggestionsSummary,
} from "../companies/suggestions.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { logCurve } from "../log-curve.ts";
import { openTarget } from "../open-target.ts";
import { printPauses } from "../pauses.ts";
import { announcedOf, backlogJson, catchUpNotes, laterOf, notesOf } from "../plan/shown-plan.ts";
import { writePlan } from "../plan/write-plan.ts";
import { type Target, type TargetOptions, withTargetOptions } from "../target.ts";
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
        const { policy, preview, suggestions, unfinished } = await readPreview(workspace, options, io);
        const json = () => JSON.stringify(previewView(options.target, preview, unfinished, suggestions), null, 2);
        io.out(options.json ? json() : asText(preview, suggestions));
        if (options.csv !== undefined) {
          const rows = writePlan(options.csv, options.target, preview, suggestions);
          io.err(`the plan is in ${options.csv}: ${counted(rows, "row")}, good for a day`);
        }
        printPauses(policy, io);
        endWith(tell(unfinished, io));
      } finally {
        await workspace.close();
      }
    });
}

/**
 * What a run would decide now, with its progress on the terminal.
 *
 * @throws UsageError for an identity that is not swept, and `EdgesError` where the identities cannot be listed
 */
export async function readPreview(w: Target, options: Pick<PreviewOptions, "identity" | "stack" | "again">, io: Io) {
  const { policy } = await w.policy.read();
  const onPage = (id: string, listed: number) => io.progress(`listing ${id}: ${listed} invitations so far`);
  const curve = await logCurve(w);
  const preview = await w.skipWaits(previewAll(w, policy, options.identity, onPage, curve)).catch(asUsageError);
  io.progress("");
  const suggestions = suggestionsFor(preview, await w.ledger.companies.all(), options);
  return { policy, preview, suggestions, unfinished: unfinishedIn(courseOfPreview(preview), options) };
}

function asUsageError(error: unknown): never {
  throw error instanceof NotSweptError ? new UsageError(error.message) : error;
}

const planOf = ({ decision }: IdentityPreview) => decision?.plan ?? [];

function asText({ identities, decidedAt }: Preview, suggestions: Suggestions): string {
  const parts = identities.map((one) => {
    const { identityId, name, policy, malformed, heldBecause } = one;
    const plan = planOf(one);
    const lines = [`${printable(name) || "identity"} ${identityId} · withdraws after ${policy.thresholdDays} days`];
    const suggestionOf = (invitationId: string) => {
      const found = suggestions.get(suggestionKey(identityId, invitationId));
      return found === undefined ? "" : suggestionInWords(found);
    };
    if (plan.length > 0) lines.push(previewTable(plan, decidedAt, suggestionOf));
    lines.push(...suggestionLines(suggestions, one));
    for (const item of malformed)
      lines.push(`kept out: ${item.invitationId ?? "an item without an id"}: ${item.faults.join(", ")}`);
    const failure = one.decision?.compared.listing.failure ?? null;
    // Of a list that nothing could be read of nobody knows how many are pending.
    if (failure === null || plan.length > 0) lines.push(`${closingLine(plan)} (${reasonsInWords(plan)})`);
    if (heldBecause !== null) lines.push(`held: nothing would be withdrawn for this identity: ${heldBecause}`);
    else lines.push(...paceInWords(one));
    lines.push(...noticeInWords(one), ...catchUpNotes(one), ...notesOf(one));
    return lines.join("\n");
  });
  const broken = identities.filter(({ decision }) => (decision?.compared.listing.failure ?? null) !== null).length;
  const beyond = broken === 0 ? "" : `; ${counted(broken, "list")} not read to the end`;
  const suggested = suggestionsSummary(suggestions.size);
  const closing = [`${closingLine(identities.flatMap(planOf))}${beyond}`, ...(suggested === null ? [] : [suggested])];
  return [...parts, closing.join("\n")].join("\n\n");
}

function paceInWords(one: IdentityPreview): string[] {
  const { decision, today } = one;
  const eligible = decision?.eligible.length ?? 0;
  if (decision === null || eligible === 0) return [];
  const later = laterOf(one).length;
  const limit = today.length < decision.today.length ? "run-cap" : decision.budget.limitedBy;
  const rest = later === 0 ? "" : `, limited by ${limit}; ${later} later`;
  const backlog = later === 0 || one.backlog === null ? "" : `; ${backlogInWords(one.backlog)}`;
  return [`a live run now would withdraw ${today.length}${rest}${backlog}`];
}

/** What goes later for its notice, and when the first of it does. */
function noticeInWords(one: IdentityPreview): string[] {
  const announced = announcedOf(one);
  if (announced.length === 0) return [];
  const dates = announced.flatMap(({ mayGoFrom }) => mayGoFrom ?? []);
  const first = dates.length === 0 ? "" : `, the first from ${shortTime(dates.reduce(earliest))} UTC`;
  const fresh = announced.length - dates.length;
  const rest = fresh === 0 ? "" : `; ${fresh} not announced yet: a live run does that`;
  return [`${counted(announced.length, "invitation")} to go once the notice is over${first}${rest}`];
}

const NOTHING_NOTED = { withoutPerson: 0, sharedAddresses: 0, unreadableForms: {} };

/** As `--json` prints it. */
export function previewView(
  target: string,
  { identities, notConnected, decidedAt }: Preview,
  unfinished: readonly Unfinished[],
  suggestions: Suggestions,
) {
  const all = identities.flatMap(planOf);
  const withdraw = all.filter(({ verdict }) => verdict === "withdraw").length;
  const today = identities.reduce((sum, one) => sum + one.today.length, 0);
  const announced = identities.reduce((sum, one) => sum + announcedOf(one).length, 0);
  const summary = {
    pending: all.length,
    withdraw,
    keep: all.length - withdraw,
    today,
    later: withdraw - today,
    announced,
  };
  const shown = identities.map((one) => {
    const { identityId, name, policy, decision, malformed, heldBecause } = one;
    const goes = new Set(one.today.map(({ invitation }) => invitation.invitationId));
    const when = (id: string) => (goes.has(id) ? "today" : "later");
    return {
      ...{ identityId, name, malformed, unfit: malformed, heldBecause, thresholdDays: policy.thresholdDays },
      trust: decision?.trust ?? "partial",
      ...(decision === null ? NOTHING_NOTED : notedList(decision.compared.listing)),
      budget: decision?.budget ?? null,
      held: decision?.held ?? {},
      today: one.today.length,
      later: laterOf(one).length,
      announced: announcedOf(one).length,
      surge: decision?.surge ?? null,
      daysToClear: one.backlog?.days ?? null,
      ...backlogJson(one),
      plan: planOf(one).map(({ invitation, ...verdict }) => ({
        ...invitation,
        ...verdict,
        age: ageInWords(invitation, decidedAt),
        when: isToGo(verdict) ? when(invitation.invitationId) : null,
        suggestion: suggestions.get(suggestionKey(identityId, invitation.invitationId)) ?? null,
      })),
    };
  });
  return { target, decidedAt, identities: shown, notConnected, summary, unfinished };
}
