import { isFlagged, type Rule } from "../rule.ts";

/** Somebody asked not to be contacted. Said of the person, so no age has to be known for it. */
export const doNotContact: Rule<"do-not-contact", "withdraw"> = {
  reason: "do-not-contact",
  verdict: "withdraw",
  when: "the person is flagged `do-not-contact`; at any age, and even if the date cannot be read",
  decide: (invitation, { flags }) => (isFlagged(flags, invitation, "do-not-contact") ? "withdraw" : null),
};
