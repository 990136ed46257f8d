import type { Planned } from "../domain/plan.ts";
import type { PlanInput } from "../domain/rule.ts";
import { ageFromInWords, ageInWords } from "./age-in-words.ts";
import { type CsvColumn, csvText } from "./csv.ts";

/** One invitation of a plan, as the file has it. */
export interface PlanCsvRow {
  readonly target: string;
  readonly decidedAt: Date;
  readonly identityId: string;
  readonly planned: Planned<
    PlanInput & { readonly person: { readonly fullName: string | null; readonly jobTitle: string | null } }
  >;
  /** True for one that a live run would call for at once. */
  readonly isToday: boolean;
  /** What a company that the owner has named suggests, in words; null where none does. Nothing is read of it. */
  readonly suggestion: string | null;
}

/** Headings that a plan must have to be run; the others are for the person who edits it. */
export const PLAN_COLUMNS = {
  target: "target",
  decidedAt: "decided at",
  identity: "identity",
  invitation: "invitation",
  verdict: "verdict",
} as const;

const COLUMNS: readonly CsvColumn<PlanCsvRow>[] = [
  { title: PLAN_COLUMNS.verdict, value: ({ planned }) => planned.verdict },
  { title: "reason", value: ({ planned }) => planned.reason },
  { title: "when", value: ({ planned, isToday }) => (planned.verdict === "keep" ? null : isToday ? "today" : "later") },
  { title: "days", value: ({ planned }) => planned.ageDays },
  { title: "age", value: ({ planned, decidedAt }) => ageInWords(planned.invitation, decidedAt) },
  { title: "age from", value: ({ planned }) => ageFromInWords(planned.invitation) },
  { title: "person", value: ({ planned }) => planned.invitation.person.fullName },
  { title: "title", value: ({ planned }) => planned.invitation.person.jobTitle },
  { title: PLAN_COLUMNS.identity, value: ({ identityId }) => identityId },
  // The urn and not the bare id: a spreadsheet rounds a number of 19 digits, and leaves a text alone.
  { title: PLAN_COLUMNS.invitation, value: ({ planned }) => planned.invitation.urn },
  { title: PLAN_COLUMNS.target, value: ({ target }) => target },
  { title: PLAN_COLUMNS.decidedAt, value: ({ decidedAt }) => decidedAt },
  { title: "suggestion", value: ({ suggestion }) => suggestion },
];

/** A plan for a person to edit, a row for each invitation; `run --live --plan` reads it back. */
export const planCsv = (rows: Iterable<PlanCsvRow>): string => csvText(COLUMNS, rows);
