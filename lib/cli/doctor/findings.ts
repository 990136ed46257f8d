import { type Screen, textTable, UNLIMITED } from "../../report/text-table.ts";
import { counted } from "../../report/words.ts";
import type { Check } from "./check.ts";

/** What a doctor saw, as `--json` prints it and the file keeps it. */
export interface Findings {
  readonly target: string;
  readonly at: string;
  readonly node: string;
  /** Whether anything was tried beside the looking. */
  readonly tried: boolean;
  readonly checks: readonly Check[];
}

/** A table of all, then what to do, in the order of the table. */
export function findingsText({ checks }: Pick<Findings, "checks">, screen: Screen = UNLIMITED): string {
  const table = textTable<Check>(
    [
      { title: "", text: ({ light }) => light },
      { title: "check", text: ({ name }) => name },
      { title: "found", narrow: "wrap", text: ({ found }) => found },
    ],
    checks,
    screen,
  );
  const remedies = checks.flatMap(({ light, name, remedy }) =>
    remedy === null ? [] : [`${light}: ${name}: ${remedy}`],
  );
  const count = (light: Check["light"]) => checks.filter((check) => check.light === light).length;
  const sum = `${counted(checks.length, "check")}: ${count("green")} green, ${count("yellow")} yellow, ${count("red")} red`;
  return [table, ...(remedies.length === 0 ? [] : ["", ...remedies]), "", sum].join("\n");
}

/** `doctor-invite-sweeper-2026-11-29T10-00-00Z.json`; of an ARN only the name. */
export function findingsFile(target: string, at: Date): string {
  const name = target.replace(/^arn:.*:stack\/([^/]+)\/.*$/, "$1").replace(/[^\w.-]/g, "-");
  return `doctor-${name}-${at.toISOString().replace(/\.\d+/, "").replaceAll(":", "-")}.json`;
}
