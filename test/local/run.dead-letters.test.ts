import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type QueueDefinition, SWEEP_QUEUE, WITHDRAW_QUEUE } from "../../lib/contract/queues.ts";
import { MINUTE_MS } from "../../lib/domain/time.ts";
import { runMessages, runOnce } from "../../lib/local/run.ts";
import type { Runner } from "../../lib/local/runner.ts";
import { openWorkspace, type Workspace } from "../../lib/local/workspace.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { ANA, account, BEN, NOBODY_ANSWERS, policyOf, staleAt, type TestBed, testBedFor } from "../helpers/test-bed.ts";

const live = { policy: policyOf({}), fastForward: true };
const poison = (body: string, group = ANA) => ({ group, dedup: body, body });

/** The functions cannot read this identity's item, whatever they want of it. */
function failingAt({ workspace }: TestBed, identityId: string): Workspace {
  const { identities } = workspace.ledger;
  const find: typeof identities.find = async (id) => {
    if (id === identityId) throw new Error("this one cannot be read");
    return identities.find(id);
  };
  return { ...workspace, ledger: { ...workspace.ledger, identities: { ...identities, find } } };
}

describe("a message that a local run gives up", () => {
  it("is kept with its queue, body and group once it was received too often; the others are done", async () => {
    const bed = await testBedFor({ identities: [account(), account({ uid: BEN })] });
    const stale = staleAt(bed.truth(), bed.now()).length;

    const { runId } = await runOnce(failingAt(bed, BEN), live);

    const { letters } = bed.workspace.deadLetters.read();
    expect(letters).toMatchObject([{ queue: "sweep", group: BEN, firstSeenAt: expect.any(Date) }]);
    expect(JSON.parse(letters[0]?.body ?? "")).toMatchObject({ runId, identityId: BEN });
    expect(Number(letters[0]?.attributes.ApproximateReceiveCount)).toBeGreaterThan(SWEEP_QUEUE.maxReceiveCount);
    expect(bed.truth().filter(({ state }) => state === "withdrawn")).toHaveLength(stale);
  });

  it("is there although the run was stopped before its queues were empty", async () => {
    const bed = await testBedFor();
    const begun = bed.now().getTime();
    const spent = (queue: QueueDefinition) => queue.visibilitySeconds * queue.maxReceiveCount * 1000;
    let runner: Pick<Runner, "stop"> | null = null;

    await runMessages(
      bed.workspace,
      { sweep: [poison("still alive")], withdraw: [poison("dead")] },
      {
        ...live,
        onStart: (started) => {
          runner = started;
        },
        // Between the end of the one message and that of the other.
        onProgress: () => {
          if (bed.now().getTime() - begun > spent(WITHDRAW_QUEUE) + 10 * MINUTE_MS) runner?.stop();
        },
      },
    );

    expect(bed.now().getTime() - begun).toBeLessThan(spent(SWEEP_QUEUE));
    expect(bed.workspace.deadLetters.read().letters.map(({ body }) => body)).toEqual(["dead"]);
  });

  it("leaves nothing on disk where nothing may be written", async () => {
    const bed = await testBedFor();

    await runMessages(bed.workspace, { sweep: [poison("?")], withdraw: [] }, live);

    expect(bed.workspace.deadLetters.read().letters).toMatchObject([{ queue: "sweep", body: "?" }]);
    expect(existsSync(bed.workspace.folder.path)).toBe(false);
  });

  it("outlives the process, with every other one of all groups", async () => {
    const root = temporaryFolder();
    const open = () =>
      openWorkspace({
        root,
        edges: { kind: "sandbox", options: { identities: [account()], fates: NOBODY_ANSWERS, seed: 7 } },
        policySeed: { document: {}, where: "the test" },
      });
    const bodies = ["a1", "a2", "a3"];
    const first = await open();
    await runMessages(first, { sweep: [poison("s", "ben")], withdraw: bodies.map((body) => poison(body)) }, live);
    await first.close();

    const second = await open();
    const { letters } = second.deadLetters.read();
    await second.close();

    expect(letters.filter(({ queue }) => queue === "withdraw").map(({ body }) => body)).toEqual(bodies);
    expect(letters.filter(({ queue }) => queue === "sweep")).toMatchObject([{ body: "s", group: "ben" }]);
    expect(existsSync(join(root, "sandbox", "dead-letters.ndjson"))).toBe(true);
  });
});

describe("a run without dead letters", () => {
  it("keeps none", async () => {
    const bed = await testBedFor();

    await bed.run();

    expect(bed.workspace.deadLetters.read()).toEqual({ letters: [], damaged: [] });
  });
});
