import { plainInstant } from "../contract/instant.ts";
import { INVITATIONS } from "../contract/tables.ts";
import { OUTCOMES, type Outcome, type WidthAtFirstSight } from "../domain/tracked-invitation.ts";
import type { Item } from "./dynamo-expression.ts";
import { readFirstSight } from "./dynamo-first-sight.ts";
import type { OutcomeRecord } from "./ledger.ts";

const [, { sortKey: OUTCOME_AT }] = INVITATIONS.indexes;
const OUTCOME_NAMES: ReadonlySet<unknown> = new Set(OUTCOMES);

/**
 * An outcome that is plainly what the ledger writes, read by hand in a fraction of the time that the schema takes: a report
 * reads a hundred thousand. Null for all that is unusual or does not fit, and for one with a last error: then the schema has
 * the word, and says what is wrong.
 */
export function plainOutcome(item: Item): OutcomeRecord | null {
  const { identityId, invitationId, attempts, state, daysPending, reason, runId, withdrawnAt, sentFrom } = item;
  const { thresholdDays, policyVersion, confirmed, heldOut, unreadableAt, sentWidthAtFirstSight } = item;
  const sentAt = plainInstant(item.sentAt);
  const firstSeenAt = plainInstant(item.firstSeenAt);
  const endedAt = plainInstant(item[OUTCOME_AT]);
  const withdrawn = withdrawnAt === null ? null : plainInstant(withdrawnAt);
  const from = sentFrom === null || sentFrom === undefined ? null : plainInstant(sentFrom);
  const unreadable = unreadableAt === undefined ? undefined : plainInstant(unreadableAt);
  if (sentAt === null || firstSeenAt === null || endedAt === null || unreadable === null) return null;
  if ((withdrawn === null) !== (withdrawnAt === null)) return null;
  if ((from === null) !== (sentFrom === null || sentFrom === undefined)) return null;
  if (item.lastError !== null || !OUTCOME_NAMES.has(state) || !isWidth(sentWidthAtFirstSight)) return null;
  if (typeof identityId !== "string" || typeof invitationId !== "string" || typeof runId !== "string") return null;
  if (reason !== null && typeof reason !== "string") return null;
  if (!isCount(attempts) || !Number.isSafeInteger(daysPending)) return null;
  if (!Number.isFinite(thresholdDays) || !Number.isFinite(policyVersion)) return null;
  if (typeof confirmed !== "boolean" || typeof heldOut !== "boolean") return null;
  // One literal: properties written after a spread cost a hundred times as much.
  const record = {
    identityId,
    invitationId,
    sentAt,
    firstSeenAt,
    attempts,
    lastError: null,
    withdrawnAt: withdrawn,
    daysPending: daysPending as number,
    reason,
    thresholdDays: thresholdDays as number,
    policyVersion: policyVersion as number,
    confirmed,
    heldOut,
    runId,
    outcome: state as Outcome,
    endedAt,
  };
  if (sentFrom === undefined) return record;
  const firstSight = { sentWidthAtFirstSight, unreadableAt: unreadable, sentAt, firstSeenAt };
  return Object.assign(record, { sentFrom: from, sentWidthAtFirstSight: readFirstSight(firstSight) });
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const isWidth = (value: unknown): value is WidthAtFirstSight | undefined =>
  value === undefined || value === "unreadable" || isCount(value);
