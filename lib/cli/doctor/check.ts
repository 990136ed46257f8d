import { EXIT } from "../errors.ts";

/** Green: as it should be. Yellow: look at it, or it could not be looked at. Red: it does not work, or nobody is told. */
export type Light = "green" | "yellow" | "red";

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly light: Light;
  /** What was seen. Never a key, and nobody's name. */
  readonly found: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

export const green = (name: string, found: string): Check => ({ name, light: "green", found, remedy: null });
export const yellow = (name: string, found: string, remedy: string): Check => ({
  name,
  light: "yellow",
  found,
  remedy,
});
export const red = (name: string, found: string, remedy: string): Check => ({ name, light: "red", found, remedy });

/** 0 all green, 1 something red, 4 nothing red and something yellow. */
export function exitCodeOf(checks: readonly Pick<Check, "light">[]): number {
  if (checks.some(({ light }) => light === "red")) return EXIT.failed;
  return checks.some(({ light }) => light === "yellow") ? EXIT.inPart : EXIT.done;
}
