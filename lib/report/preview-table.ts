import type { Planned } from "../domain/plan.ts";
import type { PlanInput } from "../domain/rule.ts";
import { ageFromInWords, ageInWords } from "./age-in-words.ts";
import { printable } from "./printable.ts";
import { type Column, type LaidOut, layOutTable, type Screen } from "./text-table.ts";
import { countsInWords, shortDay, shortTime } from "./words.ts";

interface ShownInvitation extends PlanInput {
  readonly person: { readonly fullName: string | null; readonly jobTitle: string | null };
}

/** What is suggested of one, in words; nobody of most. */
export type SuggestionOf = (invitationId: string) => string;

/** Every invitation with verdict, reason and age, in their order. Names are for the screen only and made harmless here. */
export function layOutPreview(
  plan: readonly Planned<ShownInvitation>[],
  now: Date,
  suggestionOf: SuggestionOf,
  screen: Screen,
): LaidOut {
  const isAny = plan.some(({ invitation }) => suggestionOf(invitation.invitationId) !== "");
  const mark: Column<Planned<ShownInvitation>> = {
    title: "suggestion",
    drop: 4,
    text: ({ invitation }) => suggestionOf(invitation.invitationId),
  };
  return layOutTable(
    [
      { title: "verdict", text: ({ verdict }) => verdict },
      { title: "reason", narrow: "wrap", text: reasonInWords },
      { title: "age", align: "right", text: ({ invitation }) => ageInWords(invitation, now) },
      { title: "age from", drop: 5, text: ({ invitation }) => ageFromInWords(invitation) },
      {
        title: "sent by",
        drop: 3,
        text: ({ invitation: { sentAt } }) => (sentAt === null ? "unreadable" : shortDay(sentAt)),
      },
      { title: "person", narrow: "cut", text: ({ invitation: { person } }) => printable(person.fullName, 30) },
      { title: "title", narrow: "cut", drop: 2, text: ({ invitation: { person } }) => printable(person.jobTitle, 36) },
      { title: "invitation", drop: 1, text: ({ invitation: { invitationId } }) => invitationId },
      ...(isAny ? [mark] : []),
    ],
    plan,
    screen,
  );
}

/** "announced (stale), may go from 2026-12-04 09:00": what a rule would do, and when. */
const reasonInWords = ({ reason, would, mayGoFrom }: Planned): string => {
  if (would === undefined) return reason;
  const when = mayGoFrom == null ? "not announced yet" : `may go from ${shortTime(mayGoFrom)}`;
  return `${reason} (${would}), ${when}`;
};

/** The line a preview ends with. */
export function closingLine(plan: readonly Planned[]): string {
  const withdraw = plan.filter(({ verdict }) => verdict === "withdraw").length;
  return `${plan.length.toLocaleString("en-US")} pending: ${withdraw} to withdraw, ${plan.length - withdraw} kept`;
}

/** A plan by verdict, with the reasons to keep in words: "3 held-out, 120 too-young". */
export function countVerdicts(plan: readonly Planned[]) {
  const keptFor: Record<string, number> = {};
  for (const { verdict, reason } of plan) if (verdict === "keep") keptFor[reason] = (keptFor[reason] ?? 0) + 1;
  const withdraw = plan.filter(({ verdict }) => verdict === "withdraw").length;
  return { pending: plan.length, withdraw, keep: plan.length - withdraw, keptFor: countsInWords(keptFor) };
}
