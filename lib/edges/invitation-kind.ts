import { CONNECTION_KIND } from "../domain/invitation-kind.ts";
import { own } from "../domain/own-property.ts";
import { UNPRINTABLE } from "./failures.ts";

/**
 * What kind of invitation an item is, by `linkedin_invitation_type` or `invitation_type`, in capitals. Documented of the
 * withdraw call (`CONNECTION`, `FOLLOWER`, …); that a list says it is assumed. An item that says nothing counts as a request
 * to connect. A word that nobody has listed is kept as it is, for the policy cannot name it: it is never withdrawn, as is
 * what cannot be read. Where the two fields differ, the one that is no request to connect counts.
 */
export function readInvitationKind(item: unknown): string {
  const said = ["linkedin_invitation_type", "invitation_type"].map((field) => own(item, field) ?? "");
  const kinds = said.filter((value) => value !== "").map(kindOf);
  return kinds.find((kind) => kind !== CONNECTION_KIND) ?? CONNECTION_KIND;
}

function kindOf(value: unknown): string {
  const word = typeof value === "string" ? value.trim().toUpperCase() : "";
  return /^[A-Z][A-Z0-9_]{0,39}$/.test(word) ? word : UNPRINTABLE;
}
