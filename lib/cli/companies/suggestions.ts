import { companyFinder } from "../../domain/company-match.ts";
import { readProfileAddress } from "../../domain/profile-address.ts";
import { FLAG_KINDS, type FlagKind } from "../../domain/rule.ts";
import type { CompanySuggestion } from "../../ledger/ledger.ts";
import { printable } from "../../report/printable.ts";
import { counted } from "../../report/words.ts";
import type { IdentityPreview, Preview } from "../../sweep/preview.ts";
import { quoted } from "../shell-words.ts";
import type { Place } from "../unfinished/remedies.ts";

/** That somebody may be what the owner has said of a company, by the job title that the list shows. No flag, no verdict. */
export interface Suggestion {
  readonly company: string;
  readonly as: FlagKind;
  /** The command that flags the person; null for a member whom the list shows without an id and an address. */
  readonly command: string | null;
}

/** Suggestions by identity and invitation. */
export type Suggestions = ReadonlyMap<string, Suggestion>;

type Plan = NonNullable<IdentityPreview["decision"]>["plan"];

export const suggestionKey = (identityId: string, invitationId: string): string => `${identityId}/${invitationId}`;

/**
 * Who of a preview works at a company that the owner has named. It reads a finished preview and changes nothing in it.
 * Left out is who is protected, or flagged so, already. Titles are in no ledger: only a list at hand can tell.
 */
export function suggestionsFor(
  { identities }: Preview,
  companies: readonly CompanySuggestion[],
  place: Place,
): Suggestions {
  const companyIn = companyFinder(companies);
  const found = new Map<string, Suggestion>();
  for (const { identityId, decision } of identities) {
    for (const { invitation, reason } of decision?.plan ?? []) {
      const company = companyIn(invitation.person.jobTitle);
      const as = FLAG_KINDS.find((kind) => kind === company?.kind);
      if (company === null || as === undefined || reason === "protected" || reason === as) continue;
      const command = commandFor(invitation, as, place);
      found.set(suggestionKey(identityId, invitation.invitationId), { company: company.name, as, command });
    }
  }
  return found;
}

function commandFor({ personId, person }: Plan[number]["invitation"], as: FlagKind, { again }: Place): string | null {
  const address = person.profileUrl === null ? null : readProfileAddress(person.profileUrl);
  const whom = personId ?? (address?.ok === true ? address.address : null);
  return whom === null ? null : `sweeper flag ${quoted(whom)} --as ${as}${again}`;
}

/** "works at Example Ltd, protected?" */
export const suggestionInWords = ({ company, as }: Suggestion): string => `works at ${printable(company, 100)}, ${as}?`;

/** A line for each of one identity's, with the command. */
export function suggestionLines(suggestions: Suggestions, { identityId, decision }: IdentityPreview): string[] {
  return (decision?.plan ?? []).flatMap(({ invitation: { invitationId } }) => {
    const one = suggestions.get(suggestionKey(identityId, invitationId));
    if (one === undefined) return [];
    const remedy = one.command ?? "the list shows neither an id nor an address to flag them by";
    return [`suggestion: ${invitationId} ${suggestionInWords(one)} ${remedy}`];
  });
}

/** Under the summary; null where nobody works at any. */
export function suggestionsSummary(count: number): string | null {
  if (count === 0) return null;
  const [who, are] = count === 1 ? ["works", "a suggestion, which changes"] : ["work", "suggestions, which change"];
  return `${count.toLocaleString("en-US")} of these ${who} at a company you named: ${are} no verdict; flag whom you mean`;
}

/** Before a live run, of those that it would withdraw now; null where nobody of them works at any. */
export function suggestionsAtStake(suggestions: Suggestions, { identities }: Preview, { again }: Place): string | null {
  const going = identities.flatMap(({ identityId, today }) =>
    today.flatMap(({ invitation }) => suggestions.get(suggestionKey(identityId, invitation.invitationId)) ?? []),
  );
  if (going.length === 0) return null;
  const kinds = [...new Set(going.map(({ as }) => as))].join(", ");
  return `${counted(going.length, "of these works", "of these work")} at a company you named (${kinds}?) and would be withdrawn now: \`sweeper preview${again}\` shows who, with the command that flags each`;
}
