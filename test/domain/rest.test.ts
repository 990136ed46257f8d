import { describe, expect, it } from "vitest";
import { isFaultOver, lastTriedAt, restAfter, triedFacts, unwrittenRest } from "../../lib/domain/rest.ts";
import { at, tracked } from "./helpers/records.ts";

const NOW = at("2026-11-02T12:00:00.000Z");
const DAY = 24 * 3_600_000;
const days = (count: number): Date => new Date(NOW.getTime() + count * DAY);
const met = (label = "STATUS_403", when = NOW) => ({ label, ref: null, at: when });

describe("a rest", () => {
  it("begins with the fifth call, and again with each fifth after the last one", () => {
    const first = { until: days(3), count: 1, attempts: 5 };

    expect([4, 5].map((attempts) => restAfter({ attempts, rest: null }, NOW))).toEqual([null, first]);
    expect([9, 10].map((attempts) => restAfter({ attempts, rest: first }, NOW))).toEqual([
      null,
      { until: days(6), count: 2, attempts: 10 },
    ]);
  });

  it("that nobody has written counts from the last call", () => {
    const dead = { attempt: { id: "try-5", until: days(-1) }, lastError: met("LK_ERROR", days(-2)) };

    expect(unwrittenRest(tracked({ attempts: 5, ...dead }))?.until).toEqual(days(2));
    expect(unwrittenRest(tracked({ attempts: 5, rest: { until: days(1), count: 1, attempts: 5 } }))).toBeNull();
  });

  it("holds until its last millisecond, written or not", () => {
    const written = tracked({ attempts: 5, lastError: met(), rest: { until: days(3), count: 1, attempts: 5 } });
    const unwritten = tracked({ attempts: 5, lastError: met() });

    for (const one of [written, unwritten]) {
      const until = [new Date(days(3).getTime() - 1), days(3)].map((now) => triedFacts(one, {}, now).restsUntil);
      expect(until).toEqual([days(3), null]);
    }
  });
});

describe("the fault that met an invitation last", () => {
  it("is over once a success has shown so, and not by an earlier success or another fault's", () => {
    const seen = [{ STATUS_403: days(1) }, { STATUS_403: days(-1) }, { LK_ERROR: days(1) }, {}].map((overcome) =>
      isFaultOver(met(), overcome),
    );

    expect(seen).toEqual([true, false, false, false]);
  });

  it("is none where nothing has met it, and no name that every object has", () => {
    expect([isFaultOver(null, {}), isFaultOver(met("constructor"), {})]).toEqual([false, false]);
  });
});

describe("the last try", () => {
  it("is the later of the last answer and a claim left behind, and none before the first call", () => {
    const attempt = { id: "try-2", until: days(1) };

    expect(lastTriedAt(tracked({ attempts: 2, lastError: met(), attempt }))).toEqual(days(1));
    expect(lastTriedAt(tracked({ attempts: 1, lastError: met() }))).toEqual(NOW);
    expect(lastTriedAt(tracked({ attempts: 0, lastError: met("LIMIT_REACHED") }))).toBeNull();
  });
});
