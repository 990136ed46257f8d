import { PROFILE_KEY_LENGTH } from "./profile-key.ts";

/**
 * What an item of the Flags table is about: a person by id, or an address by its key; a Sales Navigator id has the key of
 * the address that leads to it. `#` is in no id, so these never meet. The only place where the four spellings are
 * written down.
 */
export const ANY_FLAG = "#any";
/** The item of the companies that suggest a flag (`company-ledger.ts`). It has none itself. */
export const COMPANIES = "#companies";
const ADDRESS = "profile#";
const ADDRESS_SUBJECT = new RegExp(`^${ADDRESS}([0-9a-f]{${PROFILE_KEY_LENGTH}})$`);

/** The subject of flags given by an address. */
export const addressSubject = (profileKey: string): string => `${ADDRESS}${profileKey}`;

/** The key of the address that a subject stands for; null for a person. */
export const profileKeyIn = (subject: string): string | null => ADDRESS_SUBJECT.exec(subject)?.[1] ?? null;
