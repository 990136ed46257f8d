import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { messageBody } from "../../../lib/contract/messages.ts";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { dataLayout } from "../../../lib/local/data-layout.ts";
import { EMBEDDED_PARTS } from "../../../lib/local/parts.ts";
import { runMessages } from "../../../lib/local/run.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { NODES } from "../../helpers/lambda-node.ts";
import { keepsLedgersOnDisk } from "../../helpers/memory-folders.ts";
import { ANA, account, BEN, idOf, policyOf, staleAt, testBedFor } from "../../helpers/test-bed.ts";

keepsLedgersOnDisk();

const PROJECT = resolve(import.meta.dirname, "../../..");

let root = "";
let folder = "";
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "sweeper-bundles-"));
  folder = join(root, "cdk.out");
  const cdk = join(PROJECT, "node_modules/aws-cdk/bin/cdk");
  await promisify(execFile)(process.execPath, [cdk, "synth", "-q", "-o", folder], { cwd: PROJECT });
}, 240_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.each(NODES)("the bundles, on $title", { timeout: 240_000 }, ({ node }) => {
  it.skipIf(node === null)("do the whole job with what would be deployed", async () => {
    const data = temporaryFolder();

    const run = await sweeper([
      ...["run", "--live", "--bundles", folder, "--node", node ?? ""],
      ...["--data", data, "--json"],
    ]);
    const logged = await sweeper(["outcomes", "--data", data, "--json"]);

    const { sweeps } = JSON.parse(run.out);
    const queued = sweeps.reduce((sum: number, sweep: { queued: number }) => sum + sweep.queued, 0);
    const withdrawn = JSON.parse(logged.out);
    expect(run.code).toBe(0);
    expect(run.err).toContain("no events are written");
    expect(existsSync(dataLayout(data, null).events)).toBe(false);
    expect(queued).toBeGreaterThan(0);
    expect(withdrawn).toHaveLength(queued);
    expect(
      withdrawn.every((one: { outcome: string; confirmed: boolean }) => one.outcome === "withdrawn" && one.confirmed),
    ).toBe(true);
  });

  // A gap takes at least a minute. Here both identities have made a call, and the clock stands shortly before the end of
  // their gaps when the functions are there: what they hide, they hide for that long.
  it.skipIf(node === null)("wait in real time for the end of a gap, and withdraw then", async () => {
    const bed = await testBedFor({ parts: EMBEDDED_PARTS, identities: [account(), account({ uid: BEN })] });
    const gapSeconds = { min: 60, max: 60 };
    const { runId } = await bed.run({ dailyCap: 1, gapSeconds });
    const next = [ANA, BEN].map((identityId) => ({ identityId, stale: staleAt(bed.truth(identityId), bed.now())[0] }));
    const gates = await Promise.all([ANA, BEN].map((id) => bed.workspace.ledger.identities.find(id)));
    const gapEnds = Math.min(...gates.map(({ gate }) => gate.nextAllowedAt?.getTime() ?? Number.NaN));
    const messages = next.map(({ identityId, stale }) => ({
      group: identityId,
      dedup: identityId,
      body: messageBody({
        ...({ v: 1, kind: "withdraw", reason: "stale", runId, identityId } as const),
        ...{ invitationId: idOf(stale?.urn ?? ""), plannedAt: bed.now(), expiresAt: later(bed.now(), DAY_MS) },
      }),
    }));
    const waited: boolean[] = [];

    await runMessages(
      bed.workspace,
      { sweep: [], withdraw: messages },
      {
        ...{ policy: policyOf({ gapSeconds }), fastForward: false, bundles: { folder, node: node ?? "" } },
        onStart: () => bed.workspace.clock.advance(new Date(gapEnds - LEFT_OF_THE_GAP_MS)),
        onProgress: ({ waitingUntil }) => void waited.push((waitingUntil?.getTime() ?? 0) >= gapEnds),
      },
    );

    const fates = next.map(
      ({ identityId, stale }) => bed.truth(identityId).find(({ urn }) => urn === stale?.urn)?.state,
    );
    expect(fates).toEqual(["withdrawn", "withdrawn"]);
    expect(waited).toContain(true);
    expect(bed.sandbox.world.violations()).toEqual([]);
  });

  it.skipIf(node === null).each([
    ["object", "withdrawn"],
    ["text", "pending"],
  ] as const)(
    "send custom_data as %s where that is asked for: an API that takes an object has it %s",
    async (customData, fate) => {
      const bed = await testBedFor({ parts: EMBEDDED_PARTS, customData: "object" });
      await bed.run({ mode: "dry-run" });
      const [stale] = staleAt(bed.truth(), bed.now());
      const { urn = "" } = stale ?? {};
      const body = messageBody({
        ...({ v: 1, kind: "withdraw", reason: "stale", runId: "by hand", identityId: ANA } as const),
        ...{ invitationId: idOf(urn), plannedAt: bed.now(), expiresAt: later(bed.now(), DAY_MS) },
      });

      await runMessages(
        { ...bed.workspace, customData },
        { sweep: [], withdraw: [{ group: ANA, dedup: urn, body }] },
        { policy: policyOf({}), fastForward: true, bundles: { folder, node: node ?? "" } },
      );

      expect(bed.truth().find((one) => one.urn === urn)?.state).toBe(fate);
      expect((await bed.workspace.ledger.invitations.find(ANA, idOf(urn)))?.lastError?.label).toBe(
        fate === "withdrawn" ? undefined : "BAD_INPUT",
      );
    },
  );
});

/** Enough for a function that is there to be asked. */
const LEFT_OF_THE_GAP_MS = 4_000;

describe("run --bundles", () => {
  it("says what to do when there are no bundles", async () => {
    const empty = temporaryFolder();

    const { code, err } = await sweeper(["run", "--bundles", empty, "--data", temporaryFolder()]);

    expect({ code, err }).toEqual({
      code: 1,
      err: `there is no synthesized stack in ${empty}: run \`npx cdk synth\` first`,
    });
  });
});
