import { INVITATIONS, type IndexDefinition } from "../contract/tables.ts";
import { unwrittenRest } from "../domain/rest.ts";
import { type InvitationKey, isOpen, type Outcome, type TrackedInvitation } from "../domain/tracked-invitation.ts";
import type { AnnounceChange } from "./day-changes.ts";
import type { Item } from "./dynamo-expression.ts";
import {
  ANNOUNCEMENT_ATTRIBUTES,
  announcementAttributes,
  ENDING_ATTRIBUTES,
  endingAttributes,
  invitationKey,
  mendedAttributes,
  newInvitationItem,
  noteAttribute,
  PERSON_FOR_EVENT,
  readAnnounced,
  readKnown,
  readTracked,
  requestAttributes,
  restAttribute,
} from "./dynamo-invitation-item.ts";
import { keyOf, toInstant, toLastError } from "./dynamo-item.ts";
import { outcomeBatches, outcomePages } from "./dynamo-outcomes.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import type { InvitationLedger } from "./ledger.ts";
import type { PackedDays } from "./packed-days.ts";

const [PENDING, { sortKey: OUTCOME_AT }, BY_PERSON, BY_PROFILE, BY_SALES_NAVIGATOR, ANNOUNCED] = INVITATIONS.indexes;
const { partitionKey: PENDING_OF } = PENDING;
/** An invitation that ends leaves both indexes of open ones. */
const NO_LONGER_OPEN = [PENDING_OF, ANNOUNCED.partitionKey];
const STILL_OPEN = `attribute_exists(#${PENDING_OF})`;

/** What is kept of the endings of whole days beside their items. */
export interface Days {
  readonly packed: PackedDays;
  readonly announceChange: AnnounceChange;
}

