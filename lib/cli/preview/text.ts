import { earliest } from "../../domain/time.ts";
import { backlogInWords } from "../../report/backlog-in-words.ts";
import { closingLine, countVerdicts, layOutPreview } from "../../report/preview-table.ts";
import { identityShown } from "../../report/reader.ts";
import { layOutTable, type Screen } from "../../report/text-table.ts";
import { counted, timeInWords } from "../../report/words.ts";
import type { IdentityPreview, Preview } from "../../sweep/preview.ts";
import {
  type Suggestions,
  suggestionInWords,
  suggestionKey,
  suggestionLines,
  suggestionsSummary,
} from "../companies/suggestions.ts";
import { announcedOf, catchUpNotes, laterOf, notesOf } from "../plan/shown-plan.ts";
import type { ChosenRows } from "./choose-rows.ts";
import { planOf } from "./plan-of.ts";

type Plan = ReturnType<typeof planOf>;

/**
 * The summary, a line for each identity, the rows of each with what is to be said of them, and the summary again, for
 * whoever reads the end. `chosen` null: all rows. One line at a time.
 */
export function* previewLines(
  preview: Preview,
  suggestions: Suggestions,
  chosen: readonly ChosenRows<Plan[number]>[] | null,
  screen: Screen,
): Generator<string, void, undefined> {
  const summary = summaryLines(preview, suggestions);
  yield* summary;
  yield "";
  yield* identityLines(preview, screen);
  for (const [index, one] of preview.identities.entries()) {
    const rows = chosen === null ? planOf(one) : (chosen[index]?.rows ?? []);
    const body = [...paceLines(one), ...suggestionLines(suggestions, one), ...malformedLines(one), ...noteLines(one)];
    if (rows.length === 0 && body.length === 0) continue;
    yield "";
    yield heading(one);
    if (rows.length > 0) yield* tableOf(one, rows, preview, suggestions, screen);
    yield* body;
  }
  yield "";
  yield* hiddenLines(chosen ?? []);
  yield* summary;
}

/** What is pending for each identity and what becomes of it. Of a list that nothing could be read of nobody knows. */
function* identityLines({ identities }: Preview, screen: Screen): Generator<string, void, undefined> {
  const rows = identities.map((one) => {
    const plan = planOf(one);
    const failure = one.decision?.compared.listing.failure ?? null;
    return { one, counts: failure === null || plan.length > 0 ? countVerdicts(plan) : null };
  });
  const { lines, note } = layOutTable<(typeof rows)[number]>(
    [
      { title: "identity", narrow: "cut-before-last", text: ({ one }) => identityShown(one.identityId, one.name) },
      { title: "pending", align: "right", text: ({ counts }) => String(counts?.pending ?? "?") },
      { title: "withdraw", align: "right", text: ({ counts }) => String(counts?.withdraw ?? "?") },
      { title: "kept", align: "right", text: ({ counts }) => String(counts?.keep ?? "?") },
      { title: "kept for", narrow: "wrap", text: ({ counts }) => counts?.keptFor ?? "" },
    ],
    rows,
    screen,
  );
  yield* lines;
  yield* note;
}

const heading = ({ identityId, name, policy }: IdentityPreview): string =>
  `${identityShown(identityId, name)} · withdraws after ${policy.thresholdDays} days`;

function* tableOf(
  { identityId }: IdentityPreview,
  rows: Plan,
  { decidedAt }: Preview,
  suggestions: Suggestions,
  screen: Screen,
): Generator<string, void, undefined> {
  const suggestionOf = (invitationId: string) => {
    const found = suggestions.get(suggestionKey(identityId, invitationId));
    return found === undefined ? "" : suggestionInWords(found);
  };
  const { lines, note } = layOutPreview(rows, decidedAt, suggestionOf, screen);
  yield* lines;
  yield* note;
}

const malformedLines = ({ malformed }: IdentityPreview): string[] =>
  malformed.map(
    ({ invitationId, faults }) => `kept out: ${invitationId ?? "an item without an id"}: ${faults.join(", ")}`,
  );

function paceLines(one: IdentityPreview): string[] {
  const { heldBecause } = one;
  const pace =
    heldBecause === null ? paceInWords(one) : [`held: nothing would be withdrawn for this identity: ${heldBecause}`];
  return [...pace, ...noticeInWords(one)];
}

const noteLines = (one: IdentityPreview): string[] => [...catchUpNotes(one), ...notesOf(one)];

function hiddenLines(chosen: readonly Pick<ChosenRows<unknown>, "hidden">[]): string[] {
  const withdraw = chosen.reduce((sum, { hidden }) => sum + hidden.withdraw, 0);
  const keep = chosen.reduce((sum, { hidden }) => sum + hidden.keep, 0);
  if (withdraw === 0 && keep === 0) return [];
  const parts = [...(withdraw === 0 ? [] : [`${withdraw} to withdraw`]), ...(keep === 0 ? [] : [`${keep} kept`])];
  return [`not shown: ${parts.join(", ")} (--all, --limit N or --verdict ${withdraw === 0 ? "keep" : "withdraw"})`];
}

function summaryLines({ identities }: Preview, suggestions: Suggestions): string[] {
  const broken = identities.filter(({ decision }) => (decision?.compared.listing.failure ?? null) !== null).length;
  const beyond = broken === 0 ? "" : `; ${counted(broken, "list")} not read to the end`;
  const suggested = suggestionsSummary(suggestions.size);
  return [`${closingLine(identities.flatMap(planOf))}${beyond}`, ...(suggested === null ? [] : [suggested])];
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
  const first = dates.length === 0 ? "" : `, the first from ${timeInWords(dates.reduce(earliest))}`;
  const fresh = announced.length - dates.length;
  const rest = fresh === 0 ? "" : `; ${fresh} not announced yet: a live run does that`;
  return [`${counted(announced.length, "invitation")} to go once the notice is over${first}${rest}`];
}
