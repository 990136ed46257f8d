import fc from "fast-check";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { OUTCOMES, type Outcome } from "../../../lib/domain/tracked-invitation.ts";
import type { Item } from "../../../lib/ledger/dynamo-expression.ts";
import { freshBeside, listingAttributes } from "../../../lib/ledger/dynamo-identity-item.ts";
import { endingAttributes, newInvitationItem } from "../../../lib/ledger/dynamo-invitation-item.ts";
import { newRunItem } from "../../../lib/ledger/dynamo-run-item.ts";

/** When everything is exported. */
export const EXPORTED_AT = Date.UTC(2026, 4, 20, 3, 0, 0, 250);
export const IDENTITIES = ["ana", "bob", 'cy "d", e'] as const;

/** A ledger as items of its tables. */
export interface LedgerItems {
  readonly invitations: readonly Item[];
  readonly identities: readonly Item[];
  readonly runs: readonly Item[];
}

/** Odd milliseconds for most, round hours for some: ties and half milliseconds are where two codes part. */
const span = (least: number, most: number, unit: number) =>
  fc.oneof(
    fc.integer({ min: least, max: most }).map((units) => units * unit),
    fc.integer({ min: least * unit, max: most * unit }),
  );

const life = fc.record({
  identity: fc.constantFrom(...IDENTITIES),
  /** Before the export. */
  sentAgo: span(0, 120, DAY_MS),
  width: fc.option(span(0, 5, HOUR_MS), { nil: null }),
  seenAfter: fc.oneof({ weight: 6, arbitrary: span(0, 3, DAY_MS) }, { weight: 1, arbitrary: span(-4, 60, DAY_MS) }),
  firstSight: fc.constantFrom(null, 0, HOUR_MS, 3 * HOUR_MS, 3 * HOUR_MS + 1, "unreadable" as const),
  hasFirstSight: fc.boolean(),
  unreadable: fc.constantFrom("never", "never", "never", "first", "later"),
  listedAsSent: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  id: fc.constantFrom("of-time", "of-time", "of-time", "far-off", "near", "none"),
  state: fc.constantFrom("pending", "pending", "withdrawing", ...OUTCOMES),
  endedAfter: fc.oneof({ weight: 6, arbitrary: span(0, 50, DAY_MS) }, { weight: 1, arbitrary: span(-2, 0, DAY_MS) }),
  reason: fc.constantFrom("stale", "stale", "backlog", "requested", "duplicate", "of-another-version", null),
  thresholdDays: fc.constantFrom(14, 21, 28),
  attempts: fc.integer({ min: 0, max: 7 }),
  confirmed: fc.boolean(),
});

type Life = typeof life extends fc.Arbitrary<infer One> ? One : never;

function itemOf(one: Life, index: number): Item {
  const sentAt = new Date(EXPORTED_AT - one.sentAgo);
  const firstSeenAt = one.listedAsSent ? sentAt : later(sentAt, one.seenAfter);
  const isOpen = one.state === "pending" || one.state === "withdrawing";
  const item = newInvitationItem({
    identityId: one.identity,
    invitationId: idOf(one, sentAt, index),
    urn: "urn:li:fsd_invitation:1",
    personId: null,
    kind: "CONNECTION",
    profileKey: null,
    salesNavigatorKey: null,
    sentAt,
    sentFrom: one.width === null ? null : later(sentAt, -one.width),
    sentWidthAtFirstSight: one.hasFirstSight ? one.firstSight : null,
    unreadableAt: { never: null, first: firstSeenAt, later: later(firstSeenAt, DAY_MS) }[one.unreadable] ?? null,
    contradictingAt: null,
    firstSeenAt,
  });
  if (isOpen) return { ...item, state: one.state, attempts: one.attempts };
  const { pendingOf: _, ...ended } = item;
  // A millisecond each apart: of two endings at the same time nobody says which one is the later.
  const endedAt = new Date(Math.min(firstSeenAt.getTime() + one.endedAfter, EXPORTED_AT - 5_000) + index);
  const ending = {
    ...{ outcome: one.state as Outcome, endedAt, withdrawnAt: one.state === "withdrawn" ? endedAt : null },
    ...{ daysPending: 1, reason: one.reason as never, thresholdDays: one.thresholdDays, policyVersion: 3 },
    ...{ confirmed: one.confirmed, heldOut: false, runId: "run-1", reinviteAfter: null },
  };
  return { ...ended, attempts: one.attempts, ...endingAttributes(ending, 730) };
}

function idOf({ id }: Life, sentAt: Date, index: number): string {
  const off = { "of-time": 0, near: 7 * HOUR_MS, "far-off": 40 * HOUR_MS, none: 0 }[id];
  if (id === "none") return `urn-${index}`;
  return String((BigInt(sentAt.getTime() - off) << 22n) + BigInt(index));
}

const identity = fc.record({
  last: fc.option(span(0, 9, DAY_MS), { nil: null }),
  believed: fc.boolean(),
});

/** Ledgers of up to `most` invitations, with every state, date and doubt that an item can have. */
export const randomLedgers = (most: number, least = 0): fc.Arbitrary<LedgerItems> =>
  fc
    .record({
      lives: fc.array(life, { minLength: least, maxLength: most, size: "max" }),
      identities: fc.tuple(identity, identity, identity),
      oldestRun: fc.option(span(0, 110, DAY_MS), { nil: null }),
      trials: fc.constantFrom(null, [5, 0], [25, 0], [25, 0], [25, 1]),
    })
    .map(({ lives, identities, oldestRun, trials }) => ({
      invitations: lives.map(itemOf),
      identities: [
        { identityId: "#workspace", version: 3, stop: null },
        ...identities.flatMap(({ last, believed }, index) => identityItem(IDENTITIES[index] ?? "", last, believed)),
      ],
      runs: [
        ...(oldestRun === null
          ? []
          : [0, DAY_MS].map((after, index) => runItem(EXPORTED_AT - oldestRun + after, index))),
        { runId: "run-0", identityId: "ana", startedAt: new Date(EXPORTED_AT - 300 * DAY_MS).toISOString() },
        ...(trials === null ? [] : [idTrials(trials[0] ?? 0, trials[1] ?? 0)]),
      ],
    }));

function identityItem(identityId: string, last: number | null, believed: boolean): Item[] {
  if (last === null) return [{ identityId, ...freshBeside({}) }];
  const listing = { at: new Date(EXPORTED_AT - last), count: 3, trust: believed ? "believed" : "doubted" } as const;
  const attributes = listingAttributes(listing as Parameters<typeof listingAttributes>[0]);
  return [{ identityId, ...freshBeside(attributes), ...attributes }];
}

const runItem = (at: number, index: number): Item => {
  const startedAt = new Date(Math.min(at, EXPORTED_AT - 1_000));
  return newRunItem(
    { runId: `run-${index}`, scheduledAt: startedAt, startedAt, mode: "live", policyVersion: 3 } as never,
    730,
  );
};

const MISS = {
  id: "7100000000000000001",
  decoded: null,
  after: "2026-01-01T00:00:00.000Z",
  before: "2026-01-02T00:00:00.000Z",
};
const idTrials = (trials: number, misses: number): Item => ({
  ...{ runId: "#ids", identityId: "#ids", trials, misses },
  ...(misses > 0 && { firstMiss: MISS }),
});
