import { invitationIdOf } from "../../domain/linkedin-ids.ts";
import { DAY_MS } from "../../domain/time.ts";
import type { InvitationKey } from "../../domain/tracked-invitation.ts";
import { PLAN_COLUMNS } from "../../report/plan-csv.ts";
import { counted, timeInWords } from "../../report/words.ts";
import { UsageError } from "../errors.ts";
import { type CsvRecord, csvRecords } from "../flags/csv-records.ts";

/** Older than this a plan is no longer run: people answer, and flags and policy change. */
const MAX_AGE_MS = DAY_MS;
const MAX_ERRORS_SHOWN = 10;

export interface ReadPlan {
  /** Invitations whose row says `withdraw`. */
  readonly withdraw: readonly InvitationKey[];
  readonly decidedAt: Date;
}

/**
 * Reads a plan that `preview --csv` has written and a person may have edited: rows removed, `withdraw` made `keep`.
 *
 * @throws UsageError naming every line that does not fit; for a plan of another target, one that is older than a day, and
 * one without any row
 */
export async function readPlan(path: string, target: string, now: Date): Promise<ReadPlan> {
  const errors: string[] = [];
  const withdraw: InvitationKey[] = [];
  const decided = new Set<number>();
  const seen = new Map<string, number>();
  let columns: Columns | null = null;
  for await (const record of csvRecords(path)) {
    if (columns === null) {
      columns = columnsOf(path, record);
      continue;
    }
    const row = rowOf(columns, record, target);
    if (typeof row === "string") {
      errors.push(`line ${record.line}: ${row}`);
      continue;
    }
    const key = `${row.identityId}/${row.invitationId}`;
    const before = seen.get(key);
    if (before !== undefined) errors.push(`line ${record.line}: the same invitation as line ${before}`);
    seen.set(key, record.line);
    decided.add(row.decidedAt.getTime());
    if (row.verdict === "withdraw") withdraw.push({ identityId: row.identityId, invitationId: row.invitationId });
  }
  if (errors.length > 0) throw new UsageError(inWords(path, errors));
  const [decidedAt, ...more] = [...decided];
  if (decidedAt === undefined) throw new UsageError(`${path} holds no row: write it with \`sweeper preview --csv\``);
  if (more.length > 0) throw new UsageError(`${path} holds rows of several plans: keep those of one`);
  const age = now.getTime() - decidedAt;
  if (age > MAX_AGE_MS || age < -MAX_AGE_MS) {
    const when = timeInWords(new Date(decidedAt));
    throw new UsageError(`${path} was decided at ${when}, and a plan is good for a day: write it anew`);
  }
  return { withdraw, decidedAt: new Date(decidedAt) };
}

type Columns = Readonly<Record<keyof typeof PLAN_COLUMNS, number>>;

function columnsOf(path: string, { cells, line }: CsvRecord): Columns {
  const titles = cells.map((cell) => cell.trim().toLowerCase());
  const missing = Object.values(PLAN_COLUMNS).filter((title) => !titles.includes(title));
  if (missing.length > 0) {
    throw new UsageError(
      `${path}, line ${line}: not a plan of \`sweeper preview --csv\`: no column ${missing.join(", ")}`,
    );
  }
  const entries = Object.entries(PLAN_COLUMNS).map(([name, title]) => [name, titles.indexOf(title)]);
  return Object.fromEntries(entries) as Columns;
}

interface PlanRow extends InvitationKey {
  readonly verdict: "withdraw" | "keep";
  readonly decidedAt: Date;
}

/** The row, or what is wrong with it. */
function rowOf(columns: Columns, { cells }: CsvRecord, target: string): PlanRow | string {
  const cell = (name: keyof Columns) => (cells[columns[name]] ?? "").trim();
  const verdict = cell("verdict").toLowerCase();
  if (verdict !== "withdraw" && verdict !== "keep") {
    return `the verdict is "${cell("verdict")}"; accepted: withdraw, keep`;
  }
  if (cell("target") !== target) return `the plan is of "${cell("target")}", and this command works on "${target}"`;
  const invitationId = invitationIdOf(cell("invitation"));
  if (invitationId === null) return `"${cell("invitation")}" is not the urn of an invitation`;
  const decidedAt = new Date(cell("decidedAt"));
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(cell("decidedAt")) || Number.isNaN(decidedAt.getTime())) {
    return `"decided at" is "${cell("decidedAt")}", which is not what preview has written; a program has changed it`;
  }
  if (cell("identity") === "") return "no identity";
  return { identityId: cell("identity"), invitationId, verdict, decidedAt };
}

function inWords(path: string, errors: readonly string[]): string {
  const shown = errors.slice(0, MAX_ERRORS_SHOWN);
  const more = errors.length - shown.length;
  return [
    `${path}: ${counted(errors.length, "line")} cannot be read; nothing was called.`,
    ...shown.map((error) => `  ${error}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join("\n");
}
