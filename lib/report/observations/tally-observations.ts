import { wholeDaysBetween } from "../../domain/time.ts";
import type { OutcomeRecord } from "../../ledger/ledger.ts";
import type { Tallies } from "../reading/read-tallies.ts";
import { type Narrowing, Tally } from "../reading/tally.ts";
import type { ReportWindow, Seeing } from "../reading/window.ts";
import type { ObservedLine } from "./observed-line.ts";
import { type OpenRecords, readObservations } from "./read-observed.ts";
import type { Survey } from "./survey.ts";

export interface ObservationsQuery {
  readonly window: ReportWindow;
  readonly narrowing: Narrowing;
  /** Null: all of them. */
  readonly identityId: string | null;
  /** The threshold of a line that names none. */
  readonly thresholdOf: (identityId: string) => number;
  /** Told how many lines have been read, now and then. */
  readonly onRead?: ((lines: number) => void) | undefined;
}

/** The tallies of a file, and how many of its lines had ended before the window. */
export interface FileTallies extends Tallies {
  readonly endedBefore: number;
}

/**
 * Counts a surveyed file as `readTallies` counts a ledger: memory for counts alone.
 *
 * @throws ObservationsError when the file has changed since and has problems now
 */
export async function tallyObservations(
  records: OpenRecords,
  { form, latest, lastLists }: Pick<Survey, "form" | "latest" | "lastLists">,
  { window, narrowing, identityId, thresholdOf, onRead }: ObservationsQuery,
): Promise<FileTallies> {
  const overall = new Tally(window, narrowing);
  const byIdentity = new Map<string, Tally>();
  let [read, endedBefore] = [0, 0];
  for await (const { observed } of readObservations(records)) {
    read += 1;
    if (read % 1_000 === 0) onRead?.(read);
    const id = observed.identityId;
    if (identityId !== null && id !== identityId) continue;
    const tally = byIdentity.get(id) ?? new Tally(window, narrowing);
    byIdentity.set(id, tally);
    const ended = endedRecord(observed, thresholdOf(id));
    if (ended === null) {
      // The ledger's own leaves the time out where no list was believed yet: nothing was watched.
      const lastBelieved = observed.endedAt ?? (form === "minimal" ? latest : null);
      for (const one of [overall, tally])
        one.addOpen(observed, lastBelieved, { identityId: id, thresholdDays: observed.thresholdDays });
    } else if (ended.endedAt < window.since) endedBefore += 1;
    else for (const one of [overall, tally]) one.addEnded(ended);
  }
  const listed = (at: Date) => ({ lastListing: { at }, lastBelievedListingAt: at });
  const wanted = [...lastLists].filter(([id]) => identityId === null || id === identityId);
  return { overall, byIdentity, records: new Map(wanted.map(([id, at]) => [id, listed(at)])), endedBefore };
}

/** The line as the ledger would hold it; null for one that is pending. */
function endedRecord(line: ObservedLine, thresholdDays: number): (OutcomeRecord & Seeing) | null {
  const { outcome, endedAt, sentAt, policyVersion } = line;
  if (outcome === "pending" || endedAt === null) return null;
  return {
    ...line,
    ...{ outcome, endedAt, invitationId: "", withdrawnAt: outcome === "withdrawn" ? endedAt : null },
    ...{ daysPending: wholeDaysBetween(sentAt, endedAt), thresholdDays: line.thresholdDays ?? thresholdDays },
    ...{ policyVersion: policyVersion ?? 0, heldOut: false, runId: "", lastError: null },
  };
}
