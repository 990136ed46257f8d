import type { KnownInvitation } from "../../../lib/domain/bookkeeping.ts";
import { firstRest, unwrittenRest } from "../../../lib/domain/rest.ts";
import { type Ending, isOpen, type Rest, type TrackedInvitation } from "../../../lib/domain/tracked-invitation.ts";
import type { AnnouncedInvitation, InvitationLedger, OutcomeRecord, Reading } from "../../../lib/ledger/ledger.ts";
import { createLaggingIndex } from "./lagging-index.ts";
import { createLaggingItems } from "./lagging-items.ts";

interface Row {
  readonly item: TrackedInvitation;
  /** The attempt's write that the item carries as its latest, if any: a repeat of it is answered like the first. */
  readonly lastWrite: string | null;
}

/** The table of invitations. Rows are replaced and never changed, so what was read stays as it was read. */
export function createModelInvitations(now: () => Date, indexLagMs: () => number): InvitationLedger {
  const rows = createLaggingItems<Row>(now, indexLagMs);
  const index = createLaggingIndex<KnownInvitation>();
  const announcedIndex = createLaggingIndex<AnnouncedInvitation>();
  const keyOf = (identityId: string, invitationId: string): string => `${identityId}\n${invitationId}`;
  const rowOf = (identityId: string, invitationId: string, how?: Reading): Row | undefined =>
    rows.get(keyOf(identityId, invitationId), how);

  function put(item: TrackedInvitation, lastWrite: string | null): void {
    rows.set(keyOf(item.identityId, item.invitationId), { item, lastWrite });
    index.put(item.identityId, item.invitationId, knownOf(item), now().getTime());
    announcedIndex.put(item.identityId, item.invitationId, announcedOf(item), now().getTime());
  }

  /** Writes if the condition holds; when it does not, a write that has happened already is answered as having happened. */
  function write(
    [identityId, invitationId]: readonly [string, string],
    as: string | null,
    holds: (item: TrackedInvitation) => boolean,
    change: (item: TrackedInvitation) => Partial<TrackedInvitation>,
  ): boolean {
    const row = rowOf(identityId, invitationId);
    if (row === undefined) return false;
    if (!holds(row.item)) return as !== null && row.lastWrite === as;
    put({ ...row.item, ...change(row.item) }, as);
    return true;
  }

  /** Says something of an open invitation; the attempt's own write stays the latest. */
  function note(identityId: string, invitationId: string, change: Partial<TrackedInvitation>): boolean {
    const row = rowOf(identityId, invitationId);
    if (row === undefined || !isOpen(row.item.state)) return false;
    put({ ...row.item, ...change }, row.lastWrite);
    return true;
  }

  const heldBy = (attemptId: string) => (item: TrackedInvitation) =>
    item.state === "withdrawing" && item.attempt?.id === attemptId;
  const all = (): TrackedInvitation[] => rows.values().map(({ item }) => item);

  return {
    find: async (identityId, invitationId, how) => rowOf(identityId, invitationId, how)?.item ?? null,
    async *open(identityId) {
      const known = index.read(identityId, now().getTime() - indexLagMs());
      yield* known.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());
    },
    async *announced(identityId) {
      const found = announcedIndex.read(identityId, now().getTime() - indexLagMs());
      yield* found.sort((a, b) => a.announcement.mayGoFrom.getTime() - b.announcement.mayGoFrom.getTime());
    },
    async announce(identityId, invitationId, announcement) {
      const isNew = rowOf(identityId, invitationId)?.item.announcement === null;
      return isNew && note(identityId, invitationId, { announcement });
    },
    async takeBackAnnouncement(identityId, invitationId, at) {
      const there = rowOf(identityId, invitationId)?.item.announcement;
      return there?.at.getTime() === at.getTime() && note(identityId, invitationId, { announcement: null });
    },
    async insertIfAbsent(invitation) {
      const there = rowOf(invitation.identityId, invitation.invitationId);
      if (there !== undefined) return there.item;
      put({ ...invitation, ...NOTHING_TRIED }, null);
      return null;
    },
    findMany: async (identityId, invitationIds) =>
      [...new Set(invitationIds)].flatMap((invitationId) => rowOf(identityId, invitationId)?.item ?? []),
    async narrowSent(identityId, invitationId, { sentFrom, sentBy }) {
      const at = (): TrackedInvitation | undefined => rowOf(identityId, invitationId)?.item;
      const [before, held] = [at(), at()?.sentFrom ?? null];
      if (before === undefined) return;
      const lowers = sentBy !== null && before.sentAt > sentBy && (held === null || held <= sentBy);
      if (lowers) note(identityId, invitationId, { sentAt: sentBy });
      const by = at()?.sentAt ?? before.sentAt;
      if (sentFrom !== null && (held === null || held < sentFrom) && by >= sentFrom) {
        note(identityId, invitationId, { sentFrom });
      }
    },
    async noteUnreadable(identityId, invitationId, unreadableAt) {
      note(identityId, invitationId, { unreadableAt });
    },
    async noteContradicting(identityId, invitationId, contradictingAt) {
      note(identityId, invitationId, { contradictingAt });
    },
    async noteKind(identityId, invitationId, kind) {
      note(identityId, invitationId, { kind });
    },
    async keepSalesNavigatorKey(identityId, invitationId, salesNavigatorKey) {
      if (rowOf(identityId, invitationId)?.item.salesNavigatorKey === null) {
        note(identityId, invitationId, { salesNavigatorKey });
      }
    },
    claim: async ({ identityId, invitationId, state, attempts, attempt }, claim) =>
      write(
        [identityId, invitationId],
        `claim ${claim.attempt.id}`,
        (item) =>
          isOpen(item.state) &&
          item.state === state &&
          item.attempts === attempts &&
          (item.attempt?.id ?? null) === (attempt?.id ?? null),
        () => ({ ...claim, state: "withdrawing" }),
      ),
    settle: async (identityId, invitationId, attemptId, ending, lastError) =>
      write([identityId, invitationId], `settle ${attemptId}`, heldBy(attemptId), (item) => ({
        state: ending.outcome,
        ending,
        attempt: null,
        lastError: lastError ?? item.lastError,
      })),
    leaveOpen: async (identityId, invitationId, attemptId, { lost, counts, lastError, rest = null }) =>
      write([identityId, invitationId], `leave ${attemptId}`, heldBy(attemptId), (item) => ({
        state: lost || item.lostAnswers > 0 ? "withdrawing" : "pending",
        attempt: null,
        lostAnswers: item.lostAnswers + (lost ? 1 : 0),
        attempts: item.attempts - (counts ? 0 : 1),
        lastError: lastError ?? item.lastError,
        rest: rest ?? item.rest,
      })),
    beginRest: async (identityId, invitationId, rest) =>
      write(
        [identityId, invitationId],
        null,
        ({ state, attempts }) => isOpen(state) && attempts === rest.attempts,
        () => ({ rest }),
      ),
    async endRest(identityId, invitationId, at) {
      const item = rowOf(identityId, invitationId)?.item;
      const rest = item === undefined || !isOpen(item.state) ? null : (unwrittenRest(item) ?? item.rest);
      if (rest === null || rest.until <= at) return false;
      note(identityId, invitationId, { rest: { ...rest, until: at } });
      return true;
    },
    end: async (identityId, invitationId, ending, at) =>
      write(
        [identityId, invitationId],
        null,
        ({ state, attempt }) => isOpen(state) && (attempt === null || attempt.until <= at),
        (item) => ({ state: ending.outcome, ending, attempt: null, rest: restAtEnd(item, ending) }),
      ),
    reopen: async (identityId, invitationId, endedAt, rest) =>
      write(
        [identityId, invitationId],
        null,
        ({ ending }) => ending?.endedAt.getTime() === endedAt.getTime(),
        (item) => ({ state: "pending", ending: null, lostAnswers: 0, rest: rest ?? item.rest, announcement: null }),
      ),
    mendEnding: async (identityId, invitationId, endedAt, ending) =>
      write(
        [identityId, invitationId],
        null,
        ({ state, ending: held }) => state === "gone" && held?.endedAt.getTime() === endedAt.getTime(),
        () => ({ state: ending.outcome, ending }),
      ),
    refuteLostAnswers: async (identityId, invitationId, before) =>
      write(
        [identityId, invitationId],
        null,
        ({ state, attempt, lastError }) => state === "withdrawing" && overBy(before, attempt?.until ?? lastError?.at),
        () => ({ state: "pending", lostAnswers: 0, attempt: null }),
      ),
    async requestWithdrawal(identityId, invitationId, withdrawalRequest) {
      return note(identityId, invitationId, { withdrawalRequest });
    },
    async markDuplicate(identityId, invitationId, duplicateOf) {
      note(identityId, invitationId, { duplicateOf, undecidedWith: null });
    },
    async markUndecided(identityId, invitationId, undecidedWith) {
      note(identityId, invitationId, { duplicateOf: null, undecidedWith });
    },
    async *outcomes({ since, until, identityId, outcome, reason, withSentFrom }) {
      const wanted = (item: TrackedInvitation) =>
        item.ending !== null &&
        item.ending.endedAt >= since &&
        item.ending.endedAt <= until &&
        (identityId === undefined || item.identityId === identityId) &&
        (outcome === undefined || item.ending.outcome === outcome) &&
        (reason === undefined || item.ending.reason === reason);
      const found = all()
        .filter(wanted)
        .map((item) => ({ ...outcomeOf(item), ...(withSentFrom === true && datesOf(item)) }));
      yield* found.sort((a, b) => a.endedAt.getTime() - b.endedAt.getTime());
    },
    async *ofPerson(personId, { unlessOnly } = {}) {
      const found = all().filter((item) => item.personId === personId);
      const isOnly = ({ identityId, invitationId }: TrackedInvitation): boolean =>
        found.length === 1 && identityId === unlessOnly?.identityId && invitationId === unlessOnly.invitationId;
      yield* oldestFirst(found.filter((item) => !isOnly(item)));
    },
    async *ofProfile(profileKey) {
      yield* oldestFirst(all().filter((item) => item.profileKey === profileKey));
    },
    async *ofSalesNavigator(key) {
      yield* oldestFirst(all().filter((item) => item.salesNavigatorKey === key));
    },
  };
}

