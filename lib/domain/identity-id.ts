/**
 * What an identity's id can be, wherever one comes in. The vendor's are UUIDs; other letters are left a chance, but none
 * that mean something in an address, in a key of the ledger or on a terminal.
 */
export const IDENTITY_ID = /^[\w.:-]{1,100}$/;
