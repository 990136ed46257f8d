import { type Check, failing, ok } from "./check.ts";

/** As `engines` in package.json. */
const LEAST_NODE = [20, 19] as const;

export function nodeCheck(version: string): Check {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  const fits = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  const least = LEAST_NODE.join(".");
  return fits
    ? ok("Node", version)
    : failing("Node", `${version}, older than ${least}`, `install Node ${least} or later`);
}
