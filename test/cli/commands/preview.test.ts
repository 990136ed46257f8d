import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { openLocalLedger } from "../../../lib/local/local-ledger.ts";
import { SYSTEM_CLOCK } from "../../../lib/observe/clock.ts";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { account, NOBODY_ANSWERS } from "../../helpers/test-bed.ts";

const running: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

async function anApi(name = "Ana") {
  const sandbox = await startSandbox({ seed: 3, identities: [account({ name })], fates: NOBODY_ANSWERS });
  running.push(sandbox);
  return { sandbox, env: { EDGES_BASE_URL: sandbox.url, EDGES_API_KEY: sandbox.apiKey } };
}

/** Everything the tables hold, as the command line's own reader sees it. */
async function ledgerContent(path: string): Promise<string> {
  const { ledger, close } = await openLocalLedger(path, { ...SYSTEM_CLOCK }, 730);
  try {
    const content: unknown[] = [];
    for await (const identity of ledger.identities.all()) {
      content.push(identity);
      for await (const one of ledger.invitations.open(identity.identityId)) content.push(one);
    }
    for (const run of await ledger.runs.latest(100)) {
      content.push(run);
      for await (const one of ledger.runs.sweeps(run.runId)) content.push(one);
    }
    return JSON.stringify(content);
  } finally {
    await close();
  }
}

const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** All files of the data folder that are not the database's own, by their bytes. */
const filesBeside = (path: string) =>
  readdirSync(path)
    .filter((name) => statSync(join(path, name)).isFile())
    .map((name) => `${name} ${digest(join(path, name))}`);

describe("preview", () => {
  it("ends with one line: how many are pending, to withdraw and kept", async () => {
    const { env } = await anApi();

    const { out, code } = await sweeper(["preview", "--edges", "real", "--data", temporaryFolder()], { env });

    const [, pending, withdraw, kept] =
      /^(\d+) pending: (\d+) to withdraw, (\d+) kept$/.exec(out.split("\n").at(-1) ?? "") ?? [];
    expect(code).toBe(0);
    expect(Number(pending)).toBe(12);
    expect(Number(withdraw) + Number(kept)).toBe(12);
  });

  it("shows each invitation with verdict, reason and age", async () => {
    const { env } = await anApi();

    const { out } = await sweeper(["preview", "--edges", "real", "--json", "--data", temporaryFolder()], { env });

    const { identities, summary } = JSON.parse(out);
    expect(summary.pending).toBe(12);
    expect(identities[0].plan).toHaveLength(12);
    for (const one of identities[0].plan) {
      expect(one.verdict).toBe(one.ageDays >= 21 ? "withdraw" : "keep");
      expect(one.reason).toBe(one.ageDays >= 21 ? "stale" : "too-young");
    }
  });

  it.each([[[]], [["--json"]]])("leaves no folder where there was none (%j)", async (more) => {
    const data = join(temporaryFolder(), "not-yet");

    const { code } = await sweeper(["preview", "--data", data, ...more]);

    expect(code).toBe(0);
    expect(existsSync(data)).toBe(false);
  });

  it("and every other command that only looks change neither the tables nor a file of an existing folder", async () => {
    const { env } = await anApi();
    const data = temporaryFolder();
    const target = ["--edges", "real", "--data", data];
    await sweeper(["run", ...target], { env });
    const folder = join(data, new URL(env.EDGES_BASE_URL).host.replace(":", "-"));
    const [tables, files] = [await ledgerContent(join(folder, "ledger")), filesBeside(folder)];
    const changedBy: string[] = [];

    for (const command of [
      "preview",
      "runs",
      "outcomes",
      "identities",
      "policy show",
      "policy validate",
      "threshold",
      "flags",
    ]) {
      const { code } = await sweeper([...command.split(" "), ...target], { env });
      const same = (await ledgerContent(join(folder, "ledger"))) === tables;
      if (code !== 0 || !same || filesBeside(folder).join() !== files.join()) changedBy.push(command);
    }

    expect(changedBy).toEqual([]);
  });

  it("decides as the run after it does", async () => {
    const { env, sandbox } = await anApi();
    const target = ["--edges", "real", "--data", temporaryFolder()];
    const { out } = await sweeper(["preview", "--json", ...target], { env });

    const run = await sweeper(["run", "--json", ...target], { env });

    expect(JSON.parse(run.out).sweeps[0].eligible).toBe(JSON.parse(out).summary.withdraw);
    expect(sandbox.world.calls().filter(({ action }) => action === "withdraw")).toEqual([]);
  });

  it("refuses an identity that nobody knows instead of showing nothing", async () => {
    const { env } = await anApi();
    const target = ["--edges", "real", "--data", temporaryFolder()];

    const { code, err } = await sweeper(["preview", "--identity", "no-such-identity", ...target], { env });

    expect(code).toBe(2);
    expect(err).toContain("no-such-identity");
  });

  it("shows names with terminal escapes, line breaks and turned writing as harmless text", async () => {
    const { env } = await anApi("Eve\u001b[2J\u0007\nMallory\u202Egpj\u200B");
    const target = ["--edges", "real", "--data", temporaryFolder()];

    const preview = await sweeper(["preview", ...target], { env });
    const identities = await sweeper(["identities", ...target], { env });

    for (const { out, err } of [preview, identities]) {
      expect(out).toContain("Eve?");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u200b\u202e]/);
    }
  });
});
