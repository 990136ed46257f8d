import * as z from "zod/mini";
import { FOR_EVENTS } from "../contract/events.ts";
import { instant } from "../contract/instant.ts";
import { INVITATIONS } from "../contract/tables.ts";
import type { Announcement } from "../domain/announcement.ts";
import type { KnownInvitation } from "../domain/bookkeeping.ts";
import { CONNECTION_KIND } from "../domain/invitation-kind.ts";
import { firstRest } from "../domain/rest.ts";
import { DAY_MS, later, latest, utcDay } from "../domain/time.ts";
import {
  type Ending,
  INVITATION_STATES,
  type InvitationKey,
  isOpen,
  OPEN_STATES,
  OUTCOMES,
  type Outcome,
  type Rest,
  type TrackedInvitation,
  type WithdrawalRequest,
} from "../domain/tracked-invitation.ts";
import type { Change, Item } from "./dynamo-expression.ts";
import { firstSightAttribute, firstSightFields, readFirstSight } from "./dynamo-first-sight.ts";
import { count, expiry, lastErrorField, readItem, toInstant, toInstantOrNull } from "./dynamo-item.ts";
import type { AnnouncedInvitation, NewInvitation, OutcomeRecord } from "./ledger.ts";
import { plainOutcome } from "./plain-outcome.ts";

const { partitionKey: IDENTITY, sortKey: INVITATION, ttlAttribute: EXPIRES_AT } = INVITATIONS;
const [PENDING, OUTCOMES_BY_DAY, , { partitionKey: PROFILE_KEY }, { partitionKey: SALES_NAVIGATOR_KEY }, ANNOUNCED] =
  INVITATIONS.indexes;
const { partitionKey: OUTCOME_DAY, sortKey: OUTCOME_AT } = OUTCOMES_BY_DAY;

/** Only for who looks at the item, and for the event: no reading here asks for it. */
const MENDED_FROM = "mendedFrom";

export const invitationKey = (identityId: string, invitationId: string): Item => ({
  [IDENTITY]: identityId,
  [INVITATION]: invitationId,
});

// Open: a log outlives the rules. One that an earlier or a later version has written is read as it stands.
const reasonField = z.nullable(z.string());

/** What all readings of an invitation share, of the table and of its indexes. */
const seen = z.object({
  [IDENTITY]: z.string(),
  [INVITATION]: z.string(),
  sentAt: instant,
  firstSeenAt: instant,
  attempts: count,
});

const restField = z.object({ until: instant, count, attempts: count });

const requestField = z.object({ id: z.string(), by: z.string(), why: z.string(), at: instant });

// What few invitations have is left out where it is not.
const marks = {
  asked: z.optional(requestField),
  // One attribute for both notes: the index of open invitations projects it, and no version can change an index.
  duplicateOf: z.optional(
    z.object({ identityId: z.string(), invitationId: z.string(), undecided: z.optional(z.boolean()) }),
  ),
};

// Absent for a member whom the lists show without an id: a key of an index cannot be NULL.
const personId = z.optional(z.string());

const known = z.extend(seen, { personId, state: z.enum(OPEN_STATES), ...marks });

const announcedFields = {
  announcedAt: instant,
  mayGoFrom: instant,
  announcedReason: z.string(),
  announcedRunId: z.string(),
};
const announcement = z.object(announcedFields);

// What is null is stored as NULL and absence is a fault. Only sparse index keys and what an ending adds come and go.
const tracked = z.extend(seen, {
  urn: z.string(),
  personId,
  // Keys of sparse indexes: an item without an address, or an id of Sales Navigator's, has no such attribute.
  [PROFILE_KEY]: z.optional(z.string()),
  [SALES_NAVIGATOR_KEY]: z.optional(z.string()),
  // Closed, and the only word that is: it decides whether a call is made and what the curve counts. A state of
  // another version's is an error that names the item; whether it is open, and how it ended, would be a guess.
  state: z.enum(INVITATION_STATES),
  attemptsInRun: count,
  attemptRunId: z.nullable(z.string()),
  attemptReason: reasonField,
  lostAnswers: count,
  attempt: z.nullable(z.object({ id: z.string(), until: instant })),
  lastError: lastErrorField,
  // Few have these, and what an earlier version has written has none.
  kind: z.optional(z.string()),
  rest: z.optional(restField),
  ...firstSightFields,
  contradictingAt: z.optional(instant),
  // What an earlier version has written has none until a listing gives one.
  sentFrom: z.optional(instant),
  ...marks,
});

