import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../project.ts";

/** Put in its place when the command line is compiled. */
declare const COMPILED_VERSION: string | undefined;

/** The version in `package.json`; in the compiled command line that of the day it was compiled. */
export function ownVersion(): string {
  if (typeof COMPILED_VERSION === "string") return COMPILED_VERSION;
  const { version } = JSON.parse(readFileSync(join(PROJECT, "package.json"), "utf8"));
  return String(version);
}
