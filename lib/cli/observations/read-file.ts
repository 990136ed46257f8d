import { SYSTEM_CLOCK } from "../../observe/clock.ts";
import { reportDayGrid } from "../../report/day-grid/report-day-grid.ts";
import { ObservationsError } from "../../report/observations/problems.ts";
import { type FileReport, reportObservations } from "../../report/observations/report-observations.ts";
import type { Moment } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import { csvRecords } from "../flags/csv-records.ts";
import { readTwice } from "../flags/read-twice.ts";
import type { Io } from "../io.ts";
import type { ObservationsOptions } from "./options.ts";

interface FileOptions extends ObservationsOptions {
  readonly since?: Moment;
  readonly until?: Moment;
  readonly identity?: string;
  readonly reason?: string;
  readonly policyVersion?: number;
}

/**
 * The report of a file of observations or, with `dayGrid`, of a day grid, or of standard input for `-`, with its progress on the terminal.
 *
 * @throws UsageError, with the file's name, for a file that cannot be read and for what is wrong in it
 */
export async function readObservationsFile(path: string, options: FileOptions, io: Io): Promise<FileReport> {
  const { identity: identityId, threshold: thresholdDays, acceptableLoss, dayGrid } = options;
  const { since, until, reason, policyVersion } = options;
  const onRead = (lines: number) => io.progress(`${lines.toLocaleString("en-US")} lines read`);
  const query = { identityId, thresholdDays, acceptableLoss, now: SYSTEM_CLOCK.now(), onRead };
  const made = await readTwice(path, process.stdin, async (file) => {
    const records = () => csvRecords(file);
    try {
      if (dayGrid !== undefined) return await reportDayGrid(records, query);
      return await reportObservations(records, { ...query, since, until, reason, policyVersion });
    } catch (error) {
      if (!(error instanceof ObservationsError) && !(error instanceof UsageError)) throw error;
      throw new UsageError(`${path === "-" ? "standard input" : path}: ${error.message}`);
    }
  });
  io.progress("");
  return made;
}
