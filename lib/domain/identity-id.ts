/**
 * What an identity's id can be, wherever one comes in: in an answer, a message, an event, the policy or a command. The
 * vendor's are UUIDs; other letters are left a chance, but none that mean something in an address, in a key of the ledger
 * or on a terminal.
 */
export const IDENTITY_ID = /^[\w.:-]{1,100}$/;

/** The same for a person who has written another. */
export const IDENTITY_ID_ACCEPTED = "letters, digits and -_.:, at most 100";
