import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type IdCalibration, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { HOUR_MS, later } from "../../../lib/domain/time.ts";
import type { OutcomeBatch, OutcomeQuery } from "../../../lib/ledger/ledger.ts";
import { unpackColumns } from "../../../lib/ledger/packed-columns.ts";
import { type DatedOutcome, packOutcomes } from "../../../lib/ledger/packed-outcomes.ts";
import { readEndings } from "../../../lib/report/reading/read-endings.ts";
import type { ReportLedger } from "../../../lib/report/reading/report-ledger.ts";
import type { EndingInMs } from "../../../lib/report/reading/window.ts";
import { anyOutcome } from "../../ledger/helpers/dated-outcomes.ts";

const BELIEVED: IdCalibration = { trials: 40, misses: 0, firstMiss: null };
const ALL = { since: new Date(0), until: new Date(Date.UTC(2200, 0, 1)) };
const NOW = new Date("2050-01-01T00:00:00.000Z");

/** Ids minted when the dates say, or some hours or days off; or with no time at all. */
const outcomes: fc.Arbitrary<DatedOutcome> = fc
  .tuple(anyOutcome, fc.option(fc.integer({ min: -60, max: 60 }), { nil: null }), fc.nat({ max: 2 ** 22 - 1 }))
  .map(([one, hours, sequence]) => {
    if (hours === null) return one;
    const minted = BigInt(later(one.sentAt, hours * HOUR_MS).getTime());
    return { ...one, invitationId: String((minted << 22n) | BigInt(sequence)) };
  });

type Batches = (query: OutcomeQuery) => AsyncIterable<OutcomeBatch>;

const asIndexed = ({ sentFrom, sentWidthAtFirstSight, ...one }: DatedOutcome, { withSentFrom }: OutcomeQuery) =>
  withSentFrom === true ? { ...one, sentFrom, sentWidthAtFirstSight } : one;

/** All endings that are given, identity by identity: between those of different ones no order is promised. */
async function read(records: readonly DatedOutcome[], calibration: IdCalibration | null, outcomeBatches?: Batches) {
  const invitations = {
    async *outcomes(query: OutcomeQuery) {
      yield* records.map((one) => asIndexed(one, query));
    },
    ...(outcomeBatches !== undefined && { outcomeBatches }),
  };
  const given = new Map<string, EndingInMs[]>();
  const ledger = { invitations } as unknown as ReportLedger;
  await readEndings(ledger, ALL, { calibration, now: NOW }, (ending) => {
    given.set(ending.identityId, [...(given.get(ending.identityId) ?? []), { ...ending }]);
  });
  // As an array: identities, too, come in the order in which each has its first ending.
  return [...given];
}

describe("endings read for a count", () => {
  it("say by columns and by batches what they say one by one, whether ids are believed or not", async () => {
    const calibrations = fc.constantFrom(BELIEVED, NO_TRIALS, null);
    await fc.assert(
      fc.asyncProperty(fc.array(outcomes, { maxLength: 20 }), calibrations, async (records, calibration) => {
        const oneByOne = await read(records, calibration);
        const byColumns = await read(records, calibration, async function* (query) {
          yield unpackColumns(packOutcomes(records), query);
        });
        const byBatches = await read(records, calibration, async function* (query) {
          yield records.map((one) => asIndexed(one, query));
        });

        expect(byColumns).toStrictEqual(oneByOne);
        expect(byBatches).toStrictEqual(oneByOne);
        expect(oneByOne.flatMap(([, endings]) => endings)).toHaveLength(records.length);
      }),
    );
  });
});
