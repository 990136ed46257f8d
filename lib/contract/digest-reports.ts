/** Where in its bucket the digest's reports lie; nothing else lies there, and the function may touch nothing else. */
export const REPORT_PREFIX = "digests/";

/** Days after which a report is deleted. */
export const REPORT_LIFETIME_DAYS = 90;
