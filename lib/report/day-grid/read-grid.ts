import { startOfWeek } from "../../analytics/cohorts.ts";
import { EXPORTED_TABLES, type ExportedTable } from "../../contract/archive.ts";
import { ObservationsError, type Problem, Problems } from "../observations/problems.ts";
import type { OpenRecords } from "../observations/read-observed.ts";
import { Thresholds } from "../observations/thresholds.ts";
import type { Tallies } from "../reading/read-tallies.ts";
import type { ReportWindow } from "../reading/window.ts";
import { GridFigures } from "./grid-figures.ts";
import { type GridHeadings, readGridHeadings, WRITES_GRID } from "./grid-headings.ts";
import { type GridLine, readGridLine } from "./grid-line.ts";

/** A day grid, read and found whole. */
export interface ReadGrid {
  readonly window: ReportWindow;
  readonly tallies: Tallies;
  readonly thresholds: Thresholds;
  /** Every identity that the file names, whatever it was narrowed to. */
  readonly identities: readonly string[];
  readonly exportedAt: ReadonlyMap<ExportedTable, Date>;
  /** Items that the query could not read; they are in no figure. */
  readonly unreadable: ReadonlyMap<ExportedTable, number>;
}

const TOLD_EVERY = 1_000;

/**
 * Reads a day grid; memory for its counts. `only`: narrowed to this identity.
 *
 * @throws ObservationsError for a file that is no day grid, for lines with problems, and for one that does not add up
 */
export async function readGrid(
  records: OpenRecords,
  only: string | null,
  onRead?: (lines: number) => void,
): Promise<ReadGrid> {
  const problems = new Problems();
  const reading = new Reading(only);
  let headings: GridHeadings | null = null;
  let lines = 0;
  for await (const { line, cells } of records()) {
    if (headings === null) {
      const read = readGridHeadings(line, cells);
      if (isProblems(read)) {
        problems.add(...read);
        problems.check();
        break;
      }
      headings = read;
      continue;
    }
    lines += 1;
    if (lines % TOLD_EVERY === 0) onRead?.(lines);
    const read = readGridLine(line, cells, headings);
    if (isProblems(read)) problems.add(...read);
    else reading.add(read);
  }
  if (headings === null) throw new ObservationsError(`the file is empty; ${WRITES_GRID}`);
  problems.check();
  return reading.finish();
}

const isProblems = (read: object): read is readonly Problem[] => Array.isArray(read);

class Reading {
  readonly #only: string | null;
  readonly #overall = new GridFigures();
  readonly #byIdentity = new Map<string, GridFigures>();
  readonly #listings = new Map<string, { last: Date | null; believed: Date | null }>();
  readonly #named = new Set<string>();
  readonly #thresholds = new Thresholds();
  readonly #span = new Map<string, Date | null>();
  readonly #exportedAt = new Map<ExportedTable, Date>();
  readonly #unreadable = new Map<ExportedTable, number>();

  constructor(only: string | null) {
    this.#only = only;
  }

  add(line: GridLine): void {
    switch (line.row) {
      case "span":
        this.#span.set(line.what, line.at);
        return;
      case "exported":
        if (line.at !== null) this.#exportedAt.set(line.what, line.at);
        return;
      case "unreadable":
        this.#unreadable.set(line.what, (this.#unreadable.get(line.what) ?? 0) + line.count);
        return;
    }
    const { identityId } = line;
    this.#named.add(identityId);
    if (this.#only !== null && identityId !== this.#only) return;
    if (line.row === "threshold") {
      this.#thresholds.add(identityId, line.thresholdDays, new Date(startOfWeek(line.week)));
    }
    if (line.row === "listing" && line.what !== "first") {
      const known = this.#listings.get(identityId) ?? { last: null, believed: null };
      this.#listings.set(identityId, { ...known, [line.what]: line.at });
      return;
    }
    const own = this.#byIdentity.get(identityId) ?? new GridFigures();
    this.#byIdentity.set(identityId, own);
    for (const figures of [this.#overall, own]) figures.add(line);
  }

  finish(): ReadGrid {
    const window = this.#window();
    for (const [identityId, figures] of this.#byIdentity) {
      const fault = figures.fault();
      if (fault === null) continue;
      throw new ObservationsError(
        `the file has lost lines: of identity ${JSON.stringify(identityId)} ${fault}; ${WRITES_GRID}`,
      );
    }
    const records = [...this.#listings].map(([id, { last, believed }]) => {
      return [id, { lastListing: last === null ? null : { at: last }, lastBelievedListingAt: believed }] as const;
    });
    return {
      window,
      tallies: {
        overall: this.#overall.figures(window),
        byIdentity: new Map([...this.#byIdentity].map(([id, figures]) => [id, figures.figures(window)])),
        records: new Map(records),
      },
      thresholds: this.#thresholds,
      identities: [...this.#named].sort(),
      exportedAt: this.#exportedAt,
      unreadable: this.#unreadable,
    };
  }

  #window(): ReportWindow {
    const missing = EXPORTED_TABLES.filter((table) => !this.#exportedAt.has(table));
    if (missing.length > 0) {
      throw new ObservationsError(
        `the query found no complete export of ${missing.join(", ")}: one takes some minutes, and the first comes with the archive's schedule; then ${WRITES_GRID}`,
      );
    }
    const [since, until] = [this.#span.get("since") ?? null, this.#span.get("until") ?? null];
    if (since === null || until === null) {
      throw new ObservationsError(`the file does not say which span was watched; ${WRITES_GRID}`);
    }
    if (since > until) {
      throw new ObservationsError(
        `the span begins (${since.toISOString()}) after it ends (${until.toISOString()}); correct since_text or until_text at the head of the query`,
      );
    }
    return { since, until };
  }
}
