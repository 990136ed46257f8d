import * as z from "zod/mini";
import { invitationIdOf } from "../domain/linkedin-ids.ts";
import { own } from "../domain/own-property.ts";
import { invitationId, invitationUrn } from "./fields.ts";

const ID = "linkedin_invitation_id";
const URN = "linkedin_invitation_urn";

/**
 * Programs that print a number of nineteen digits as a float keep six of them at least (`%g`). What differs from the urn
 * in these is another id, and not the same one with its end lost.
 */
const LOST_SHARE = 1e-5;

/** Which invitation an item of an answer is, by its id and by its urn. */
export interface InvitationIds {
  /** In digits; null when it cannot be told. */
  readonly id: string | null;
  readonly urn: string | null;
  /** Every invitation that one of the two names, once each. Two of them contradict each other. */
  readonly named: readonly string[];
  /** What is wrong with either, by field. Never a value. */
  readonly faults: readonly string[];
}

/**
 * Reads an item's id and urn. An id that was a JavaScript number somewhere on its way has lost its last digits (`7.5e18`,
 * or `7500000000000002000` for …2001) and says nothing but its size: then the urn has the digits. Both are needed, and
 * where both can be read they must agree: a withdrawal names the urn and the ledger the id, and of two invitations in one
 * item neither may be called for.
 */
export function readInvitationIds(item: unknown): InvitationIds {
  const [rawId, rawUrn] = [own(item, ID), own(item, URN)];
  const urn = valid(invitationUrn, rawUrn);
  // Of an urn that is not as documented the digits still name an invitation, if only to leave it alone.
  const inUrn = typeof rawUrn === "string" ? invitationIdOf(rawUrn) : null;
  const id = inUrn !== null && isRounded(rawId, inUrn) ? inUrn : valid(invitationId, rawId);
  const faults = [
    ...(id === null ? [`${ID}: ${rawId === undefined ? "missing" : "expected digits"}`] : []),
    ...(urn === null
      ? [`${URN}: ${rawUrn === undefined ? "missing" : "expected urn:li:fsd_invitation:<digits>"}`]
      : []),
    ...(urn !== null && id !== null && id !== inUrn ? [`${URN}: names another invitation than ${ID}`] : []),
  ];
  return { id, urn, named: [...new Set([id, inUrn].filter((one) => one !== null))], faults };
}

/** Whether `id` is what a float has left of the whole number `digits`. */
function isRounded(id: unknown, digits: string): boolean {
  const number = Number(typeof id === "string" || typeof id === "number" ? id : Number.NaN);
  if (!Number.isFinite(number) || number <= Number.MAX_SAFE_INTEGER) return false;
  if (typeof id === "number") return Math.abs(Number(digits) - number) <= number * LOST_SHARE;
  // Digits written out again: as a float is written, and the very float that the urn's digits are rounded to.
  return id !== digits && String(number) === id && Number(digits) === number;
}

function valid<Schema extends z.ZodMiniType>(schema: Schema, value: unknown): z.output<Schema> | null {
  const read = z.safeParse(schema, value);
  return read.success ? read.data : null;
}
