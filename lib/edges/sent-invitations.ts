import * as z from "zod/mini";
import type { SentInvitation } from "../domain/invitation.ts";
import { invitationIdOf } from "../domain/linkedin-ids.ts";
import { own } from "../domain/own-property.ts";
import { readPersonReference } from "../domain/person-reference.ts";
import { invitationId, invitationUrn, personId, shownText } from "./fields.ts";

/** An item of the listing that does not have the documented shape. Left out and counted; it never stops the others. */
export interface MalformedItem {
  /** When that field itself was readable: this invitation is still there, so its absence must not be inferred. */
  readonly invitationId: string | null;
  /** Field names and what is wrong with them. Never values. */
  readonly faults: readonly string[];
}

/** `sent_date` as it came. Reading it is not this module's business, so only what nobody can read becomes null. */
const rawDate = z.catch(z.nullable(z.union([z.string().check(z.maxLength(2000)), z.number()])), null);

const sentInvitation = z.object({
  linkedin_invitation_id: invitationId,
  linkedin_invitation_urn: invitationUrn,
  linkedin_profile_id: personId,
  sent_date: rawDate,
  full_name: shownText,
  first_name: shownText,
  last_name: shownText,
  job_title: shownText,
  linkedin_profile_url: shownText,
  sales_navigator_profile_id: shownText,
});

const EXPECTED = {
  linkedin_invitation_id: "expected digits",
  linkedin_invitation_urn: "expected urn:li:fsd_invitation:<digits>",
  linkedin_profile_id: "expected a positive integer",
} as const;

const OTHER_INVITATION = "linkedin_invitation_urn: names another invitation than linkedin_invitation_id";

/** Reads one item of the sent invitations listing. */
export function readSentInvitation(item: unknown): SentInvitation | MalformedItem {
  const read = z.safeParse(sentInvitation, item);
  if (!read.success) return malformed(item);
  const { data } = read;
  // A withdrawal names the urn, and the ledger the id: of two invitations in one item neither may be called for.
  if (invitationIdOf(data.linkedin_invitation_urn) !== data.linkedin_invitation_id) {
    return { invitationId: data.linkedin_invitation_id, faults: [OTHER_INVITATION] };
  }
  const parts = [data.first_name, data.last_name].filter((part) => part !== null);
  return {
    invitationId: data.linkedin_invitation_id,
    urn: data.linkedin_invitation_urn,
    personId: data.linkedin_profile_id,
    salesNavigatorId: readSalesNavigatorId(data.sales_navigator_profile_id),
    sentDate: data.sent_date,
    person: {
      fullName: data.full_name ?? (parts.join(" ") || null),
      jobTitle: data.job_title,
      profileUrl: data.linkedin_profile_url,
    },
  };
}

function readSalesNavigatorId(text: string | null): string | null {
  const reading = text === null ? null : readPersonReference(text);
  return reading?.ok && reading.reference.kind === "sales-navigator" ? reading.reference.id : null;
}

export function isMalformed(item: SentInvitation | MalformedItem): item is MalformedItem {
  return "faults" in item;
}

function malformed(item: unknown): MalformedItem {
  const id = z.safeParse(invitationId, own(item, "linkedin_invitation_id"));
  return { invitationId: id.success ? id.data : null, faults: faultsOf(item) };
}

function faultsOf(item: unknown): string[] {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return ["item: expected an object"];
  const faults: string[] = [];
  for (const [field, expected] of Object.entries(EXPECTED)) {
    const value = own(item, field);
    const shape = sentInvitation.shape[field as keyof typeof EXPECTED];
    if (!z.safeParse(shape, value).success) faults.push(`${field}: ${value === undefined ? "missing" : expected}`);
  }
  return faults;
}
