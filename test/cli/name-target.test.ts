import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../lib/sandbox/server.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";
import { ANA, account, NOBODY_ANSWERS } from "../helpers/test-bed.ts";

const SANDBOX = "sandbox · Sandbox: made-up people";

const running: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** A server that stands for the real API, with its address and key in the environment, and a data folder to come. */
async function realApi() {
  const sandbox = await startSandbox({ seed: 3, identities: [account({ backlog: 12 })], fates: NOBODY_ANSWERS });
  running.push(sandbox);
  const data = join(temporaryFolder(), "data");
  const env = { EDGES_BASE_URL: sandbox.url, EDGES_API_KEY: sandbox.apiKey };
  const on = (...argv: string[]) => sweeper([...argv, "--data", data], { env });
  const { host } = new URL(sandbox.url);
  return { sandbox, data, env, on, host, folder: join(data, host.replace(":", "-")) };
}

/** Every command that writes, stops or starts something. */
const WRITING = [
  ...["run", "run --live --yes", "flag 1 --as protected", "unflag 1", "pause all", "resume all"],
  ...["policy set mode=off", "threshold set 18", `reconcile ${ANA} --yes`, `reconcile ${ANA} --dry-run`],
  ...["withdraw 1 --reason moved --yes", "dead-letters redrive", "dead-letters purge --yes"],
];

const READING = [
  ...["preview", "runs", "outcomes", "report", "threshold recommend", "holdout", "digest", "identities", "flags"],
  ...["policy show", "policy validate", "threshold", "can-invite 1", "dead-letters list"],
];

describe("with a key in the environment and no target named", () => {
  it("a protection and a stop are refused, not put on the sandbox while the real API goes on", async () => {
    const { on, sandbox, data } = await realApi();

    const flagged = await on("flag", "1", "--as", "protected");
    const paused = await on("pause", "all");
    const off = await on("policy", "set", "mode=off");

    expect([flagged, paused, off].map(({ code }) => code)).toEqual([2, 2, 2]);
    expect(existsSync(data)).toBe(false);
    const named = await on("policy", "set", "mode=off", "--edges", "real");
    const run = await on("run", "--edges", "real", "--live", "--yes");
    expect([named.code, run.code]).toEqual([0, 2]);
    expect(sandbox.world.calls().filter(({ action }) => action === "withdraw")).toEqual([]);
  });

  it.each(WRITING)("%s ends with 2, shows the two commands to choose from, and does nothing", async (command) => {
    const { on, sandbox, data } = await realApi();

    const { code, out, err, target } = await on(...command.split(" "));

    expect({ code, out, target }).toEqual({ code: 2, out: "", target: null });
    expect(err.split("\n").slice(1, 3)).toEqual([
      `  sweeper ${command} --data ${data} --edges real`,
      `  sweeper ${command} --data ${data} --edges sandbox`,
    ]);
    expect(err).toContain("EDGES_API_KEY is set");
    expect(existsSync(data)).toBe(false);
    expect(sandbox.world.calls()).toEqual([]);
  });

  it("flags import ends with 2 before it reads the file, --dry-run or not", async () => {
    const { on, data } = await realApi();

    for (const more of [[], ["--dry-run"]]) {
      const { code, err } = await on("flags", "import", "/nowhere/flags.csv", ...more);
      expect(code).toBe(2);
      expect(err).toContain("sweeper flags import /nowhere/flags.csv");
    }
    expect(existsSync(data)).toBe(false);
  });

  it.each(WRITING.slice(2, 7))("--local alone names none: %s --local", async (command) => {
    const { on, data } = await realApi();

    const { code, err } = await on(...command.split(" "), "--local");

    expect(code).toBe(2);
    expect(err).toContain(`  sweeper ${command} --local --data ${data} --edges real\n`);
  });

  it("shows the choice as a shell takes it, and before --", async () => {
    const { env } = await realApi();

    const { err } = await sweeper(["pause", "--reason", "it's quiet", "--", "all"], { env });

    expect(err).toContain(`  sweeper pause --reason 'it'\\''s quiet' --edges real -- all\n`);
  });

  it.each(READING)("%s reads from the sandbox, and says so in its first line", async (command) => {
    const { on, sandbox } = await realApi();

    const { code, target } = await on(...command.split(" "));

    // Of a ledger in which nobody was ever listed it cannot tell whom to invite.
    expect({ code, target }).toEqual({ code: command.startsWith("can-invite") ? 5 : 0, target: SANDBOX });
    expect(sandbox.world.calls()).toEqual([]);
  });

  it("a policy file is checked for itself, as the policy of no target", async () => {
    const { on } = await realApi();
    const file = join(temporaryFolder(), "policy.json");
    writeFileSync(file, JSON.stringify({ thresholdDays: 18 }));

    const { code, out, target } = await on("policy", "validate", file, "--json");

    expect({ code, target }).toEqual({ code: 0, target: null });
    expect(JSON.parse(out)).toEqual({ valid: true, where: file });
  });
});

describe("a target that is named", () => {
  it("is the sandbox with --edges sandbox, a key in the environment or not", async () => {
    const { on, data } = await realApi();

    const { code, out, target } = await on("policy", "set", "mode=off", "--json", "--edges", "sandbox");

    expect({ code, target }).toEqual({ code: 0, target: SANDBOX });
    expect(JSON.parse(out).target).toBe("sandbox (made-up people)");
    expect(existsSync(join(data, "sandbox", "policy.json"))).toBe(true);
  });

  it("is the real API with --edges real, by its host", async () => {
    const { on, host, folder, data } = await realApi();

    const { code, out, target } = await on("pause", "all", "--json", "--edges", "real");

    expect({ code, target }).toEqual({ code: 0, target: `real API ${host}` });
    expect(JSON.parse(out).target).toBe(`real API ${host}`);
    expect(JSON.parse(readFileSync(join(folder, "stops.json"), "utf8")).pauses).toHaveLength(1);
    expect(existsSync(join(data, "sandbox"))).toBe(false);
  });

  it("is api.edges.run where EDGES_BASE_URL is not set", async () => {
    const { target } = await sweeper(["policy", "show", "--edges", "real", "--data", temporaryFolder()]);

    expect(target).toBe("real API api.edges.run");
  });

  it("is named again in the commands that are suggested", async () => {
    const { on, data } = await realApi();

    const onReal = await on("pause", "all", "--edges", "real");
    const onSandbox = await on("pause", "all", "--edges", "sandbox");

    expect(onReal.out).toContain(`sweeper resume all --data ${data} --edges real`);
    expect(onSandbox.out).toContain(`sweeper resume all --data ${data} --edges sandbox`);
  });

  it("cannot be two: --stack and --edges are refused together", async () => {
    const { code, err } = await sweeper(["pause", "all", "--stack", "staging", "--edges", "sandbox"]);

    expect(code).toBe(2);
    expect(err).toContain("--edges");
  });

  it("is the sandbox without a word where no key is set", async () => {
    const data = temporaryFolder();

    const { code, target } = await sweeper(["pause", "all", "--data", data]);

    expect({ code, target }).toEqual({ code: 0, target: SANDBOX });
  });
});
