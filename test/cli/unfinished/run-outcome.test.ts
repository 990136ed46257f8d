import { describe, expect, it } from "vitest";
import { judgeRun } from "../../../lib/cli/unfinished/run-outcome.ts";
import { HOUR_MS, later } from "../../../lib/domain/time.ts";
import type { RunRecord, SweepRecord } from "../../../lib/ledger/ledger.ts";
import { anError, aRun, aSweep, NOW } from "../../helpers/dynamo-records.ts";

const HERE = { again: "" };
const STACK = { stack: "prod", again: " --stack prod" };
const started = (over: Partial<RunRecord> = {}): RunRecord => ({
  ...aRun({ startedAt: NOW }),
  ...{ state: "started", identities: 1, notConnected: [], notConnectedCount: 0, queued: 0, startFailed: null },
  ...{ fedUntil: null, reached: null, notReached: null, shareOfRunCap: null, lastInTurn: null },
  ...over,
});
const swept = (over: Partial<SweepRecord> = {}): SweepRecord => ({
  ...aSweep({ failed: 0, unresolved: 0, held: {} }),
  deferred: {},
  ...over,
});

describe("what became of a run", () => {
  it("is done when every identity was swept as planned", () => {
    const limits = swept({ held: { "daily-cap": 5 }, deferred: { gap: ["1"] } });

    expect(judgeRun(started(), [limits], NOW, HERE)).toEqual({ outcome: "done", unfinished: [] });
    expect(judgeRun(started({ identities: 0 }), [], NOW, HERE)).toEqual({ outcome: "done", unfinished: [] });
  });

  it.each([
    ["a list failed", swept({ lastError: anError() })],
    ["a sweep was held", swept({ held: { "listing-collapsed": 3 } })],
    ["what was queued was put off", swept({ deferred: { "workspace-stopped": ["1"] } })],
    ["withdrawals failed", swept({ failed: 1 })],
  ])("is in-part when %s", (_, sweep) => {
    const { outcome, unfinished } = judgeRun(started(), [sweep], NOW, HERE);

    expect(outcome).toBe("in-part");
    expect(unfinished).toHaveLength(1);
  });

  it("is in-part when an identity is not connected", () => {
    expect(judgeRun(started({ notConnected: ["ben"] }), [swept()], NOW, HERE)).toMatchObject({
      outcome: "in-part",
      unfinished: [{ reason: "not-connected", identityId: "ben" }],
    });
  });

  it("is failed when a whole list was malformed", () => {
    const sweep = swept({ lastError: anError({ label: "malformed-list" }) });

    expect(judgeRun(started(), [sweep], NOW, HERE).outcome).toBe("failed");
  });

  it("is failed when it did not start, with the error and the remedy", () => {
    const run = started({ state: "starting", identities: null, startFailed: anError({ label: "status-402" }) });

    for (const place of [HERE, STACK]) {
      expect(judgeRun(run, [], NOW, place)).toMatchObject({
        outcome: "failed",
        unfinished: [
          {
            reason: "start-failed",
            label: "status-402",
            line: expect.stringContaining(`\`sweeper run${place.again}\``),
          },
        ],
      });
    }
  });

  it("is under way on a stack for a day, while it starts and while sweeps are missing", () => {
    const lateAt = later(NOW, 24 * HOUR_MS);
    const starting = started({ state: "starting", identities: null });
    const half = started({ identities: 2 });

    for (const run of [starting, half]) expect(judgeRun(run, [swept()], NOW, STACK).outcome).toBe("under-way");
    expect(judgeRun(starting, [], lateAt, STACK)).toMatchObject({
      outcome: "failed",
      unfinished: [{ reason: "not-started" }],
    });
    expect(judgeRun(half, [swept()], lateAt, STACK)).toMatchObject({
      outcome: "in-part",
      unfinished: [{ reason: "not-swept", count: 1 }],
    });
  });

  it("is never under way on this machine, where a run holds the data folder", () => {
    expect(judgeRun(started({ state: "starting", identities: null }), [], NOW, HERE).outcome).toBe("failed");
    expect(judgeRun(started({ identities: 2 }), [swept()], NOW, HERE)).toMatchObject({
      outcome: "in-part",
      unfinished: [{ reason: "not-swept", count: 1, line: expect.stringContaining("1 has no record of a sweep") }],
    });
  });
});
