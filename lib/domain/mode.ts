/** `off`: nothing is listed and nothing is called · `dry-run`: listed, booked and planned · `live`: withdrawn too. */
export const MODES = ["off", "dry-run", "live"] as const;
export type Mode = (typeof MODES)[number];
