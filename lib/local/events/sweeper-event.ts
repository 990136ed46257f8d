import { createHash } from "node:crypto";
import {
  detailOf,
  EVENT_SOURCE,
  type EventDefinition,
  IDENTITY_NEEDS_ATTENTION,
  INVITATION_ANNOUNCED,
  INVITATION_SETTLED,
  RUN_HELD,
} from "../../contract/events.ts";
import type { Announcement } from "../../domain/announcement.ts";
import type { NeedsPerson } from "../../domain/gate.ts";
import type { Ending, Outcome, TrackedInvitation } from "../../domain/tracked-invitation.ts";
import { identityKey, needsPersonAttribute } from "../../ledger/dynamo-identity-item.ts";
import {
  announcementAttributes,
  endingAttributes,
  invitationKey,
  mendedAttributes,
  personForEvent,
} from "../../ledger/dynamo-invitation-item.ts";
import { toInstant } from "../../ledger/dynamo-item.ts";
import { sweepAttributes, sweepKey } from "../../ledger/dynamo-sweep-item.ts";
import type { SweepRecord } from "../../ledger/ledger.ts";

/** An event as EventBridge's consumers know it, without what only AWS has. */
export interface SweeperEvent {
  /** The same for the same happening, so that consumers can drop what they have seen. */
  readonly id: string;
  readonly source: typeof EVENT_SOURCE;
  readonly "detail-type": string;
  /** ISO 8601 in UTC, by the run's clock: the sandbox's runs ahead. */
  readonly time: string;
  readonly detail: Readonly<Record<string, string | boolean>>;
}

/**
 * An invitation has come to its end. One that is taken back and comes again, in a later run, has another id.
 * `replaced` is the outcome in whose place this one stands; null where there was none.
 */
export function invitationSettled(
  invitation: TrackedInvitation,
  ending: Ending,
  replaced: Outcome | null,
  time: Date,
): SweeperEvent {
  const { identityId, invitationId, urn, personId, sentAt } = invitation;
  const item = {
    ...invitationKey(identityId, invitationId),
    ...{ urn, sentAt: toInstant(sentAt) },
    ...personForEvent(personId),
    ...endingAttributes(ending, NOT_TOLD),
    ...(replaced !== null && mendedAttributes(replaced)),
  };
  const happening = [identityId, invitationId, ending.outcome, toInstant(ending.endedAt), ending.runId];
  return eventOf(INVITATION_SETTLED, item, happening, time);
}

/** A withdrawal has been announced; once it is taken back and announced anew, the event has another id. */
export function invitationAnnounced(
  { identityId, invitationId, urn, personId, sentAt }: TrackedInvitation,
  announcement: Announcement,
  time: Date,
): SweeperEvent {
  const item = {
    ...invitationKey(identityId, invitationId),
    ...{ urn, sentAt: toInstant(sentAt) },
    ...personForEvent(personId),
    ...announcementAttributes(identityId, announcement),
  };
  return eventOf(INVITATION_ANNOUNCED, item, [identityId, invitationId, toInstant(announcement.at)], time);
}

/** An identity begins to need a person. */
export function identityNeedsAttention(identityId: string, needs: NeedsPerson, time: Date): SweeperEvent {
  const item = { ...identityKey(identityId), needsPerson: needsPersonAttribute(needs) };
  return eventOf(IDENTITY_NEEDS_ATTENTION, item, [identityId, toInstant(needs.since)], time);
}

/** A sweep was held because something is wrong. */
export function runHeld(sweep: Omit<SweepRecord, "deferred">, time: Date): SweeperEvent {
  const { runId, identityId } = sweep;
  const item = { ...sweepKey(runId, identityId), ...sweepAttributes(sweep, NOT_TOLD) };
  return eventOf(RUN_HELD, item, [runId, identityId], time);
}

/** The days that an item is kept: in the item, and in no event. */
const NOT_TOLD = 0;

function eventOf(definition: EventDefinition, item: object, happening: readonly string[], time: Date): SweeperEvent {
  const { detailType } = definition;
  return {
    id: createHash("sha256")
      .update(JSON.stringify([detailType, ...happening]))
      .digest("hex")
      .slice(0, 32),
    source: EVENT_SOURCE,
    "detail-type": detailType,
    time: toInstant(time),
    detail: detailOf(definition, imageOf(item)),
  };
}

/** As a stream's record words an item, so that both ways out read it by the same definition. */
function imageOf(item: object): object {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, attributeValue(value)]));
}

function attributeValue(value: unknown): object {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  if (typeof value === "boolean") return { BOOL: value };
  return value instanceof Object ? { M: imageOf(value) } : { NULL: true };
}
