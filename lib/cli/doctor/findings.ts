import { type Screen, textTable, UNLIMITED } from "../../report/text-table.ts";
import { counted } from "../../report/words.ts";
import { wrapProse } from "../wrap-prose.ts";
import type { Check, Status } from "./check.ts";

/** What a doctor saw. */
export interface Findings {
  readonly target: string;
  readonly at: string;
  readonly node: string;
  /** Whether anything was tried beside the looking. */
  readonly tried: boolean;
  readonly checks: readonly Check[];
}

/** The word of earlier versions, which scripts may still read. To go with the next version. */
const LIGHTS: Readonly<Record<Status, string>> = { ok: "green", warning: "yellow", failing: "red" };

/** As `--json` prints it and the file keeps it. */
export function findingsJson({ checks, ...rest }: Findings): string {
  const both = checks.map(({ name, status, ...more }) => ({ name, status, light: LIGHTS[status], ...more }));
  return JSON.stringify({ ...rest, checks: both }, null, 2);
}

/** A table of all, then what to do, in the order of the table. */
export function findingsText({ checks }: Pick<Findings, "checks">, screen: Screen = UNLIMITED): string {
  const table = textTable<Check>(
    [
      { title: "status", text: ({ status }) => status },
      { title: "check", text: ({ name }) => name },
      { title: "found", narrow: "wrap", text: ({ found }) => found },
    ],
    checks,
    screen,
  );
  const remedies = checks.flatMap(({ status, name, remedy }) =>
    remedy === null ? [] : [wrapProse(`${status}: ${name}: ${remedy}`, screen.columns)],
  );
  const count = (status: Status) => checks.filter((check) => check.status === status).length;
  const warnings = counted(count("warning"), "warning");
  const sum = `${counted(checks.length, "check")}: ${count("ok")} ok, ${warnings}, ${count("failing")} failing`;
  return [table, ...(remedies.length === 0 ? [] : ["", ...remedies]), "", sum].join("\n");
}

/** `doctor-invite-sweeper-2026-11-29T10-00-00Z.json`; of an ARN only the name. */
export function findingsFile(target: string, at: Date): string {
  const name = target.replace(/^arn:.*:stack\/([^/]+)\/.*$/, "$1").replace(/[^\w.-]/g, "-");
  return `doctor-${name}-${at.toISOString().replace(/\.\d+/, "").replaceAll(":", "-")}.json`;
}
