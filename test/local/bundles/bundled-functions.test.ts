import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { dataLayout } from "../../../lib/local/data-layout.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

const PROJECT = resolve(import.meta.dirname, "../../..");

describe("run --bundles", () => {
  it("does the whole job with what would be deployed", { timeout: 240_000 }, async () => {
    const out = join(temporaryFolder(), "cdk.out");
    const data = temporaryFolder();
    const cdk = join(PROJECT, "node_modules/aws-cdk/bin/cdk");
    await promisify(execFile)(process.execPath, [cdk, "synth", "-q", "-o", out], { cwd: PROJECT });

    const run = await sweeper(["run", "--live", "--bundles", out, "--data", data, "--json"]);
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

  it("says what to do when there are no bundles", async () => {
    const folder = temporaryFolder();

    const { code, err } = await sweeper(["run", "--bundles", folder, "--data", temporaryFolder()]);

    expect({ code, err }).toEqual({
      code: 1,
      err: `there is no synthesized stack in ${folder}: run \`npx cdk synth\` first`,
    });
  });
});
