import * as z from "zod/mini";
import { requireIdentity } from "./address.ts";
import { personId } from "./fields.ts";
import { readIsoTime } from "./iso-time.ts";
import { type ListingEnd, type PagingOptions, pages, pagesOf } from "./paging.ts";

interface Connection {
  readonly personId: string;
  readonly connectedAt: Date;
}

export interface ConnectionsPage {
  /** At most 40, as they came, none older than asked for. */
  readonly connections: readonly Connection[];
  /** Those older than asked for that stood on the same page. Whoever is in neither is not therefore unconnected. */
  readonly older: readonly Connection[];
  /** People who are connected, nobody can read since when. */
  readonly undated: readonly string[];
  /** Items without a readable person. Each may be an acceptance that cannot be seen. */
  readonly malformed: number;
}

const connection = z.object({ linkedin_profile_id: personId, connected_at: z.optional(z.unknown()) });

/**
 * An identity's connections made at `since` or later, which is how an acceptance is told from a disappearance.
 *
 * The list is documented as newest first, and is not always. So it is read on to the end of the page after the first one
 * that reaches further back than `since`, and to its own end once anything in it has come out of order.
 *
 * `endBy`: no call is repeated that could not end by then.
 */
export async function* listConnectionsSince(
  options: PagingOptions,
  identityId: string,
  since: Date,
  { endBy }: Pick<PagingOptions, "endBy"> = {},
): AsyncGenerator<ConnectionsPage, ListingEnd, undefined> {
  requireIdentity(identityId);
  if (Number.isNaN(since.getTime())) throw new TypeError("connections are listed since a valid date");
  const reading = { ...options, endBy };
  let [reached, goneOn, isSorted] = [false, false, true];
  let previous = Number.POSITIVE_INFINITY;
  let bringsNothing = false;
  const met = new Set<string>();
  return yield* pages<ConnectionsPage>(reading, {
    path: "/actions/linkedin-extract-connections/run/live",
    request: pagesOf(identityId),
    triesPerPage: 3,
    read: (items) => {
      const read = items.map(readConnection).filter((item) => item !== null);
      const dated = read.filter((item): item is Connection => item.connectedAt !== null);
      const connections = dated.filter((item) => item.connectedAt >= since);
      const older = dated.filter((item) => item.connectedAt < since);
      goneOn = reached;
      reached ||= older.length > 0;
      for (const { connectedAt } of dated) {
        isSorted &&= connectedAt.getTime() <= previous;
        previous = connectedAt.getTime();
      }
      const before = met.size;
      for (const { personId } of read) met.add(personId);
      bringsNothing = items.length > 0 && met.size === before;
      const undated = read.filter(({ connectedAt }) => connectedAt === null).map(({ personId }) => personId);
      return { connections, older, undated, malformed: items.length - read.length };
    },
    isLast: () => goneOn && isSorted,
    isRepeat: () => bringsNothing,
  });
}

function readConnection(item: unknown): { readonly personId: string; readonly connectedAt: Date | null } | null {
  const read = z.safeParse(connection, item);
  if (!read.success) return null;
  return { personId: read.data.linkedin_profile_id, connectedAt: readIsoTime(read.data.connected_at) };
}
