import * as z from "zod/mini";
import type { SentInvitation } from "../domain/invitation.ts";
import { own } from "../domain/own-property.ts";
import { personIdOrNone, salesNavigatorId, shownText } from "./fields.ts";
import { readInvitationIds } from "./invitation-ids.ts";
import { readInvitationKind } from "./invitation-kind.ts";
import { TWO_VALUES } from "./json.ts";

/** An item of the listing that does not have the documented shape. Left out and counted; it never stops the others. */
export interface MalformedItem {
  /** When it could be read: this invitation is still there, so its absence must not be inferred. */
  readonly invitationId: string | null;
  /** Every invitation that its id or its urn names: what the list says of these elsewhere is contradicted. */
  readonly named: readonly string[];
  /** Field names and what is wrong with them. Never values. */
  readonly faults: readonly string[];
}

/** `sent_date` as it came. Reading it is not this module's business, so only what nobody can read becomes null. */
const rawDate = z.catch(z.nullable(z.union([z.string().check(z.maxLength(2000)), z.number()])), null);

/** What is read beside the ids of the invitation. Of all of it only the person's id can make an item malformed. */
const sentInvitation = z.object({
  linkedin_profile_id: personIdOrNone,
  sales_navigator_profile_id: salesNavigatorId,
  sent_date: rawDate,
  full_name: shownText,
  first_name: shownText,
  last_name: shownText,
  job_title: shownText,
  linkedin_profile_url: shownText,
});

const NO_OBJECT = "item: expected an object";
const TWICE = "item: names a field twice, with different values";
const NO_PERSON = "linkedin_profile_id: expected a positive integer, or nothing";

/** Reads one item of the sent invitations listing. */
export function readSentInvitation(item: unknown): SentInvitation | MalformedItem {
  if (typeof item !== "object" || item === null || Array.isArray(item)) {
    return { invitationId: null, named: [], faults: [NO_OBJECT] };
  }
  const { id, urn, named, faults } = readInvitationIds(item);
  const read = z.safeParse(sentInvitation, item);
  const isTwice = Object.keys(item).some((field) => own(item, field) === TWO_VALUES);
  const all = [...(isTwice ? [TWICE] : []), ...faults, ...(read.success ? [] : [NO_PERSON])];
  if (id === null || urn === null || !read.success || all.length > 0) return { invitationId: id, named, faults: all };
  const { data } = read;
  const parts = [data.first_name, data.last_name].filter((part) => part !== null);
  return {
    invitationId: id,
    urn,
    personId: data.linkedin_profile_id,
    kind: readInvitationKind(item),
    salesNavigatorId: data.sales_navigator_profile_id,
    sentDate: data.sent_date,
    person: {
      fullName: data.full_name ?? (parts.join(" ") || null),
      jobTitle: data.job_title,
      profileUrl: data.linkedin_profile_url,
    },
  };
}

export function isMalformed(item: SentInvitation | MalformedItem): item is MalformedItem {
  return "faults" in item;
}
