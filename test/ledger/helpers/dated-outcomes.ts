import fc from "fast-check";
import { OUTCOMES } from "../../../lib/domain/tracked-invitation.ts";
import type { DatedOutcome } from "../../../lib/ledger/packed-outcomes.ts";

const instants = fc.integer({ min: Date.UTC(2003, 0, 1), max: Date.UTC(2100, 0, 1) }).map((ms) => new Date(ms));
/** As LinkedIn mints them, and as no version of the API has: with zeros in front, as words, longer. */
const ids = fc.oneof(
  fc.bigInt(10n ** 18n, 10n ** 19n - 1n).map(String),
  fc.constantFrom("0000000000000000001", "", "7", "urn:li:ä/\u0000", "12345678901234567890"),
  fc.string(),
);
const perhaps = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null });

const PLAIN = { noNullPrototype: true } as const;

/** Anything that the ledger can hold of an ending. */
export const anyOutcome: fc.Arbitrary<DatedOutcome> = fc.record(
  {
    identityId: fc.oneof(fc.constantFrom("identity-1", "identity-2"), fc.string()),
    invitationId: ids,
    sentAt: instants,
    sentFrom: perhaps(instants),
    sentWidthAtFirstSight: perhaps(fc.oneof(fc.constant("unreadable" as const), fc.nat())),
    firstSeenAt: instants,
    attempts: fc.nat(),
    lastError: perhaps(fc.record({ label: fc.string(), ref: perhaps(fc.string()), at: instants }, PLAIN)),
    outcome: fc.constantFrom(...OUTCOMES),
    endedAt: instants,
    withdrawnAt: perhaps(instants),
    daysPending: fc.integer({ min: -10_000, max: 100_000 }),
    reason: perhaps(fc.string()),
    thresholdDays: fc.oneof(fc.nat({ max: 365 }), fc.constantFrom(20.5)),
    policyVersion: fc.nat(),
    confirmed: fc.boolean(),
    heldOut: fc.boolean(),
    runId: fc.string(),
  },
  PLAIN,
);
