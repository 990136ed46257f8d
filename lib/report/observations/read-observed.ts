import { EMPTY_FILE, type Headings, readHeadings } from "./headings.ts";
import { type ObservedLine, readObserved } from "./observed-line.ts";
import { ObservationsError, Problems } from "./problems.ts";

/** One record of a CSV file. */
export interface FileRecord {
  /** Line on which it begins, counted from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Opens the file anew each time: it is read twice, once to check it all and once to count it. */
export type OpenRecords = () => AsyncIterable<FileRecord>;

/** A line with the headings above it. */
export interface Observed {
  readonly observed: ObservedLine;
  readonly headings: Headings;
}

/**
 * The invitations of a file, one after the other and in constant memory. A line with problems is left out, and what is wrong
 * with it is thrown at the end.
 *
 * @throws ObservationsError for headings that cannot be read at once, and for lines at the end: every problem is counted
 */
export async function* readObservations(records: OpenRecords): AsyncGenerator<Observed, void, undefined> {
  const problems = new Problems();
  let headings: Headings | null = null;
  let lines = 0;
  for await (const { line, cells } of records()) {
    if (headings === null) {
      const reading = readHeadings(line, cells);
      if (!reading.ok) {
        problems.add(...reading.problems);
        problems.check();
        return;
      }
      headings = reading.headings;
      continue;
    }
    lines += 1;
    const reading = readObserved(line, cells, headings);
    if (reading.ok) yield { observed: reading.observed, headings };
    else problems.add(...reading.problems);
  }
  if (headings === null) throw new ObservationsError(EMPTY_FILE);
  if (lines === 0)
    throw new ObservationsError("the file has headings and no line below them; add a line for each invitation");
  problems.check();
}
