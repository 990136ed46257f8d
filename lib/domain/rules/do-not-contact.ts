import { isFlagged, type Rule } from "../rule.ts";

/** Somebody asked not to be contacted. Said of the person, so no age has to be known for it. */
export const doNotContact: Rule<"do-not-contact"> = {
  reason: "do-not-contact",
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, "do-not-contact") ? "withdraw" : null),
};
