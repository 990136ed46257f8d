import type { Planned } from "../../domain/plan.ts";
import { listFaultInWords } from "../../report/list-fault-in-words.ts";
import { listNotes } from "../../report/list-notes.ts";
import { counted, countsInWords } from "../../report/words.ts";
import { notedList } from "../../sweep/listing.ts";
import type { IdentityPreview, Preview } from "../../sweep/preview.ts";

/** What goes today and what waits, by reason, a line for each identity. */
export function planInWords({ identities }: Preview): string {
  return identities
    .map((one) => {
      const name = one.name === null ? one.identityId : `${one.name} ${one.identityId}`;
      if (one.heldBecause !== null) return [`${name}: nothing, ${one.heldBecause}`, ...notesOf(one)].join("\n  ");
      const later = laterOf(one);
      const rest = later.length === 0 ? "" : `; later: ${reasonsOf(later)}`;
      return `${name}: now: ${reasonsOf(one.today)}${rest}`;
    })
    .join("\n");
}

/** What a person should know of the list beside its plan, a line each. */
export function notesOf({ decision }: IdentityPreview): string[] {
  if (decision === null) return [];
  const { listing } = decision.compared;
  const fault = listFaultInWords(listing.failure?.label ?? null);
  return [...(fault === null ? [] : [fault]), ...listNotes(notedList(listing))];
}

/** Eligible, and not called for today. */
export function laterOf({ decision, today }: IdentityPreview): readonly Planned[] {
  const goes = new Set(today.map(({ invitation }) => invitation.invitationId));
  return (decision?.eligible ?? []).filter(({ invitation }) => !goes.has(invitation.invitationId));
}

function reasonsOf(planned: readonly Planned[]): string {
  const counts: Record<string, number> = {};
  for (const { reason } of planned) counts[reason] = (counts[reason] ?? 0) + 1;
  return countsInWords(counts) || "nothing";
}

/** The question a live run asks. Its count is of what is called for, and nothing beyond it is. */
export function liveQuestion({ identities }: Preview): string {
  const calling = identities.filter(({ today }) => today.length > 0);
  const count = calling.reduce((sum, { today }) => sum + today.length, 0);
  return (
    `Withdraw ${counted(count, "invitation")} of ${counted(calling.length, "identity", "identities")} now? ` +
    "This cannot be undone, and each person cannot be invited again for three weeks."
  );
}
