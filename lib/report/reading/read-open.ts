import type { KnownInvitation } from "../../domain/bookkeeping.ts";
import { earliest } from "../../domain/time.ts";
import type { ReportLedger, SentItem } from "./report-ledger.ts";

/** An open invitation with what its item holds besides the index: from when on it can have been sent, now and at first sight. */
export type DatedOpen = KnownInvitation & Pick<SentItem, "sentFrom" | "sentWidthAtFirstSight">;

/** What one batch read takes; the memory that is held. */
const BATCH = 100;

/**
 * All open invitations of an identity with both ends of when they can have been sent, oldest first. The index has the
 * latest instant alone, so each item is read too: half a read unit.
 */
export async function* readOpen(
  { open, findMany }: ReportLedger["invitations"],
  identityId: string,
): AsyncGenerator<DatedOpen, void, undefined> {
  async function* dated(batch: readonly KnownInvitation[]): AsyncGenerator<DatedOpen, void, undefined> {
    const ids = batch.map(({ invitationId }) => invitationId);
    const items = new Map((await findMany(identityId, ids)).map((item) => [item.invitationId, item]));
    for (const one of batch) {
      const item = items.get(one.invitationId);
      // The item may know better than the index, which lags behind it.
      const sentAt = earliest(one.sentAt, item?.sentAt ?? one.sentAt);
      const { sentFrom = null, sentWidthAtFirstSight = null } = item ?? {};
      yield { ...one, sentAt, sentFrom, sentWidthAtFirstSight };
    }
  }
  let batch: KnownInvitation[] = [];
  for await (const one of open(identityId)) {
    batch.push(one);
    if (batch.length < BATCH) continue;
    yield* dated(batch);
    batch = [];
  }
  if (batch.length > 0) yield* dated(batch);
}
