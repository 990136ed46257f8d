import { expect, it } from "vitest";
import { HOUR_MS, later, SECOND_MS } from "../../lib/domain/time.ts";
import { createBriefMemory } from "../../lib/ledger/briefly-kept.ts";
import { at } from "../domain/helpers/records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const NOON = at("2026-11-02T12:00:00.000Z");
const MARK = { kind: "protected", by: "somebody", at: NOON, note: null } as const;
const BLOCK = { until: later(NOON, HOUR_MS), why: "NO_ACCESS", ref: null };
const LATELY = { consistent: false } as const;

/** A process with a memory, and the ledger that others write to. */
function remembering() {
  const time = { now: NOON };
  const others = createModelLedger({ now: () => NOON });
  const ledger = createBriefMemory(() => time.now)(others);
  const pass = (ms: number) => {
    time.now = later(time.now, ms);
  };
  return { ledger, others, pass };
}

it("hears of the first flag within five seconds, and of every later one at once", async () => {
  const { ledger, others, pass } = remembering();
  expect(await ledger.flags.any(LATELY)).toBe(false);
  await others.flags.add("501", MARK);

  pass(5 * SECOND_MS - 1);
  expect(await ledger.flags.any(LATELY)).toBe(false);
  pass(1);

  expect(await ledger.flags.any(LATELY)).toBe(true);
});

it("hears of a block within five seconds, and of its own at once", async () => {
  const { ledger, others, pass } = remembering();
  expect(await ledger.identities.workspaceBlock(LATELY)).toBeNull();
  await others.identities.blockWorkspace(BLOCK);
  pass(5 * SECOND_MS);
  expect(await ledger.identities.workspaceBlock(LATELY)).toEqual(BLOCK);

  await ledger.identities.blockWorkspace(null);

  expect(await ledger.identities.workspaceBlock(LATELY)).toBeNull();
});

it("keeps nothing from who asks for what stands there now", async () => {
  const { ledger, others } = remembering();
  await ledger.flags.any(LATELY);
  await ledger.identities.workspaceBlock(LATELY);

  await others.flags.add("501", MARK);
  await others.identities.blockWorkspace(BLOCK);

  expect(await ledger.identities.workspaceBlock()).toEqual(BLOCK);
  expect(await ledger.flags.any()).toBe(true);
});

it("keeps nothing by a clock that has been set back since", async () => {
  const { ledger, others, pass } = remembering();
  await ledger.flags.any(LATELY);
  await others.flags.add("501", MARK);

  pass(-HOUR_MS);

  expect(await ledger.flags.any(LATELY)).toBe(true);
});
