import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import type { WidthAtFirstSight } from "../domain/tracked-invitation.ts";
import type { Item } from "./dynamo-expression.ts";
import { count } from "./dynamo-item.ts";

/** Of an invitation's item: how well its age was known when a list first showed it. No index projects these. */
export const firstSightFields = {
  // What an earlier version has written has none.
  sentWidthAtFirstSight: z.optional(z.union([count, z.literal("unreadable")])),
  unreadableAt: z.optional(instant),
};

/** For who reads these and the dates alone. */
export const FIRST_SIGHT_ATTRIBUTES: readonly string[] = Object.keys(firstSightFields);

interface Stored {
  readonly sentWidthAtFirstSight?: WidthAtFirstSight | undefined;
  readonly unreadableAt?: Date | undefined;
  readonly sentAt: Date;
  readonly firstSeenAt: Date;
}

/**
 * What the item says of it; null where an earlier version has not kept it. That one noted which list could not read the
 * date, the latest in place of the first, and stored the first list's own time as when it was sent: either shows that the
 * first list could not. Once later lists have changed both, nothing does.
 */
export function readFirstSight({
  sentWidthAtFirstSight: kept,
  unreadableAt,
  sentAt,
  firstSeenAt,
}: Stored): WidthAtFirstSight | null {
  if (kept !== undefined) return kept;
  if (unreadableAt === undefined) return null;
  const first = firstSeenAt.getTime();
  return unreadableAt.getTime() === first || sentAt.getTime() === first ? "unreadable" : null;
}

export const firstSightAttribute = (width: WidthAtFirstSight | null): Item =>
  width === null ? {} : { sentWidthAtFirstSight: width };
