import { expect, it } from "vitest";
import { newRunItem, readRun } from "../../lib/ledger/dynamo-run-item.ts";
import { aRun } from "../helpers/dynamo-records.ts";

it("reads a run of a version that did not keep why a start failed", () => {
  const { startFailed: _, ...before } = newRunItem(aRun(), 730);

  expect(readRun(before)).toEqual({ ...readRun(newRunItem(aRun(), 730)), startFailed: null });
});
