import { type CatchUpStatus, catchUpStatus } from "../domain/catch-up.ts";
import type { BacklogEstimate } from "../domain/drain.ts";
import { estimateLastBacklog } from "../domain/last-backlog.ts";
import { type Policy, policyFor } from "../domain/policy.ts";
import type { SweepRecord } from "../ledger/ledger.ts";
import { backlogInWords, catchUpInWords } from "../report/backlog-in-words.ts";
import { identityShown } from "../report/reader.ts";
import type { Target } from "./target.ts";

/** What a run leaves of an identity's backlog. */
interface BacklogLeft {
  readonly identityId: string;
  /** Null where none stands. */
  readonly backlog: BacklogEstimate | null;
  readonly catchUp: CatchUpStatus;
  readonly catchUpNote: string | null;
}

/** Of the identities that a run has swept, those with a backlog or a catch-up. Reads one small item of each. */
export async function backlogsOf(
  { ledger, clock }: Pick<Target, "ledger" | "clock">,
  policy: Policy,
  sweeps: readonly Pick<SweepRecord, "identityId">[],
): Promise<BacklogLeft[]> {
  const now = clock.now();
  const all: BacklogLeft[] = [];
  for (const { identityId } of sweeps) {
    const record = await ledger.identities.find(identityId);
    const own = policyFor(policy, identityId);
    const backlog = estimateLastBacklog(own, record, now);
    const catchUp = catchUpStatus(own, record, now);
    const catchUpNote = catchUpInWords(own, catchUp);
    if (backlog !== null || catchUpNote !== null) all.push({ identityId, backlog, catchUp, catchUpNote });
  }
  return all;
}

/** A line for the backlog, one for the catch-up. */
export function backlogLines({ identityId, backlog, catchUpNote }: BacklogLeft): string[] {
  const notes = [backlog === null ? null : `${backlog.eligible} left; ${backlogInWords(backlog)}`, catchUpNote];
  return notes.flatMap((note) => (note === null ? [] : [`${identityShown(identityId)}: ${note}`]));
}
