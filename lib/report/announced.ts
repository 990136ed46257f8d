import { mayGoFrom } from "../domain/announcement.ts";
import { type Policy, policyFor } from "../domain/policy.ts";
import type { AnnouncedInvitation, InvitationLedger } from "../ledger/ledger.ts";
import { shortTime } from "./words.ts";

/** An announced withdrawal, as a screen and a file have it. Ids alone. */
export interface AnnouncedRow extends Pick<AnnouncedInvitation, "identityId" | "invitationId" | "personId" | "sentAt"> {
  /** The rule that spoke for it when it was announced. */
  readonly reason: string;
  readonly announcedAt: Date;
  /** By the announcement and the policy in force; null where the policy gives no notice any more: with the next run. */
  readonly mayGoFrom: Date | null;
  readonly runId: string;
}

/** The announced withdrawals of some identities, the first to go first. One query for each identity. */
export async function readAnnounced(
  invitations: Pick<InvitationLedger, "announced">,
  policy: Policy,
  identityIds: Iterable<string>,
): Promise<readonly AnnouncedRow[]> {
  const rows: AnnouncedRow[] = [];
  for (const identityId of identityIds) {
    const { noticeDays } = policyFor(policy, identityId);
    for await (const { announcement, ...one } of invitations.announced(identityId)) {
      const { at: announcedAt, reason, runId } = announcement;
      const from = noticeDays === 0 ? null : mayGoFrom(announcement, noticeDays);
      rows.push({ ...one, reason, announcedAt, mayGoFrom: from, runId });
    }
  }
  return rows.sort((a, b) => (a.mayGoFrom?.getTime() ?? 0) - (b.mayGoFrom?.getTime() ?? 0) || compareIds(a, b));
}

const compareIds = (a: AnnouncedRow, b: AnnouncedRow): number => (a.invitationId < b.invitationId ? -1 : 1);

/** "2026-12-04 09:00", or "the next run" where the policy gives no notice any more. */
export const fromInWords = ({ mayGoFrom: from }: Pick<AnnouncedRow, "mayGoFrom">): string =>
  from === null ? "the next run" : shortTime(from);
