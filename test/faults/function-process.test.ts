import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findBundles } from "../../lib/local/bundles/find-bundles.ts";
import { localSystem } from "../../lib/local/template/index.ts";
import { ANA, idOf } from "../helpers/test-bed.ts";
import { AGREED } from "./agreement.ts";
import { type Stand, stand } from "./stand.ts";
import { callsFor, quietWorld, staleIn } from "./worlds.ts";

const PROJECT = resolve(import.meta.dirname, "../..");
const WORLD = quietWorld(6);

let root = "";
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "sweeper-bundles-"));
  const cdk = join(PROJECT, "node_modules/aws-cdk/bin/cdk");
  await promisify(execFile)(process.execPath, [cdk, "synth", "-q", "-o", join(root, "cdk.out")], { cwd: PROJECT });
}, 240_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The bundles, on a Node that first writes down its process id and what it is to run. */
function bundlesOf({ root: data }: Stand) {
  const node = join(data, "node.sh");
  const started = join(data, "started");
  writeFileSync(node, `#!/bin/sh\necho "$$ $2" >> '${started}'\nexec '${process.execPath}' "$@"\n`);
  chmodSync(node, 0o755);
  return {
    bundles: { folder: join(root, "cdk.out"), node },
    /** Process ids of a function, oldest first. */
    async processes(name: "sweep" | "withdraw"): Promise<number[]> {
      const bundle = findBundles(join(root, "cdk.out"), await localSystem())[name];
      const lines = readFileSync(started, "utf8").trim().split("\n");
      return lines.flatMap((line) => (line.endsWith(` ${bundle}`) ? [Number.parseInt(line, 10)] : []));
    },
  };
}

describe("a function's process that is killed", { timeout: 240_000 }, () => {
  it.each(["sweep", "withdraw"] as const)(
    "while %s waits for an answer: the run goes on with another, and nobody is called for a third time",
    async (name) => {
      const here = await stand(WORLD);
      const { bundles, processes } = bundlesOf(here);
      const stale = staleIn(here.outside);
      const action = name === "sweep" ? "list" : "withdraw";
      const killed: number[] = [];
      const kill = async () => {
        const pid = (await processes(name)).at(-1) ?? 0;
        killed.push(pid);
        process.kill(pid, "SIGKILL");
      };
      const gone = [1, 2].map((nth) =>
        here.outside.interrupt({ action, nth, effect: true, meanwhile: () => void kill() }),
      );

      const run = await here.start({ bundles }).ended;

      expect({ signal: run.signal, err: run.err }).toEqual({ signal: null, err: "" });
      await Promise.all(gone);
      expect(await processes(name)).toHaveLength(3);
      expect(new Set(killed).size).toBe(2);
      expect(stale.map((one) => here.outside.sandbox.world.fateOf(one.urn, here.outside.now())?.state)).toEqual(
        stale.map(() => "withdrawn"),
      );
      expect(Math.max(...stale.map((one) => callsFor(here.outside, one)))).toBe(name === "sweep" ? 1 : 3);
      expect(await here.settle()).toEqual(AGREED);
    },
  );

  it("with the run, its database and its queues: no function outlives them, and the next list tells", async () => {
    const here = await stand(WORLD);
    const { bundles } = bundlesOf(here);
    const [oldest] = staleIn(here.outside);
    if (oldest === undefined) throw new Error("nothing is stale in this world");
    const run = here.start({ bundles });

    // Only the run's own process is killed: that the function's connection closes shows that it has ended as well.
    await here.outside.interrupt({ action: "withdraw", nth: 1, effect: true, meanwhile: run.kill });

    expect((await run.ended).signal).toBe("SIGKILL");
    await here.noteWritten();
    expect(await here.settle()).toEqual(AGREED);
    const item = await here.reading((ledger) => ledger.invitations.find(ANA, idOf(oldest.urn)));
    expect(item?.ending).toMatchObject({ outcome: "withdrawn", confirmed: false });
    expect(callsFor(here.outside, oldest)).toBe(1);
  });
});
