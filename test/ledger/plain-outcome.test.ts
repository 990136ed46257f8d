import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { instant, plainInstant } from "../../lib/contract/instant.ts";
import { parseOutcome } from "../../lib/ledger/dynamo-invitation-item.ts";
import { plainOutcome } from "../../lib/ledger/plain-outcome.ts";

const PLAIN = {
  identityId: "3f0e1a52-6d1c-4222-8333-000000000001",
  invitationId: "7100000000000000001",
  state: "withdrawn",
  outcomeDay: "2026-05-01",
  outcomeAt: "2026-05-01T09:00:00.000Z",
  sentAt: "2026-04-01T09:00:00.000Z",
  firstSeenAt: "2026-04-02T09:00:00.000Z",
  attempts: 1,
  lastError: null,
  withdrawnAt: "2026-05-01T08:59:59.123Z",
  daysPending: 30,
  reason: "stale",
  thresholdDays: 21,
  policyVersion: 3,
  confirmed: true,
  heldOut: false,
  runId: "run-1",
};

/** What an item may hold in the place of what the ledger writes, and some that it may. */
const VALUES = [
  ...[undefined, null, "", "run-2", "accepted", "pending", "unreadable", true, false, 0, -1, 2, 1.5, 2 ** 60],
  ...[Number.NaN, Number.POSITIVE_INFINITY, [], {}, { label: "NO_ACCESS", ref: null, at: PLAIN.sentAt }],
  ...["2026-02-29T00:00:00.000Z", "2024-02-29T23:59:59.999Z", "2026-05-01T24:00:00.000Z", "2026-05-01T09:00:00Z"],
  ...["2026-05-01T09:00:00.000+00:00", "2026-13-01T09:00:00.000Z", "2026-04-31T09:00:00.000Z"],
];
const ATTRIBUTES = [...Object.keys(PLAIN), "sentFrom", "sentWidthAtFirstSight", "unreadableAt"];

describe("an outcome read by hand", () => {
  it("is what its schema reads", () => {
    const read = plainOutcome(PLAIN);

    expect(read).not.toBeNull();
    expect(read).toStrictEqual(parseOutcome(PLAIN));
  });

  test.each([
    [{ sentFrom: "2026-03-31T09:00:00.000Z", sentWidthAtFirstSight: 60_000 }],
    [{ sentFrom: null }],
    [{ sentFrom: null, sentWidthAtFirstSight: "unreadable" }],
    [{ sentFrom: null, unreadableAt: PLAIN.firstSeenAt }],
    [{ sentWidthAtFirstSight: 60_000 }],
  ])("is that with the item's own %j too", (more) => {
    const read = plainOutcome({ ...PLAIN, ...more });

    expect(read).not.toBeNull();
    expect(read).toStrictEqual(parseOutcome({ ...PLAIN, ...more }));
  });

  it("is nothing but what its schema reads, whatever stands in an item", () => {
    const damage = fc.tuple(fc.constantFrom(...ATTRIBUTES), fc.constantFrom(...VALUES));
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 3 }), (damages) => {
        const item: Record<string, unknown> = { ...PLAIN };
        for (const [attribute, value] of damages) {
          if (value === undefined) delete item[attribute];
          else item[attribute] = value;
        }
        const read = plainOutcome(item);
        if (read !== null) expect(read).toStrictEqual(parseOutcome(item));
      }),
      { numRuns: 3_000 },
    );
  });
});

test("an instant read by hand is what its schema reads, or left to it", () => {
  const digits = (most: number, width: number) =>
    fc.integer({ min: 0, max: most }).map((n) => `${n}`.padStart(width, "0"));
  const text = fc
    .tuple(digits(9_999, 4), digits(13, 2), digits(32, 2), digits(25, 2), digits(61, 2), digits(61, 2), digits(999, 3))
    .map(
      ([year, month, day, hour, minute, second, ms]) => `${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`,
    );
  fc.assert(
    fc.property(text, (written) => {
      const bySchema = instant.safeParse(written);
      expect(plainInstant(written)).toEqual(bySchema.success ? bySchema.data : null);
    }),
    { numRuns: 5_000 },
  );
});
