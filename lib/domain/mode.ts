/** `off`: nothing is listed and nothing is called · `dry-run`: listed, booked and planned · `live`: withdrawn too. */
export const MODES = ["off", "dry-run", "live"] as const;
export type Mode = (typeof MODES)[number];

/** A mode as a log holds it: of this version or of another. Shown as it stands; only a policy's mode lets a call through. */
export type LoggedMode = string;
