import { expect, it } from "vitest";
import { CALL_COUNTS_MS, FRESH_GATE } from "../../lib/domain/gate.ts";
import { later, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { createGapMemory, waitAfter } from "../../lib/ledger/gap-memory.ts";
import { at } from "../domain/helpers/records.ts";

const NOON = at("2026-11-02T12:00:00.000Z");
const gapEnds = later(NOON, 2 * MINUTE_MS);

it("knows an identity's gap until it is over, and nobody else's", () => {
  const gaps = createGapMemory();

  gaps.keep("a", gapEnds, NOON);

  expect(gaps.endOf("a", later(gapEnds, -1))).toEqual(gapEnds);
  expect(gaps.endOf("b", NOON)).toBeNull();
  expect(gaps.endOf("a", gapEnds)).toBeNull();
});

it("knows none by a clock that has been set back since", () => {
  const gaps = createGapMemory();

  gaps.keep("a", gapEnds, NOON);

  expect(gaps.endOf("a", later(NOON, -1))).toBeNull();
});

/** Two calls under a cap of two: the next place is free a day after the first of them. */
const left = (free: Date) => ({
  ...FRESH_GATE,
  nextAllowedAt: gapEnds,
  withdrawCalls: [later(free, -CALL_COUNTS_MS), NOON],
});

it.each([
  ["the gap alone, where a place is free before its end", later(gapEnds, -SECOND_MS), gapEnds],
  ["the place too, where it is free within minutes of the gap", later(gapEnds, SECOND_MS), later(gapEnds, SECOND_MS)],
  ["the gap alone, where no place is free for hours: the cap may be raised", later(NOON, 5 * 60 * MINUTE_MS), gapEnds],
])("waits after a call for %s", (_, free, until) => {
  expect(waitAfter(left(free), 2, NOON)).toEqual(until);
});

it("knows of no wait where the call may be under way still", () => {
  const lease = { holder: "pass-1", until: later(NOON, MINUTE_MS) };

  expect(waitAfter({ ...left(gapEnds), lease }, 2, NOON)).toBeNull();
});