export function createDynamoInvitations(table: DynamoTable, retentionDays: number, days: Days): InvitationLedger {
  const find: InvitationLedger["find"] = async (identityId, invitationId, how) => {
    const item = await table.get(invitationKey(identityId, invitationId), how);
    return item === null ? null : readTracked(item);
  };
  /** Says something of an open invitation; false when it has ended or never was. */
  const note = (identityId: string, invitationId: string, set: Item, remove: readonly string[] = []) =>
    table.update(invitationKey(identityId, invitationId), { set, remove }, { when: STILL_OPEN });
  return {
    find,
    async *open(identityId) {
      const given = { identity: identityId };
      for await (const page of table.query({ index: PENDING.name, when: `#${PENDING_OF} = :identity`, given })) {
        yield* page.map(readKnown);
      }
    },
    async *announced(identityId) {
      const when = `#${ANNOUNCED.partitionKey} = :identity`;
      for await (const page of table.query({ index: ANNOUNCED.name, when, given: { identity: identityId } })) {
        yield* page.map(readAnnounced);
      }
    },
    async announce(identityId, invitationId, announcement) {
      return table.update(
        invitationKey(identityId, invitationId),
        { set: announcementAttributes(identityId, announcement), copy: PERSON_FOR_EVENT },
        { when: `${STILL_OPEN} AND attribute_not_exists(#announcedAt)` },
      );
    },
    async takeBackAnnouncement(identityId, invitationId, at) {
      return table.update(
        invitationKey(identityId, invitationId),
        { remove: ANNOUNCEMENT_ATTRIBUTES },
        { when: `${STILL_OPEN} AND #announcedAt = :at`, given: { at: toInstant(at) } },
      );
    },
    async insertIfAbsent(invitation) {
      const { identityId, invitationId } = invitation;
      const when = `attribute_not_exists(#${INVITATIONS.partitionKey})`;
      const written = await table.put(newInvitationItem(invitation), { when, as: newWriteName() });
      return written ? null : find(identityId, invitationId);
    },
    async findMany(identityId, invitationIds) {
      const keys = [...new Set(invitationIds)].map((invitationId) => invitationKey(identityId, invitationId));
      return (await table.getMany(keys, false)).map(readTracked);
    },
    async narrowSent(identityId, invitationId, { sentFrom, sentBy }) {
      const narrow = async (attribute: "sentAt" | "sentFrom", bound: string, isNarrower: string): Promise<void> => {
        const guard = { when: `${STILL_OPEN} AND (${isNarrower})`, given: { bound } };
        await table.update(invitationKey(identityId, invitationId), { set: { [attribute]: bound } }, guard);
      };
      const noneOr = (comparison: string) => `(attribute_not_exists(#sentFrom) OR #sentFrom ${comparison} :bound)`;
      if (sentBy !== null) await narrow("sentAt", toInstant(sentBy), `#sentAt > :bound AND ${noneOr("<=")}`);
      if (sentFrom !== null) await narrow("sentFrom", toInstant(sentFrom), `${noneOr("<")} AND #sentAt >= :bound`);
    },
    async noteUnreadable(identityId, invitationId, at) {
      await note(identityId, invitationId, { unreadableAt: toInstant(at) });
    },
    async noteContradicting(identityId, invitationId, at) {
      await note(identityId, invitationId, { contradictingAt: toInstant(at) });
    },
    async noteKind(identityId, invitationId, kind) {
      await table.update(
        invitationKey(identityId, invitationId),
        { set: { kind } },
        { when: `${STILL_OPEN} AND (attribute_not_exists(#kind) OR #kind <> :kind)`, given: { kind } },
      );
    },
    async keepSalesNavigatorKey(identityId, invitationId, key) {
      await table.update(
        invitationKey(identityId, invitationId),
        { set: { [BY_SALES_NAVIGATOR.partitionKey]: key } },
        { when: `${STILL_OPEN} AND attribute_not_exists(#${BY_SALES_NAVIGATOR.partitionKey})` },
      );
    },
    async claim({ identityId, invitationId, state, attempts, attempt: held }, { attempt, ...claim }) {
      const sameAttempt = held === null ? "#attempt = :held" : "#attempt.#id = :held";
      return table.update(
        invitationKey(identityId, invitationId),
        { set: { ...claim, state: "withdrawing", attempt: { id: attempt.id, until: toInstant(attempt.until) } } },
        {
          when: `${STILL_OPEN} AND #state = :state AND #attempts = :attempts AND ${sameAttempt}`,
          given: { state, attempts, held: held?.id ?? null },
          as: `claim ${attempt.id}`,
        },
      );
    },
    async settle(identityId, invitationId, attemptId, ending, lastError) {
      await days.announceChange(ending.endedAt);
      return table.update(
        invitationKey(identityId, invitationId),
        {
          set: { ...endingAttributes(ending, retentionDays), attempt: null, ...met(lastError) },
          copy: PERSON_FOR_EVENT,
          remove: NO_LONGER_OPEN,
        },
        { when: HELD_BY_ATTEMPT, given: { attempt: attemptId, withdrawing: "withdrawing" }, as: `settle ${attemptId}` },
      );
    },
    async leaveOpen(identityId, invitationId, attemptId, { lost, counts, lastError, rest = null }) {
      const key = invitationKey(identityId, invitationId);
      const as = `leave ${attemptId}`;
      const given = { attempt: attemptId, withdrawing: "withdrawing" };
      const set = { attempt: null, ...met(lastError), ...restAttribute(rest) };
      const add = { ...(lost && { lostAnswers: 1 }), ...(!counts && { attempts: -1 }) };
      if (lost) return table.update(key, { set, add }, { when: HELD_BY_ATTEMPT, given, as });
      // While this attempt holds the claim nobody else changes `lostAnswers`: exactly one of the two can hold.
      const none = { when: `${HELD_BY_ATTEMPT} AND #lostAnswers = :none`, given: { ...given, none: 0 }, as };
      const some = { when: `${HELD_BY_ATTEMPT} AND #lostAnswers > :none`, given: { ...given, none: 0 }, as };
      return (
        (await table.update(key, { set: { ...set, state: "pending" }, add }, none)) ||
        (await table.update(key, { set, add }, some))
      );
    },
    async beginRest(identityId, invitationId, rest) {
      return table.update(
        invitationKey(identityId, invitationId),
        { set: restAttribute(rest) },
        { when: `${STILL_OPEN} AND #attempts = :attempts`, given: { attempts: rest.attempts } },
      );
    },
    async endRest(identityId, invitationId, now) {
      const item = await find(identityId, invitationId);
      const rest = item === null || !isOpen(item.state) ? null : (unwrittenRest(item) ?? item.rest);
      if (rest === null || rest.until <= now) return false;
      const given = { attempts: rest.attempts };
      return table.update(
        invitationKey(identityId, invitationId),
        { set: restAttribute({ ...rest, until: now }) },
        { when: `${STILL_OPEN} AND #attempts >= :attempts`, given },
      );
    },
    async refuteLostAnswers(identityId, invitationId, before) {
      const whoseEnd = "(#attempt = :none AND #lastError.#at <= :before) OR #attempt.#until <= :before";
      return table.update(
        invitationKey(identityId, invitationId),
        { set: { state: "pending", lostAnswers: 0, attempt: null } },
        {
          when: `#state = :withdrawing AND (${whoseEnd})`,
          given: { withdrawing: "withdrawing", none: null, before: toInstant(before) },
          as: newWriteName(),
        },
      );
    },
    async end(identityId, invitationId, ending, now) {
      await days.announceChange(ending.endedAt);
      return table.update(
        invitationKey(identityId, invitationId),
        {
          set: { ...endingAttributes(ending, retentionDays), attempt: null },
          copy: PERSON_FOR_EVENT,
          remove: NO_LONGER_OPEN,
        },
        {
          when: `${STILL_OPEN} AND (#attempt = :none OR #attempt.#until <= :now)`,
          given: { none: null, now: toInstant(now) },
          as: newWriteName(),
        },
      );
    },
    async reopen(identityId, invitationId, endedAt, rest) {
      await days.announceChange(endedAt);
      return table.update(
        invitationKey(identityId, invitationId),
        {
          set: { state: "pending", [PENDING_OF]: identityId, lostAnswers: 0, ...restAttribute(rest) },
          remove: [...ENDING_ATTRIBUTES, ...ANNOUNCEMENT_ATTRIBUTES],
        },
        { when: `#${OUTCOME_AT} = :endedAt`, given: { endedAt: toInstant(endedAt) }, as: newWriteName() },
      );
    },
    async mendEnding(identityId, invitationId, endedAt, ending) {
      await days.announceChange(endedAt, ending.endedAt);
      const replaced = "gone" satisfies Outcome;
      return table.update(
        invitationKey(identityId, invitationId),
        {
          set: { ...endingAttributes(ending, retentionDays), ...mendedAttributes(replaced) },
          copy: PERSON_FOR_EVENT,
        },
        {
          when: `#state = :replaced AND #${OUTCOME_AT} = :endedAt`,
          given: { replaced, endedAt: toInstant(endedAt) },
          as: newWriteName(),
        },
      );
    },
    requestWithdrawal: (identityId, invitationId, request) =>
      note(identityId, invitationId, requestAttributes(request)),
    async markDuplicate(identityId, invitationId, of) {
      if (of !== null) await note(identityId, invitationId, noteAttribute(of, false));
      else await note(identityId, invitationId, {}, ["duplicateOf"]);
    },
    async markUndecided(identityId, invitationId, beside) {
      await note(identityId, invitationId, noteAttribute(beside, true));
    },
    async *outcomes(query) {
      for await (const page of outcomePages(table, query, days.packed)) yield* page;
    },
    outcomeBatches: (query) => outcomeBatches(table, query, days.packed),
    ofPerson: (personId, { unlessOnly } = {}) => allOf(table, BY_PERSON, personId, unlessOnly),
    ofProfile: (profileKey) => allOf(table, BY_PROFILE, profileKey),
    ofSalesNavigator: (key) => allOf(table, BY_SALES_NAVIGATOR, key),
  };
}

