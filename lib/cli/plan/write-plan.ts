import { writeFileSync } from "node:fs";
import { type PlanCsvRow, planCsv } from "../../report/plan-csv.ts";
import type { Preview } from "../../sweep/preview.ts";
import { type Suggestions, suggestionInWords, suggestionKey } from "../companies/suggestions.ts";
import { UsageError } from "../errors.ts";

/** Writes the plan to a file that is not there yet, for the owner's eyes alone: it holds names. Answers its rows. */
export function writePlan(path: string, target: string, preview: Preview, suggestions: Suggestions): number {
  const rows = rowsOf(target, preview, suggestions);
  try {
    writeFileSync(path, `${planCsv(rows)}\n`, { flag: "wx", mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code === "EEXIST") throw new UsageError(`${path} exists: give another name, or remove it first`);
    throw new Error(`the plan cannot be written to ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return rows.length;
}

const rowsOf = (target: string, { identities, decidedAt }: Preview, suggestions: Suggestions): PlanCsvRow[] =>
  identities.flatMap(({ identityId, decision, today }) => {
    const goes = new Set(today.map(({ invitation }) => invitation.invitationId));
    const suggestionOf = (invitationId: string) => {
      const one = suggestions.get(suggestionKey(identityId, invitationId));
      return one === undefined ? null : suggestionInWords(one);
    };
    return (decision?.plan ?? []).map((planned) => ({
      ...{ target, decidedAt, identityId, planned },
      isToday: goes.has(planned.invitation.invitationId),
      suggestion: suggestionOf(planned.invitation.invitationId),
    }));
  });