const endingFields = {
  [OUTCOME_AT]: instant,
  withdrawnAt: z.nullable(instant),
  daysPending: z.int(),
  reason: reasonField,
  thresholdDays: z.number(),
  policyVersion: z.number(),
  confirmed: z.boolean(),
  heldOut: z.boolean(),
  runId: z.string(),
};
const notProjected = { reinviteAfter: z.nullable(instant) };
const outcome = z.extend(seen, {
  state: z.enum(OUTCOMES),
  lastError: lastErrorField,
  // Not projected: there when they were read from the item itself.
  sentFrom: z.optional(z.nullable(instant)),
  ...firstSightFields,
  ...endingFields,
});
const ended = z.object({ state: z.enum(OUTCOMES), ...endingFields, ...notProjected });

/** What `endingAttributes` sets besides the state: a reopening takes it away again. */
export const ENDING_ATTRIBUTES: readonly string[] = [
  OUTCOME_DAY,
  EXPIRES_AT,
  ...Object.keys(endingFields),
  ...Object.keys(notProjected),
  MENDED_FROM,
  ...[FOR_EVENTS.personId, FOR_EVENTS.reason, FOR_EVENTS.reinviteAfter, FOR_EVENTS.replaces],
];

/** Beside an ending that stands in place of another: how that one was. Its appearance is what tells of the new one. */
export const mendedAttributes = (replaced: Outcome): Item => ({
  [MENDED_FROM]: replaced,
  [FOR_EVENTS.replaces]: replaced,
});

/** Beside an ending, for its event: whose invitation it was. Whoever ends it need not know, for the item does. */
export const PERSON_FOR_EVENT: NonNullable<Change["copy"]> = {
  [FOR_EVENTS.personId]: { from: "personId", otherwise: "" },
};
/** The same where the person is known. */
export const personForEvent = (personId: string | null): Item => ({ [FOR_EVENTS.personId]: personId ?? "" });

/** As a listing first showed it. */
export const newInvitationItem = (invitation: NewInvitation): Item => ({
  ...invitationKey(invitation.identityId, invitation.invitationId),
  [PENDING.partitionKey]: invitation.identityId,
  urn: invitation.urn,
  ...(invitation.personId !== null && { personId: invitation.personId }),
  ...(invitation.profileKey !== null && { [PROFILE_KEY]: invitation.profileKey }),
  ...(invitation.kind !== CONNECTION_KIND && { kind: invitation.kind }),
  ...(invitation.salesNavigatorKey !== null && { [SALES_NAVIGATOR_KEY]: invitation.salesNavigatorKey }),
  state: "pending",
  sentAt: toInstant(invitation.sentAt),
  ...(invitation.sentFrom !== null && { sentFrom: toInstant(invitation.sentFrom) }),
  ...firstSightAttribute(invitation.sentWidthAtFirstSight),
  firstSeenAt: toInstant(invitation.firstSeenAt),
  attempts: 0,
  attemptsInRun: 0,
  attemptRunId: null,
  attemptReason: null,
  lostAnswers: 0,
  attempt: null,
  lastError: null,
  ...(invitation.unreadableAt !== null && { unreadableAt: toInstant(invitation.unreadableAt) }),
  ...(invitation.contradictingAt !== null && { contradictingAt: toInstant(invitation.contradictingAt) }),
});

/**
 * The ending's instant is stored once, as the index's sort key; its UTC day is the index's partition. Kept for as long as
 * the person is not to be invited again, however short the retention is.
 */
export const endingAttributes = (ending: Ending, retentionDays: number): Item => ({
  state: ending.outcome,
  [OUTCOME_DAY]: utcDay(ending.endedAt),
  [OUTCOME_AT]: toInstant(ending.endedAt),
  [EXPIRES_AT]: expiry(
    latest(later(ending.endedAt, retentionDays * DAY_MS), ending.reinviteAfter ?? ending.endedAt),
    0,
  ),
  withdrawnAt: toInstantOrNull(ending.withdrawnAt),
  daysPending: ending.daysPending,
  reason: ending.reason,
  thresholdDays: ending.thresholdDays,
  policyVersion: ending.policyVersion,
  confirmed: ending.confirmed,
  heldOut: ending.heldOut,
  runId: ending.runId,
  reinviteAfter: toInstantOrNull(ending.reinviteAfter),
  [FOR_EVENTS.reason]: ending.reason ?? "",
  [FOR_EVENTS.reinviteAfter]: toInstantOrNull(ending.reinviteAfter) ?? "",
  [FOR_EVENTS.replaces]: "",
});

