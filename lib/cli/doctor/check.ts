import { EXIT } from "../errors.ts";

/** `ok`: as it should be. `warning`: look at it, or it could not be looked at. `failing`: it does not work, or nobody is told. */
export type Status = "ok" | "warning" | "failing";

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly status: Status;
  /** What was seen. Never a key, and nobody's name. */
  readonly found: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

export const ok = (name: string, found: string): Check => ({ name, status: "ok", found, remedy: null });
export const warning = (name: string, found: string, remedy: string): Check => ({
  name,
  status: "warning",
  found,
  remedy,
});
export const failing = (name: string, found: string, remedy: string): Check => ({
  name,
  status: "failing",
  found,
  remedy,
});

/** 0 all ok, 1 something failing, 4 a warning and nothing failing. */
export function exitCodeOf(checks: readonly Pick<Check, "status">[]): number {
  if (checks.some(({ status }) => status === "failing")) return EXIT.failed;
  return checks.some(({ status }) => status === "warning") ? EXIT.inPart : EXIT.done;
}
