import { type CatchUpStatus, catchUpStatus } from "../../domain/catch-up.ts";
import type { Planned } from "../../domain/plan.ts";
import { backlogInWords, catchUpInWords } from "../../report/backlog-in-words.ts";
import { listFaultInWords } from "../../report/list-fault-in-words.ts";
import { listNotes } from "../../report/list-notes.ts";
import { identityShown } from "../../report/reader.ts";
import { surgeInWords } from "../../report/surge-in-words.ts";
import { counted, countsInWords } from "../../report/words.ts";
import { notedList } from "../../sweep/listing.ts";
import type { IdentityPreview, Preview } from "../../sweep/preview.ts";

/** What goes today and what waits, by reason, a line for each identity. */
export function planInWords({ identities }: Preview): string {
  return identities
    .map((one) => {
      const name = identityShown(one.identityId, one.name);
      if (one.heldBecause !== null) return [`${name}: nothing, ${one.heldBecause}`, ...notesOf(one)].join("\n  ");
      const later = laterOf(one);
      const waiting = [...later, ...announcedOf(one)];
      const rest = waiting.length === 0 ? "" : `; later: ${reasonsOf(waiting)}`;
      const line = `${name}: now: ${reasonsOf(one.today)}${rest}`;
      if (waiting.length === 0 || one.backlog === null) return [line, ...catchUpNotes(one)].join("\n  ");
      return [line, backlogInWords(one.backlog), ...catchUpNotes(one)].join("\n  ");
    })
    .join("\n");
}

/** What a person should know of the list beside its plan, a line each. */
export function notesOf(one: IdentityPreview): string[] {
  const { decision } = one;
  if (decision === null) return [];
  const { compared, surge, eligible, plan } = decision;
  const { listing } = compared;
  const fault = listFaultInWords(listing.failure?.label ?? null);
  const surged = surge.surge === null ? [] : [surgeInWords(surge.surge, eligible.length, plan.length)];
  return [...(fault === null ? [] : [fault]), ...surged, ...listNotes(notedList(listing))];
}

/** How a preview's document says it; nothing of an identity that was not listed. */
export function backlogJson(one: IdentityPreview) {
  const catchUp = statusOf(one);
  return { backlog: one.backlog, catchUp };
}

/** What the policy's catch-up does for it, a line; none where there is none. */
export function catchUpNotes(one: IdentityPreview): string[] {
  const status = statusOf(one);
  return status === null ? [] : [catchUpInWords(one.policy, status)].filter((note) => note !== null);
}

function statusOf({ decision, policy }: IdentityPreview): CatchUpStatus | null {
  if (decision === null) return null;
  const { compared, backlog, decidedAt } = decision;
  return catchUpStatus(policy, { gate: compared.identity.gate, backlog }, decidedAt);
}

/** Eligible, and not called for today. */
export function laterOf({ decision, today }: IdentityPreview): readonly Planned[] {
  const goes = new Set(today.map(({ invitation }) => invitation.invitationId));
  return (decision?.eligible ?? []).filter(({ invitation }) => !goes.has(invitation.invitationId));
}

/** To be called for once their notice is over. */
export const announcedOf = ({ decision }: IdentityPreview): readonly Planned[] =>
  (decision?.plan ?? []).filter(({ would }) => would !== undefined);

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
