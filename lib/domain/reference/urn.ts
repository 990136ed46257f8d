import { readOpaqueId } from "./opaque-id.ts";
import { named, type PersonReading, refused } from "./reading.ts";
import { decodedOnce } from "./visible-text.ts";

const ACCEPTED =
  "accepted: urn:li:fsd_invitation:<digits> for an invitation; for a person an address such as linkedin.com/in/ana-lee, or the numeric id";
/** `invitation`, `fsd_invitation`, `fs_invitation`, `fs_relInvitation`: the site's parts write them differently. */
const INVITATION = /^(?:fsd?_)?(?:rel)?invitation$/i;
/** `fsd_profile`, `fs_miniProfile`, `fs_salesProfile` and their like. */
const PROFILE = /^(?:fsd?_)?[a-z_]*profile$/i;

/** An urn of an invitation, or one of a person with an opaque id; null for a text that is no urn. */
export function readUrn(text: string): PersonReading | null {
  if (!/^urn(?::|%3a)/i.test(text)) return null;
  const parts = /^urn:li:(\w+):\(?([^()]+)\)?$/i.exec(decodedOnce(text) ?? "");
  if (parts === null) return refused("not an urn of LinkedIn's", ACCEPTED);
  const [, type = "", id = ""] = parts;
  if (INVITATION.test(type)) {
    if (/^[1-9]\d{0,63}$/.test(id)) return named({ kind: "invitation", invitationId: id });
    return refused("the urn of an invitation without its whole number, which a spreadsheet may have rounded", ACCEPTED);
  }
  const opaque = PROFILE.test(type) ? readOpaqueId(id) : null;
  if (opaque !== null) return opaque;
  // No document says that the number in it is the id of the listings.
  if (/^(?:fs_)?member$/i.test(type)) return refused("a member's urn, which no listing shows", ACCEPTED);
  return refused("the urn of something else", ACCEPTED);
}
