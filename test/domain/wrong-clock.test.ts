import { describe, expect, it } from "vitest";
import { tryGate } from "../../lib/domain/gate.ts";
import { DAY_MS, HOUR_MS, later, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import {
  ageTimeBy,
  type DatedIdentity,
  hasWrongClockClaim,
  isClockWrong,
  withoutWrongClock,
  wrongClockBlock,
  wrongClockTimes,
} from "../../lib/domain/wrong-clock.ts";
import { at, gate, gateRequest, identityPolicy } from "./helpers/records.ts";

const NOW = at("2026-11-02T12:00:00.000Z");
const plus = (ms: number) => later(NOW, ms);
const TOLERATED = 2 * MINUTE_MS;
const block = (ms: number) => ({ until: plus(ms), why: "LIMIT_REACHED", ref: null });
const identity = (change: Partial<DatedIdentity>): DatedIdentity => ({
  ...{ gate: gate(), lastListing: null, lastBelievedListingAt: null, lastWholeListingAt: null },
  ...change,
});

/** Each with the longest that it can rightly lie ahead, the clocks' tolerance included. */
const LIMITS: [string, number, (ms: number) => Partial<DatedIdentity>][] = [
  // A lease of 15 minutes, the longest gap a policy may ask for after it, and two seconds of skew.
  ["next-call", 30 * MINUTE_MS + 2 * SECOND_MS, (ms) => ({ gate: gate({ nextAllowedAt: plus(ms) }) })],
  ["lease", 15 * MINUTE_MS, (ms) => ({ gate: gate({ lease: { holder: "a", until: plus(ms) } }) })],
  ["withdraw-calls", 0, (ms) => ({ gate: gate({ withdrawCalls: [plus(-1), plus(ms)] }) })],
  ["last-listing", 0, (ms) => ({ lastListing: { at: plus(ms) } })],
  ["last-listing", 0, (ms) => ({ lastBelievedListingAt: plus(ms) })],
  ["last-listing", 0, (ms) => ({ lastWholeListingAt: plus(ms) })],
  ["needs-person", 0, (ms) => ({ gate: gate({ needsPerson: { since: plus(ms), why: "AUTH_EXPIRED", ref: null } }) })],
  // A week is the furthest that an answer of the API is believed.
  ["list-block", 7 * DAY_MS, (ms) => ({ gate: gate({ blocks: { list: block(ms) } }) })],
  ["withdraw-block", 7 * DAY_MS, (ms) => ({ gate: gate({ blocks: { withdraw: block(ms) } }) })],
];

describe("a time in an identity's record", () => {
  it.each(LIMITS)("as %s is nobody's fault up to its limit, and a wrong clock's beyond it", (what, limit, dated) => {
    const [last, first] = [limit + TOLERATED, limit + TOLERATED + 1];

    expect(wrongClockTimes(identity(dated(last)), NOW)).toEqual([]);
    expect(wrongClockTimes(identity(dated(first)), NOW)).toEqual([{ what, at: plus(first) }]);
  });

  it("is not believed as a block, however near, once another one lies ahead", () => {
    const blocks = { list: block(HOUR_MS), withdraw: block(-HOUR_MS) };
    const found = wrongClockTimes(identity({ gate: gate({ blocks }), lastListing: { at: plus(3 * DAY_MS) } }), NOW);

    expect(found.map(({ what }) => what)).toEqual(["last-listing", "list-block"]);
  });

  it("as a stop of every identity lasts an hour at most", () => {
    expect(wrongClockBlock(null, NOW)).toEqual([]);
    expect(wrongClockBlock(block(HOUR_MS + TOLERATED), NOW)).toEqual([]);
    expect(wrongClockBlock(block(HOUR_MS + TOLERATED + 1), NOW)).toHaveLength(1);
  });

  it("as a claim lasts a minute at most", () => {
    const until = (ms: number) => ({ attempt: { id: "a", until: plus(ms + TOLERATED) } });

    expect(hasWrongClockClaim({ attempt: null }, NOW)).toBe(false);
    expect(hasWrongClockClaim(until(62 * SECOND_MS), NOW)).toBe(false);
    expect(hasWrongClockClaim(until(62 * SECOND_MS + 1), NOW)).toBe(true);
  });
});

describe("a gate without what a wrong clock wrote", () => {
  const closed = gate({
    nextAllowedAt: plus(10 * DAY_MS),
    lease: { holder: "a", until: plus(10 * DAY_MS) },
    withdrawCalls: [plus(-HOUR_MS), plus(10 * DAY_MS), plus(10 * DAY_MS + HOUR_MS)],
    blocks: { list: block(10 * DAY_MS), withdraw: block(10 * DAY_MS) },
  });
  const lifted = withoutWrongClock(closed, wrongClockTimes(identity({ gate: closed }), NOW), NOW);

  it("opens, and has nothing in it that would be found again", () => {
    expect(tryGate(lifted, gateRequest({ policy: identityPolicy({ dailyCap: 4 }) }), NOW).open).toBe(true);
    expect(wrongClockTimes(identity({ gate: lifted }), NOW)).toEqual([]);
  });

  it("counts the calls that were made from now on, so that the daily cap holds", () => {
    expect(lifted.withdrawCalls).toEqual([plus(-HOUR_MS), NOW, NOW]);
    const capped = gateRequest({ policy: identityPolicy({ dailyCap: 3 }) });
    expect(tryGate(lifted, capped, NOW)).toMatchObject({ open: false, why: "daily-cap" });
  });

  it("keeps what lies within its limits", () => {
    const waiting = { nextAllowedAt: plus(MINUTE_MS), blocks: { withdraw: block(DAY_MS) } };
    const kept = withoutWrongClock(gate({ ...waiting }), [], NOW);

    expect(kept).toMatchObject(waiting);
  });
});

it("tells no age by a clock that is more than an hour off", () => {
  const offsets = [null, HOUR_MS, -HOUR_MS, HOUR_MS + 1, -HOUR_MS - 1];

  expect(offsets.map((offset) => isClockWrong(offset))).toEqual([false, false, false, true, true]);
  expect(
    offsets.map((offset) => isClockWrong(offset, true)),
    "where nothing goes by another clock, only one that is behind stops all",
  ).toEqual([false, false, false, false, true]);
});

it("makes nobody older by a clock that is ahead, nor by the API's that is", () => {
  expect([null, DAY_MS, -DAY_MS].map((offset) => ageTimeBy(NOW, offset))).toEqual([NOW, plus(-DAY_MS), NOW]);
});
