import { profileKeyIn } from "../../ledger/flag-subject.ts";
import type { FlagLedger, FlagMark, FlagRecord } from "../../ledger/ledger.ts";
import { inParallel } from "../../sweep/in-parallel.ts";
import type { FlagRow, RowFault } from "./flag-rows.ts";

/** Rows worked on at a time: what an import holds in memory. One after the other, so that the later of two lines wins. */
const WINDOW = 1000;
/** What one batch read takes. */
const READ = 100;
/** Small enough for a batch write or two to fail without much to do again. */
const WRITE = 100;
const READS_AT_ONCE = 4;
const WRITES_AT_ONCE = 32;

export interface ImportCounts {
  /** Lines with a flag. */
  readonly rows: number;
  readonly written: number;
  /** Stood already as the file says. */
  readonly unchanged: number;
  /** Lines with an address that belongs to another person here than in the file: it stays theirs. */
  readonly elsewhere: number;
}

export interface ImportOptions {
  /** Who gives the flags where the file does not say. */
  readonly by: string;
  readonly now: Date;
  /** Looks and counts, and writes nothing. */
  readonly dryRun: boolean;
  /** Nobody else can be writing flags meanwhile: new ones are then written 25 a request. */
  readonly alone: boolean;
  readonly onProgress: (rows: number) => void;
}

/** The rows of a file from its beginning; each call reads it again. */
export type ReadRows = () => AsyncIterable<FlagRow | RowFault>;

/** Reads a file of flags to its end, tells every fault and writes nothing. Answers how many flags it holds. */
export async function checkFile(
  read: ReadRows,
  tell: (fault: RowFault) => void,
): Promise<{ rows: number; faults: number }> {
  let [rows, faults] = [0, 0];
  for await (const row of read()) {
    if (!("fault" in row)) rows += 1;
    else {
      faults += 1;
      tell(row);
    }
  }
  return { rows, faults };
}

/**
 * Writes the flags of a file; lines with a fault are passed over, so check it first. What stands already is left alone,
 * so that the same file costs reads the second time and no write. Constant memory.
 *
 * An address is not looked up here, which would be a query each: it waits by address for the next listing that shows it,
 * and until then the withdraw function looks by address too. Each flag is one atomic write of its kind; only where
 * nobody else can be writing do new ones go 25 at a time, which takes no condition.
 */
export async function importFlags(flags: FlagLedger, read: ReadRows, options: ImportOptions): Promise<ImportCounts> {
  let counts: ImportCounts = { rows: 0, written: 0, unchanged: 0, elsewhere: 0 };
  const window = new Map<string, FlagRow>();
  const close = async (rows: number): Promise<void> => {
    const { written, elsewhere } = await importWindow(flags, [...window.values()], options);
    counts = {
      elsewhere: counts.elsewhere + elsewhere,
      rows: counts.rows + rows,
      written: counts.written + written,
      unchanged: counts.unchanged + rows - written,
    };
    window.clear();
    options.onProgress(counts.rows);
  };
  let rows = 0;
  for await (const row of read()) {
    if ("fault" in row) continue;
    rows += 1;
    // Of two lines for the same flag the later one counts.
    window.set(`${row.subject} ${row.kind}`, row);
    if (rows < WINDOW) continue;
    await close(rows);
    rows = 0;
  }
  await close(rows);
  return counts;
}

async function importWindow(
  flags: FlagLedger,
  rows: readonly FlagRow[],
  options: ImportOptions,
): Promise<Pick<ImportCounts, "written" | "elsewhere">> {
  const { by, now, dryRun, alone } = options;
  const standing = await lookUp(flags, rows);
  const wanted = rows.filter((row) => !stands(standing.get(row.subject), row));
  const ownerHere = ({ subject }: FlagRow): string | null => standing.get(subject)?.belongsTo ?? null;
  const claims = rows.filter((row) => row.belongsTo !== null && ownerHere(row) === null);
  const others = rows.filter((row) => ownerHere(row) !== null && ![null, ownerHere(row)].includes(row.belongsTo));
  const end = { written: new Set([...wanted, ...claims]).size, elsewhere: others.length };
  if (dryRun) return end;
  const markOf = ({ kind, note, ...row }: FlagRow): FlagMark => ({ kind, note, by: row.by ?? by, at: row.at ?? now });
  const fresh = new Map<string, FlagMark>();
  const single: FlagRow[] = [];
  for (const row of wanted) {
    if (alone && !standing.has(row.subject) && !fresh.has(row.subject)) fresh.set(row.subject, markOf(row));
    else single.push(row);
  }
  await inParallel(READS_AT_ONCE, slicesOf([...fresh], WRITE), (slice) => flags.create(new Map(slice)));
  await inParallel(WRITES_AT_ONCE, single, (row) => flags.add(row.subject, markOf(row)));
  // Last: it makes an item of the person's, over which a flag of theirs in the same file would else be written.
  await inParallel(WRITES_AT_ONCE, claims, async ({ subject, belongsTo }) => {
    const key = profileKeyIn(subject);
    if (key !== null && belongsTo !== null) await flags.claimAddress(key, belongsTo);
  });
  return end;
}

async function lookUp(flags: FlagLedger, rows: readonly FlagRow[]): Promise<ReadonlyMap<string, FlagRecord>> {
  const found = new Map<string, FlagRecord>();
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  await inParallel(READS_AT_ONCE, slicesOf(subjects, READ), async (slice) => {
    for (const [subject, record] of await flags.findMany(slice, { consistent: true })) found.set(subject, record);
  });
  return found;
}

/** Whether a flag stands as the line says; who set it and when count where the line says so. */
function stands(record: FlagRecord | undefined, { kind, note, by, at }: FlagRow): boolean {
  const mark = record?.marks.find((one) => one.kind === kind);
  if (mark === undefined || mark.note !== note) return false;
  return (by === null || mark.by === by) && (at === null || mark.at.getTime() === at.getTime());
}

function slicesOf<One>(all: readonly One[], size: number): One[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}
