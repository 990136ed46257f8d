import { earliest } from "../../domain/time.ts";
import { backlogInWords } from "../../report/backlog-in-words.ts";
import { closingLine, layOutPreview, reasonsInWords } from "../../report/preview-table.ts";
import { printable } from "../../report/printable.ts";
import type { Screen } from "../../report/text-table.ts";
import { counted, shortTime } from "../../report/words.ts";
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

/** All rows, each identity's followed by what is to be said of it, and the summary last. One line at a time. */
export function* wholePreview(
  preview: Preview,
  suggestions: Suggestions,
  screen: Screen,
): Generator<string, void, undefined> {
  for (const one of preview.identities) {
    const plan = planOf(one);
    yield heading(one);
    if (plan.length > 0) yield* tableOf(one, plan, preview, suggestions, screen);
    yield* suggestionLines(suggestions, one);
    yield* malformedLines(one);
    yield* countLines(one);
    yield* paceLines(one);
    yield* noteLines(one);
    yield "";
  }
  yield* summaryLines(preview, suggestions);
}

/** The summary first, then of each identity what a run would do, and the rows that were chosen. One line at a time. */
export function* chosenPreview(
  preview: Preview,
  suggestions: Suggestions,
  chosen: readonly ChosenRows<Plan[number]>[],
  screen: Screen,
): Generator<string, void, undefined> {
  yield* summaryLines(preview, suggestions);
  for (const [index, one] of preview.identities.entries()) {
    const { rows, hidden } = chosen[index] ?? { rows: [], hidden: { withdraw: 0, keep: 0 } };
    yield "";
    yield heading(one);
    yield* countLines(one);
    yield* paceLines(one);
    if (rows.length > 0) yield* tableOf(one, rows, preview, suggestions, screen);
    yield* hiddenLines(hidden);
    yield* suggestionLines(suggestions, one);
    yield* malformedLines(one);
    yield* noteLines(one);
  }
}

const heading = ({ identityId, name, policy }: IdentityPreview): string =>
  `${printable(name) || "identity"} ${identityId} · withdraws after ${policy.thresholdDays} days`;

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

/** Of a list that nothing could be read of nobody knows how many are pending. */
function countLines(one: IdentityPreview): string[] {
  const plan = planOf(one);
  const failure = one.decision?.compared.listing.failure ?? null;
  return failure === null || plan.length > 0 ? [`${closingLine(plan)} (${reasonsInWords(plan)})`] : [];
}

function paceLines(one: IdentityPreview): string[] {
  const { heldBecause } = one;
  const pace =
    heldBecause === null ? paceInWords(one) : [`held: nothing would be withdrawn for this identity: ${heldBecause}`];
  return [...pace, ...noticeInWords(one)];
}

const noteLines = (one: IdentityPreview): string[] => [...catchUpNotes(one), ...notesOf(one)];

function hiddenLines({ withdraw, keep }: ChosenRows<unknown>["hidden"]): string[] {
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
  const first = dates.length === 0 ? "" : `, the first from ${shortTime(dates.reduce(earliest))} UTC`;
  const fresh = announced.length - dates.length;
  const rest = fresh === 0 ? "" : `; ${fresh} not announced yet: a live run does that`;
  return [`${counted(announced.length, "invitation")} to go once the notice is over${first}${rest}`];
}