/** All invitations under one key of an index that holds the keys alone; the items themselves are read consistently. */
async function* allOf(
  table: DynamoTable,
  { name, partitionKey }: IndexDefinition,
  key: string,
  unlessOnly?: InvitationKey,
): AsyncGenerator<TrackedInvitation, void, undefined> {
  for await (const page of table.query({ index: name, when: `#${partitionKey} = :key`, given: { key } })) {
    const keys = page.map((entry) => keyOf(INVITATIONS, entry));
    if (unlessOnly !== undefined && keys.length === 1 && isKeyOf(unlessOnly, keys[0])) return;
    const found = (await table.getMany(keys, true)).map(readTracked);
    yield* found.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
  }
}

const isKeyOf = ({ identityId, invitationId }: InvitationKey, key: Item | undefined): boolean =>
  key?.[INVITATIONS.partitionKey] === identityId && key?.[INVITATIONS.sortKey] === invitationId;

/** The claim is this attempt's: it has not been settled, given back or taken over. */
const HELD_BY_ATTEMPT = "#state = :withdrawing AND #attempt.#id = :attempt";

/** What was met last stays when this time nothing was. */
const met = (lastError: Parameters<typeof toLastError>[0]): Item =>
  lastError === null ? {} : { lastError: toLastError(lastError) };
