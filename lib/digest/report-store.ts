import type { StoredReport } from "./report-link.ts";

/** Where reports are put for a mail to point at. Implemented on S3. */
export interface ReportStore {
  /** Stores the page of the digest due at `due`. Repeated for the same time it takes the place of the first. */
  store(due: Date, page: string): Promise<StoredReport>;
}