export function readTracked(item: Item): TrackedInvitation {
  const life = readItem(INVITATIONS, tracked, item);
  const ending = isOpen(life.state) ? null : readEnding(item);
  const { asked, duplicateOf, ...plain } = life;
  const announced = announcement.safeParse(item);
  const { unreadableAt = null, contradictingAt = null, sentFrom = null, personId = null } = life;
  return {
    ...plain,
    kind: life.kind ?? CONNECTION_KIND,
    rest: life.rest ?? restOfGivenUp(life.attempts, ending),
    ...{ personId, profileKey: life[PROFILE_KEY] ?? null, salesNavigatorKey: life[SALES_NAVIGATOR_KEY] ?? null },
    ...{ sentFrom, unreadableAt, contradictingAt, sentWidthAtFirstSight: readFirstSight(life) },
    withdrawalRequest: asked === undefined ? null : readRequest(asked),
    ...readNote(duplicateOf),
    // Absent in what was never announced, and in all that an earlier version has written.
    announcement: announced.success ? announcementFrom(announced.data) : null,
    ending,
  };
}

/** What an earlier version has given up for good rests, as what this version cannot withdraw does. */
const restOfGivenUp = (attempts: number, ending: Ending | null): Rest | null =>
  ending?.outcome === "failed" ? firstRest(attempts, ending.endedAt) : null;

type DuplicateNotes = Pick<TrackedInvitation, "duplicateOf" | "undecidedWith">;

function readNote(note: z.output<typeof marks.duplicateOf>): DuplicateNotes {
  if (note === undefined) return { duplicateOf: null, undecidedWith: null };
  const { undecided = false, ...other } = note;
  return undecided ? { duplicateOf: null, undecidedWith: other } : { duplicateOf: other, undecidedWith: null };
}

/** The attribute for a note: the younger one beside which this is the older, or the other of which nobody can tell. */
export const noteAttribute = ({ identityId, invitationId }: InvitationKey, undecided: boolean): Item => ({
  duplicateOf: { identityId, invitationId, ...(undecided && { undecided }) },
});

/** Nothing where no rest begins: what stands there stays. */
export const restAttribute = (rest: Rest | null): Item =>
  rest === null ? {} : { rest: { until: toInstant(rest.until), count: rest.count, attempts: rest.attempts } };

/** The attribute and its fields keep the names they were first stored under. */
export const requestAttributes = ({ id, by, reason, at }: WithdrawalRequest): Item => ({
  asked: { id, by, why: reason, at: toInstant(at) },
});

const readRequest = ({ why, ...rest }: z.output<typeof requestField>): WithdrawalRequest => ({ ...rest, reason: why });

function readEnding(item: Item): Ending {
  const { [OUTCOME_AT]: endedAt, state, ...ending } = readItem(INVITATIONS, ended, item);
  return { ...ending, outcome: state, endedAt };
}

/** From the `pending` index. */
export function readKnown(item: Item): KnownInvitation {
  const { [IDENTITY]: _, asked, duplicateOf, personId = null, ...invitation } = readItem(INVITATIONS, known, item);
  return { ...invitation, personId, isRequested: asked !== undefined, ...readNote(duplicateOf) };
}

/** What `announcementAttributes` sets: an ending leaves only the index, so that the item says what was told. */
export const ANNOUNCEMENT_ATTRIBUTES: readonly string[] = [ANNOUNCED.partitionKey, ...Object.keys(announcedFields)];

export const announcementAttributes = (identityId: string, { at, mayGoFrom, reason, runId }: Announcement): Item => ({
  [ANNOUNCED.partitionKey]: identityId,
  announcedAt: toInstant(at),
  mayGoFrom: toInstant(mayGoFrom),
  announcedReason: reason,
  announcedRunId: runId,
});

const announcementFrom = ({
  announcedAt: at,
  mayGoFrom,
  announcedReason: reason,
  announcedRunId: runId,
}: z.output<typeof announcement>): Announcement => ({ at, mayGoFrom, reason, runId });

const announcedInvitation = z.extend(announcement, {
  [IDENTITY]: z.string(),
  [INVITATION]: z.string(),
  sentAt: instant,
  personId,
});

/** From the `announced` index. */
export function readAnnounced(item: Item): AnnouncedInvitation {
  const read = readItem(INVITATIONS, announcedInvitation, item);
  const { identityId, invitationId, sentAt, personId = null } = read;
  return { identityId, invitationId, sentAt, personId, announcement: announcementFrom(read) };
}

/** From the `outcomesByDay` index. */
export const readOutcome = (item: Item): OutcomeRecord => plainOutcome(item) ?? parseOutcome(item);

/** The same by its schema alone. */
export function parseOutcome(item: Item): OutcomeRecord {
  const { [OUTCOME_AT]: endedAt, state, ...read } = readItem(INVITATIONS, outcome, item);
  const { unreadableAt: _, sentWidthAtFirstSight: __, ...record } = read;
  // Without the item nothing is known of first sight, and nothing is said of it.
  const firstSight = record.sentFrom === undefined ? {} : { sentWidthAtFirstSight: readFirstSight(read) };
  return { ...record, ...firstSight, outcome: state, endedAt };
}
