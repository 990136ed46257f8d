import { idOf, type MakeInvariant, urnOf } from "./invariant.ts";

/** Of a person's invitations at most one is withdrawn for being a duplicate: two identities have two of them at most. */
export const duplicatesKeepOne: MakeInvariant = (view) => {
  const gone = new Map<number, string>();
  return {
    see(happening) {
      if (happening.kind === "reopened") {
        for (const [person, urn] of gone) if (idOf(urn) === happening.item.invitationId) gone.delete(person);
      }
      if (happening.kind !== "ended") return null;
      const { invitationId, ending } = happening.item;
      if (ending.outcome !== "withdrawn" || ending.reason !== "duplicate") return null;
      view.note("withdrawn as a duplicate");
      const urn = urnOf(invitationId);
      const truth = view.truth.fateOf(urn, view.now());
      if (truth === null) return `${invitationId} is a duplicate that nobody sent`;
      const other = gone.get(truth.profileId);
      gone.set(truth.profileId, urn);
      return other === undefined || other === urn
        ? null
        : `${invitationId} and ${idOf(other)} to the same person are both withdrawn as duplicates`;
    },
  };
};
