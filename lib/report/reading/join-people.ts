import type { TrackedInvitation } from "../../domain/tracked-invitation.ts";
import type { JoinableRow, OutcomeRow } from "../outcome-row.ts";

/** What of an invitation's item leads to the person, and the index of endings does not have. */
export type PersonItem = Pick<
  TrackedInvitation,
  "invitationId" | "personId" | "profileKey" | "salesNavigatorKey" | "ending"
>;

/** `InvitationLedger.findMany`, as far as it is read here. */
export type FindMany = (identityId: string, invitationIds: readonly string[]) => Promise<readonly PersonItem[]>;

/** Rows looked up at a time: what is held. */
const BATCH = 500;

/**
 * Rows with whom they are about, in the same order. Reads each invitation's item, half a read unit a row; one that has been
 * forgotten in between is a row without a person. `names` are those of the identities, by id.
 */
export async function* joinPeople(
  findMany: FindMany,
  rows: AsyncIterable<OutcomeRow>,
  names: ReadonlyMap<string, string | null>,
): AsyncGenerator<JoinableRow, void, undefined> {
  let batch: OutcomeRow[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield* await joined(findMany, batch, names);
    batch = [];
  }
  yield* await joined(findMany, batch, names);
}

async function joined(
  findMany: FindMany,
  rows: readonly OutcomeRow[],
  names: ReadonlyMap<string, string | null>,
): Promise<JoinableRow[]> {
  const byIdentity = new Map<string, string[]>();
  for (const { identityId, invitationId } of rows) {
    byIdentity.set(identityId, [...(byIdentity.get(identityId) ?? []), invitationId]);
  }
  const found = await Promise.all(
    [...byIdentity].map(async ([identityId, invitationIds]) => {
      const read = await findMany(identityId, invitationIds);
      return [identityId, new Map(read.map((item) => [item.invitationId, item]))] as const;
    }),
  );
  const items = new Map(found);
  return rows.map((row) => {
    const item = items.get(row.identityId)?.get(row.invitationId);
    const { personId = null, profileKey = null, salesNavigatorKey = null } = item ?? {};
    return {
      ...row,
      ...{ personId, profileKey, salesNavigatorKey },
      identityName: names.get(row.identityId) ?? null,
      reinviteAfter: row.outcome === "pending" ? null : (item?.ending?.reinviteAfter ?? null),
    };
  });
}
