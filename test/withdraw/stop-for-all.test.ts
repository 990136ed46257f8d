import { expect, it } from "vitest";
import { METRICS } from "../../lib/contract/metrics.ts";
import { noteForAll } from "../../lib/withdraw/stop-for-all.ts";
import { at, gate } from "../domain/helpers/records.ts";
import { createModelWorkspace } from "../simulation/model/workspace.ts";

const NOW = at("2026-11-02T12:00:00.000Z");
const needsPerson = { since: NOW, why: "AUTH_EXPIRED", ref: null };

/** Names of the metrics that one answer counts. */
async function counted(left: Parameters<typeof noteForAll>[2]["left"]): Promise<string[]> {
  const names: string[] = [];
  const c = {
    ledger: {
      workspace: createModelWorkspace(
        () => NOW,
        () => 0,
      ),
    },
    log: { info() {}, warn() {}, error() {} },
    metrics: { count: (name: string) => void names.push(name) },
  };
  const note = { identityId: "identity-1", reaction: "identity-needs-person", failed: null, left } as const;
  await noteForAll(c, { message: { runId: "run-1" }, attemptId: "attempt-1" }, note);
  return names;
}

it("counts an identity that newly needs a person, once, and none whose gate somebody else holds", async () => {
  const fine = gate({ needsPerson: null });
  const waiting = gate({ needsPerson });

  expect(await counted({ before: fine, after: waiting })).toEqual([METRICS.newlyNeedsPerson]);
  expect(await counted({ before: waiting, after: waiting })).toEqual([]);
  expect(await counted(null)).toEqual([]);
});
