import type { IdCalibration } from "../../domain/id-clock.ts";
import type { Policy } from "../../domain/policy.ts";
import { latest } from "../../domain/time.ts";
import type { IdentityRecord, OutcomeQuery } from "../../ledger/ledger.ts";
import { type OutcomeRow, pendingRow } from "../outcome-row.ts";
import { beginningOfLog } from "./beginning.ts";
import { readDatedOpen, readDatedOutcomes } from "./read-dated.ts";
import type { ReportLedger } from "./report-ledger.ts";

export interface OutcomeRowsQuery extends Omit<OutcomeQuery, "since" | "withSentFrom"> {
  /** Default: as far as the log goes back (see `beginningOfLog`). */
  readonly since?: Date | undefined;
  readonly now: Date;
  /** Also those pending now. */
  readonly withPending: boolean;
}

/**
 * Invitations as a report counts them, one row each: those pending first, by identity and age, then endings, oldest first.
 *
 * The pending ones are read first, as `readTallies` does: what ends in between has ended after `now` and is not read twice.
 */
export async function* readOutcomeRows(
  ledger: ReportLedger,
  { policy, version }: { readonly policy: Policy; readonly version: number },
  query: OutcomeRowsQuery,
): AsyncGenerator<OutcomeRow, void, undefined> {
  const { now, withPending, since: asked, ...endings } = query;
  const beginning = await beginningOfLog(ledger, endings.until);
  const since = asked ?? beginning;
  const isNarrowed = endings.outcome !== undefined || endings.reason !== undefined;
  // What ended before the log began is in no list, however far back one asks.
  const endingsSince = isNarrowed ? null : latest(since, beginning);
  const calibration: IdCalibration | null = policy.ageFromIds === "off" ? null : await ledger.ids.calibration();
  const evidence = { calibration, now };
  if (withPending) {
    for await (const { identityId, lastBelievedListingAt } of identitiesOf(ledger, endings.identityId)) {
      const context = { identityId, lastBelievedListingAt, policy, version, endingsSince };
      for await (const open of readDatedOpen(ledger, identityId, evidence)) yield pendingRow(open, context);
    }
  }
  for await (const outcome of readDatedOutcomes(ledger, { ...endings, since }, evidence)) {
    yield { ...outcome, endingsSince };
  }
}

async function* identitiesOf(
  { identities }: Pick<ReportLedger, "identities">,
  only: string | undefined,
): AsyncGenerator<IdentityRecord, void, undefined> {
  if (only === undefined) yield* identities.all();
  else yield await identities.find(only);
}
