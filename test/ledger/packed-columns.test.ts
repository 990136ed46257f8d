import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeInId } from "../../lib/domain/id-clock.ts";
import { OUTCOMES } from "../../lib/domain/tracked-invitation.ts";
import type { OutcomeColumns, OutcomeQuery } from "../../lib/ledger/ledger.ts";
import { unpackColumns } from "../../lib/ledger/packed-columns.ts";
import { type DatedOutcome, packOutcomes } from "../../lib/ledger/packed-outcomes.ts";
import { anyOutcome } from "./helpers/dated-outcomes.ts";

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const instants = fc.integer({ min: Date.UTC(2003, 0, 1), max: Date.UTC(2100, 0, 1) }).map((ms) => new Date(ms));
const queries: fc.Arbitrary<OutcomeQuery> = fc.record({
  since: fc.oneof(fc.constant(new Date(0)), instants),
  until: fc.oneof(fc.constant(new Date(Date.UTC(2200, 0, 1))), instants),
  identityId: optional(fc.constantFrom("identity-1", "identity-2")),
  outcome: optional(fc.constantFrom(...OUTCOMES)),
  reason: optional(fc.constantFrom("", "stale")),
  withSentFrom: fc.boolean(),
});

const isAsked = (one: DatedOutcome, { since, until, identityId, outcome, reason }: OutcomeQuery): boolean => {
  const equals = { identityId, outcome, reason };
  const differs = (["identityId", "outcome", "reason"] as const).some(
    (name) => equals[name] !== undefined && equals[name] !== one[name],
  );
  return one.endedAt >= since && one.endedAt <= until && !differs;
};

/** What columns say of each row. */
const rowsOf = (columns: OutcomeColumns) =>
  Array.from({ length: columns.rows }, (_, row) => ({
    ...columns.kinds[columns.kind[row] ?? -1],
    identityId: columns.identities[columns.identity[row] ?? -1],
    endedAt: columns.endedAt[row],
    firstSeenAt: columns.firstSeenAt[row],
    sentAt: columns.sentAt[row],
    sentFrom: columns.sentFrom?.(row),
    sentWidthAtFirstSight: columns.sentWidthAtFirstSight?.(row),
    idTime: columns.idTime(row),
  }));

const expected = (one: DatedOutcome, withDates: boolean) => {
  const { outcome, reason, thresholdDays, policyVersion, confirmed, heldOut, runId } = one;
  return {
    ...{ outcome, reason, thresholdDays, policyVersion, confirmed, heldOut, runId },
    identityId: one.identityId,
    endedAt: one.endedAt.getTime(),
    firstSeenAt: one.firstSeenAt.getTime(),
    sentAt: one.sentAt.getTime(),
    sentFrom: withDates ? (one.sentFrom?.getTime() ?? null) : undefined,
    sentWidthAtFirstSight: withDates ? one.sentWidthAtFirstSight : undefined,
    idTime: timeInId(one.invitationId)?.getTime() ?? Number.NaN,
  };
};

describe("the columns of packed outcomes", () => {
  it("say of those that are asked for what the outcomes say, in their order", () => {
    fc.assert(
      fc.property(fc.array(anyOutcome, { maxLength: 30 }), queries, (outcomes, query) => {
        const columns = unpackColumns(packOutcomes(outcomes), query);

        const wanted = outcomes.filter((one) => isAsked(one, query));
        expect(rowsOf(columns)).toStrictEqual(wanted.map((one) => expected(one, query.withSentFrom === true)));
      }),
    );
  });

  it("that are damaged are an error", () => {
    const query = { since: new Date(0), until: new Date(Date.UTC(2200, 0, 1)) };

    expect(() => unpackColumns(new Uint8Array(20), query)).toThrow();
  });
});
