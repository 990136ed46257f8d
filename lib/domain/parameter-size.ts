/** What an SSM parameter holds at most, in bytes: a standard one half of it, an advanced one all. */
export const PARAMETER_BYTES = 8_192;
