import { type FlaggablePerson, keysOf } from "../ledger/flagged-keys.ts";
import type { ComparedList } from "./compare.ts";
import { onceAPass } from "./once-a-pass.ts";

interface Shown {
  readonly on: ComparedList;
  readonly person: FlaggablePerson;
}

/** Whom the other lists of a pass show under a key. The first question of a pass costs O(invitations of all its lists). */
export const shownElsewhere =
  (own: ComparedList, others: readonly ComparedList[]) =>
  (key: string): FlaggablePerson[] => {
    const shown = byKey([own, ...others]).get(key) ?? [];
    return shown.flatMap(({ on, person }) => (on === own ? [] : [person]));
  };

const byKey = onceAPass((lists: readonly ComparedList[]): ReadonlyMap<string, readonly Shown[]> => {
  const found = new Map<string, Shown[]>();
  for (const on of lists) {
    for (const person of on.listing.invitations) {
      for (const key of keysOf(person)) {
        const under = found.get(key);
        if (under === undefined) found.set(key, [{ on, person }]);
        else under.push({ on, person });
      }
    }
  }
  return found;
});
