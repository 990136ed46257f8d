import * as z from "zod/mini";
import { requireIdentity } from "./address.ts";
import { personId } from "./fields.ts";
import { readIsoTime } from "./iso-time.ts";
import { type ListingEnd, type PagingOptions, pages } from "./paging.ts";

interface Connection {
  readonly personId: string;
  readonly connectedAt: Date;
}

export interface ConnectionsPage {
  /** At most 40, newest first as they came, none older than asked for. */
  readonly connections: readonly Connection[];
  /** Items without a readable person or date. Each may be an acceptance that cannot be seen. */
  readonly malformed: number;
}

const connection = z.object({ linkedin_profile_id: personId, connected_at: z.unknown() });

/**
 * An identity's connections made at `since` or later, which is how an acceptance is told from a disappearance.
 * The list is documented as newest first, so the first page that reaches further back than `since` is the last.
 */
export async function* listConnectionsSince(
  options: PagingOptions,
  identityId: string,
  since: Date,
): AsyncGenerator<ConnectionsPage, ListingEnd, undefined> {
  requireIdentity(identityId);
  if (Number.isNaN(since.getTime())) throw new TypeError("connections are listed since a valid date");
  let reached = false;
  let bringsNothing = false;
  const met = new Set<string>();
  return yield* pages<ConnectionsPage>(options, {
    path: "/actions/linkedin-extract-connections/run/live",
    identityId,
    triesPerPage: 3,
    read: (items) => {
      const read = items.map(readConnection).filter((item) => item !== null);
      const connections = read.filter((item) => item.connectedAt >= since);
      reached = connections.length < read.length;
      const before = met.size;
      for (const { personId } of read) met.add(personId);
      bringsNothing = items.length > 0 && met.size === before;
      return { connections, malformed: items.length - read.length };
    },
    isLast: () => reached,
    isRepeat: () => bringsNothing,
  });
}

function readConnection(item: unknown): Connection | null {
  const read = z.safeParse(connection, item);
  const connectedAt = read.success ? readIsoTime(read.data.connected_at) : null;
  return read.success && connectedAt !== null ? { personId: read.data.linkedin_profile_id, connectedAt } : null;
}