const oldestFirst = (items: TrackedInvitation[]): TrackedInvitation[] =>
  items.sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime());

const overBy = (before: Date, end: Date | undefined): boolean => end !== undefined && end <= before;

/** What an earlier version has given up is read as resting. */
const restAtEnd = ({ attempts, rest }: TrackedInvitation, { outcome, endedAt }: Ending): Rest | null =>
  rest ?? (outcome === "failed" ? firstRest(attempts, endedAt) : null);

const NOTHING_TRIED = {
  state: "pending",
  attempts: 0,
  attemptsInRun: 0,
  attemptRunId: null,
  attemptReason: null,
  rest: null,
  lostAnswers: 0,
  attempt: null,
  lastError: null,
  withdrawalRequest: null,
  duplicateOf: null,
  undecidedWith: null,
  announcement: null,
  ending: null,
} as const;

/** What the index holds of an invitation; it is sparse, so nothing of one that has ended. */
function knownOf(item: TrackedInvitation): KnownInvitation | null {
  const { invitationId, personId, state, sentAt, firstSeenAt, attempts, withdrawalRequest } = item;
  return state === "pending" || state === "withdrawing"
    ? {
        invitationId,
        personId,
        state,
        sentAt,
        firstSeenAt,
        attempts,
        isRequested: withdrawalRequest !== null,
        duplicateOf: item.duplicateOf,
        undecidedWith: item.undecidedWith,
      }
    : null;
}

function announcedOf(item: TrackedInvitation): AnnouncedInvitation | null {
  const { identityId, invitationId, personId, sentAt, state, announcement } = item;
  return announcement !== null && isOpen(state) ? { identityId, invitationId, personId, sentAt, announcement } : null;
}

/** What the index of outcomes does not have. */
const datesOf = ({ sentFrom, sentWidthAtFirstSight }: TrackedInvitation) => ({ sentFrom, sentWidthAtFirstSight });

function outcomeOf(item: TrackedInvitation): OutcomeRecord {
  if (item.ending === null) throw new Error("only ended invitations have an outcome");
  const { reinviteAfter: _, ...ending } = item.ending;
  const { identityId, invitationId, sentAt, firstSeenAt, attempts, lastError } = item;
  return { identityId, invitationId, sentAt, firstSeenAt, attempts, lastError, ...ending };
}
