import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CsvColumn, csvText } from "../../../lib/report/csv.ts";
import type { ObservedLine } from "../../../lib/report/observations/observed-line.ts";
import { readObservations } from "../../../lib/report/observations/read-observed.ts";
import { OUTCOME_COLUMNS } from "../../../lib/report/outcome-csv.ts";
import type { OutcomeRow } from "../../../lib/report/outcome-row.ts";
import { anOutcome, day } from "../helpers/records.ts";
import { recordsOf } from "./helpers/records-of.ts";

const instant = fc.integer({ min: 0, max: 4e10 }).map((ms) => new Date(day(0).getTime() + ms));
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
/** Ids as a ledger has them, and what a spreadsheet would run or round. */
const identity = fc.oneof(
  fc.stringMatching(/^[\w.:-]{1,40}$/),
  fc.stringMatching(/^\d{16,19}$/),
  fc.stringMatching(/^['=+@-][a-z,;"]{1,9}$/),
);

const rows: fc.Arbitrary<OutcomeRow> = fc
  .record({
    identityId: identity,
    outcome: fc.constantFrom("pending", "accepted", "gone", "withdrawn", "failed"),
    sentAt: instant,
    sentFrom: maybe(instant),
    firstSeenAt: instant,
    endedAt: instant,
    sentWidthAtFirstSight: maybe(
      fc.oneof(fc.nat(), fc.constant("unreadable" as const), fc.constant(Number.POSITIVE_INFINITY)),
    ),
    datesDisagree: fc.boolean(),
    endingsSince: maybe(instant),
    thresholdDays: fc.integer({ min: 1, max: 365 }),
    reason: maybe(fc.constantFrom("stale", "backlog")),
    confirmed: fc.boolean(),
    policyVersion: fc.nat(900),
    attempts: fc.nat(30),
    hasTime: fc.boolean(),
  })
  .map(({ outcome, hasTime, ...row }) =>
    outcome === "pending"
      ? { ...anOutcome(), ...row, outcome, ...(hasTime ? {} : { endedAt: null }), confirmed: null }
      : { ...anOutcome(), ...row, outcome },
  );

async function read(text: string): Promise<ObservedLine[]> {
  const all: ObservedLine[] = [];
  for await (const { observed } of readObservations(recordsOf(text))) all.push(observed);
  return all;
}

describe("what our own CSV writer writes", () => {
  it("is read back the same: everything that is counted of a row of `outcomes --csv`", async () => {
    const written = fc.array(rows, { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(written, async (all) => {
        const lines = await read(csvText(OUTCOME_COLUMNS, all));

        expect(lines).toHaveLength(all.length);
        for (const [index, row] of all.entries()) {
          const { identityId, outcome, sentAt, firstSeenAt, endedAt, thresholdDays, policyVersion, attempts } = row;
          const { sentFrom = null, sentWidthAtFirstSight, datesDisagree, endingsSince, reason } = row;
          expect(lines[index]).toEqual({
            line: index + 2,
            ...{ identityId, outcome, sentAt, firstSeenAt, endedAt, thresholdDays, policyVersion, attempts },
            ...{
              sentFrom,
              sentWidthAtFirstSight,
              datesDisagree,
              endingsSince,
              reason,
              confirmed: row.confirmed ?? true,
            },
          });
        }
      }),
    );
  });

  it("is read back the same in the minimal form, with its columns in any order", async () => {
    type Line = Pick<ObservedLine, "sentAt" | "firstSeenAt" | "endedAt" | "outcome" | "identityId" | "thresholdDays">;
    const columns: readonly CsvColumn<Line>[] = [
      { title: "sent at", value: ({ sentAt }) => sentAt },
      { title: "first seen at", value: ({ firstSeenAt }) => firstSeenAt },
      { title: "ended at", value: ({ endedAt }) => endedAt },
      { title: "outcome", value: ({ outcome }) => outcome },
      { title: "identity", value: ({ identityId }) => identityId },
      { title: "threshold days", value: ({ thresholdDays }) => thresholdDays },
    ];
    const days = fc.double({ min: 0, max: 90, noNaN: true });
    const lines = fc
      .record({ sent: days, seen: days, watched: days, outcome: fc.constantFrom("accepted", "gone", "withdrawn") })
      .chain(({ sent, seen, watched, outcome }) =>
        fc.record({
          sentAt: fc.constant(day(sent)),
          firstSeenAt: fc.constant(day(sent + seen)),
          endedAt: fc.constant(day(sent + seen + watched)),
          outcome: fc.constantFrom(outcome, "pending" as const),
          identityId: identity,
          thresholdDays: maybe(fc.integer({ min: 1, max: 365 })),
        }),
      );
    const file = fc.record({
      all: fc.array(lines, { minLength: 1, maxLength: 20 }),
      order: fc.shuffledSubarray([...columns], { minLength: columns.length }),
    });
    await fc.assert(
      fc.asyncProperty(file, async ({ all, order }) => {
        expect(await read(csvText(order, all))).toMatchObject(all);
      }),
    );
  });
});
