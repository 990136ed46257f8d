import { isToGo } from "../../domain/plan.ts";
import { ageInWords } from "../../report/age-in-words.ts";
import { identityLabel } from "../../report/reader.ts";
import { notedList } from "../../sweep/listing.ts";
import type { Preview } from "../../sweep/preview.ts";
import { type Suggestions, suggestionKey } from "../companies/suggestions.ts";
import { announcedOf, backlogJson, laterOf } from "../plan/shown-plan.ts";
import type { Unfinished } from "../unfinished/unfinished.ts";
import { planOf } from "./plan-of.ts";

const NOTHING_NOTED = { withoutPerson: 0, sharedAddresses: 0, unreadableForms: {} };

/** As `--json` prints it. */
export function previewView(
  target: string,
  { identities, notConnected, decidedAt }: Preview,
  unfinished: readonly Unfinished[],
  suggestions: Suggestions,
) {
  const all = identities.flatMap(planOf);
  const withdraw = all.filter(({ verdict }) => verdict === "withdraw").length;
  const today = identities.reduce((sum, one) => sum + one.today.length, 0);
  const announced = identities.reduce((sum, one) => sum + announcedOf(one).length, 0);
  const summary = {
    pending: all.length,
    withdraw,
    keep: all.length - withdraw,
    today,
    later: withdraw - today,
    announced,
  };
  const shown = identities.map((one) => {
    const { identityId, name, policy, decision, malformed, heldBecause } = one;
    const goes = new Set(one.today.map(({ invitation }) => invitation.invitationId));
    const when = (id: string) => (goes.has(id) ? "today" : "later");
    return {
      ...{
        identityId,
        name,
        label: identityLabel(identityId),
        malformed,
        unfit: malformed,
        heldBecause,
        thresholdDays: policy.thresholdDays,
      },
      trust: decision?.trust ?? "partial",
      ...(decision === null ? NOTHING_NOTED : notedList(decision.compared.listing)),
      budget: decision?.budget ?? null,
      held: decision?.held ?? {},
      today: one.today.length,
      later: laterOf(one).length,
      announced: announcedOf(one).length,
      surge: decision?.surge ?? null,
      daysToClear: one.backlog?.days ?? null,
      ...backlogJson(one),
      plan: planOf(one).map(({ invitation, ...verdict }) => ({
        ...invitation,
        ...verdict,
        age: ageInWords(invitation, decidedAt),
        when: isToGo(verdict) ? when(invitation.invitationId) : null,
        suggestion: suggestions.get(suggestionKey(identityId, invitation.invitationId)) ?? null,
      })),
    };
  });
  return { target, decidedAt, identities: shown, notConnected, summary, unfinished };
}
