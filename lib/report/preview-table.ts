import type { Planned } from "../domain/plan.ts";
import type { PlanInput } from "../domain/rule.ts";
import { utcDay } from "../domain/time.ts";
import { ageFromInWords, ageInWords } from "./age-in-words.ts";
import { printable } from "./printable.ts";
import { textTable } from "./text-table.ts";
import { counted, countsInWords } from "./words.ts";

interface ShownInvitation extends PlanInput {
  readonly person: { readonly fullName: string | null; readonly jobTitle: string | null };
}

/** Every invitation with verdict, reason and age, oldest first. Names are for the screen only and made harmless here. */
export function previewTable(plan: readonly Planned<ShownInvitation>[], now: Date): string {
  return textTable(
    [
      { title: "verdict", text: ({ verdict }) => verdict },
      { title: "reason", text: ({ reason }) => reason },
      { title: "age", align: "right", text: ({ invitation }) => ageInWords(invitation, now) },
      { title: "age from", text: ({ invitation }) => ageFromInWords(invitation) },
      { title: "sent by", text: ({ invitation: { sentAt } }) => (sentAt === null ? "unreadable" : utcDay(sentAt)) },
      { title: "person", text: ({ invitation: { person } }) => printable(person.fullName, 30) },
      { title: "title", text: ({ invitation: { person } }) => printable(person.jobTitle, 36) },
      { title: "invitation", text: ({ invitation: { invitationId } }) => invitationId },
    ],
    plan,
  );
}

/** The line a preview ends with. */
export function closingLine(plan: readonly Planned[]): string {
  const withdraw = plan.filter(({ verdict }) => verdict === "withdraw").length;
  return `${plan.length.toLocaleString("en-US")} pending: ${withdraw} to withdraw, ${plan.length - withdraw} kept`;
}

/** The same with the reasons: "withdraw: 80 stale; keep: 3 held-out, 120 too-young". */
export function reasonsInWords(plan: readonly Planned[]): string {
  const of = (wanted: string) => {
    const counts: Record<string, number> = {};
    for (const { verdict, reason } of plan) if (verdict === wanted) counts[reason] = (counts[reason] ?? 0) + 1;
    return countsInWords(counts) || counted(0, "invitation");
  };
  return `withdraw: ${of("withdraw")}; keep: ${of("keep")}`;
}
