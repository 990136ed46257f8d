import type { Collaborators } from "../collaborators.ts";
import type { Flags } from "../domain/rule.ts";
import { type FlaggablePerson, flagsOfListed } from "../ledger/flag-lookup.ts";
import { inParallel } from "./in-parallel.ts";

/** As many as `book` has in flight. */
const WRITES_AT_ONCE = 8;

/**
 * The flags of everybody listed. A flag that was given by an address, and has waited for a listing to show whose that is,
 * becomes that person's here, for addresses change and ids do not.
 */
export async function flagsFor(c: Pick<Collaborators, "ledger">, people: readonly FlaggablePerson[]): Promise<Flags> {
  const { flags, met } = await flagsOfListed(c.ledger.flags, people);
  await inParallel(WRITES_AT_ONCE, met, ({ profileKey, personId }) =>
    c.ledger.flags.claimAddress(profileKey, personId),
  );
  return flags;
}
