import { expect, it } from "vitest";
import { newRunItem, readRun } from "../../lib/ledger/dynamo-run-item.ts";
import { aRun } from "../helpers/dynamo-records.ts";

it("reads a run of a version that did not keep why a start failed", () => {
  const { startFailed: _, ...before } = newRunItem(aRun(), 730);

  expect(readRun(before)).toEqual({ ...readRun(newRunItem(aRun(), 730)), startFailed: null });
});

/** As the version before wrote it: every id, and no count of them. */
const BEFORE = {
  runId: "2026-11-20T09:00:00.000Z",
  identityId: "#run",
  kind: "run",
  startedAt: "2026-11-20T09:03:11.000Z",
  expiresAt: 1_858_000_000,
  scheduledAt: "2026-11-20T09:00:00.000Z",
  mode: "live",
  policyVersion: 4,
  state: "started",
  identities: 12,
  notConnected: ["a", "b", "c"],
  queued: 31,
  startFailed: null,
  lastWrite: "q8Zr2",
};

it("reads a run of a version that kept every identity it left out, and no count", () => {
  expect(readRun(BEFORE)).toEqual({
    runId: "2026-11-20T09:00:00.000Z",
    startedAt: new Date("2026-11-20T09:03:11.000Z"),
    scheduledAt: new Date("2026-11-20T09:00:00.000Z"),
    ...{ mode: "live", policyVersion: 4, state: "started", identities: 12, queued: 31, startFailed: null },
    ...{ notConnected: ["a", "b", "c"], notConnectedCount: 3 },
    ...{ fedUntil: null, reached: null, notReached: null, shareOfRunCap: null, lastInTurn: null },
  });
});

it("reads a run of a version that shared nothing out", () => {
  expect(readRun(newRunItem(aRun(), 730))).toMatchObject({ shareOfRunCap: null, lastInTurn: null });
});
