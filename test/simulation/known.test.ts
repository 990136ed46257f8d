import { describe, expect, it } from "vitest";
import { QUIET } from "./quiet.ts";
import type { Scenario } from "./scenario.ts";
import { simulate } from "./simulate.ts";

async function violationIn(scenario: Partial<Scenario>): Promise<string | null> {
  const { violation } = await simulate({ ...QUIET, ...scenario });
  return violation === null ? null : `${violation.invariant}: ${violation.what}`;
}

/** Found by the simulation, decided, and counted there. Fails the day it is otherwise. */
describe("known, and left to a person", () => {
  it("keeps its promises where nothing happens", async () => {
    expect(await violationIn({})).toBeNull();
  });

  it("an identity whose owner withdrew most of 20 or more by hand is held until it is reconciled", async () => {
    const doings = [{ kind: "clean-up-by-hand", identity: 0, day: 0, minutes: 60 }] as const;

    const violation = await violationIn({ days: 2, policy: { mode: "dry-run" }, doings });

    expect(violation).toMatch(/^settled: .* before the last clean runs and the ledger says pending$/);
  });
});
