import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { type IoOptions, sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { account, NOBODY_ANSWERS } from "../../helpers/test-bed.ts";

const ANA = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";
/** Shares her first eight characters. */
const TWIN = "5f0c2f7e-9e51-4c58-9d2b-7c1e40a9b602";
const BEN = "b81d6a94-0e7f-4f3a-8c66-21d5e3f07a12";

const running: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** Three identities of an API that is not this process's own sandbox. */
async function folder() {
  const identities = [account({ uid: ANA, name: "Ana Duarte" }), account({ uid: TWIN, name: "Tom" })];
  const sandbox = await startSandbox({
    ...{ seed: 3, identities: [...identities, account({ uid: BEN, name: "Ben" })], fates: NOBODY_ANSWERS },
  });
  running.push(sandbox);
  const data = temporaryFolder();
  const env = { EDGES_BASE_URL: sandbox.url, EDGES_API_KEY: sandbox.apiKey };
  const on = (argv: readonly string[], options: IoOptions = {}) =>
    sweeper([...argv, "--edges", "real", "--data", data], { ...options, env: { ...env, ...options.env } });
  return { data, file: join(data, "labels.json"), on };
}

describe("sweeper label", () => {
  it("gives an identity a name that screens then show with its short id, and JSON leaves the id whole", async () => {
    const { on } = await folder();

    const given = await on(["label", "b81d", "Ben, \u001b[31msupport\u001b[0m"]);
    const run = await on(["run"]);
    const runs = await on(["runs", "--json"]);
    const preview = await on(["preview"]);
    const identities = await on(["identities"]);
    const json = JSON.parse((await on(["identities", "--json"])).out) as { identityId: string; label: string | null }[];

    expect(given).toMatchObject({ code: 0, out: `${BEN} is now called "Ben, support"` });
    expect(run.out).toMatch(/^Ben, support \(b81d6a94\) {2}/m);
    // The twins' first eight characters tell neither.
    expect(run.out).toMatch(/^Ana Duarte \(5f0c2f7e-3\) {2}/m);
    expect(run.out).toMatch(/^Tom \(5f0c2f7e-9\) {2}/m);
    expect(runs.out).toContain(BEN);
    expect(preview.out).toContain("Ben, support (b81d6a94) · withdraws after");
    expect(preview.out).toContain("Ana Duarte (5f0c2f7e-3) · withdraws after");
    expect(identities.out).toMatch(/^b81d6a94 +Ben, support /m);
    expect(json.find(({ identityId }) => identityId === BEN)).toMatchObject({ name: "Ben", label: "Ben, support" });
  });

  it("alone lists everybody, and takes a label away by the label", async () => {
    const { on } = await folder();
    await on(["label", BEN, "support"]);

    const listed = JSON.parse((await on(["label", "--json"])).out);
    const removed = await on(["label", "support", "--remove"]);
    const after = await on(["label"]);

    expect(listed.identities).toContainEqual({ identityId: BEN, label: "support", name: "Ben" });
    expect(removed).toMatchObject({ code: 0, out: `${BEN} has no label any more; it was "support"` });
    expect(after.out).toContain("3 identities, 0 with a label");
  });

  it("gives another name to who is named by the present one", async () => {
    const { on } = await folder();
    await on(["label", "Ben", "support"]);

    const again = JSON.parse((await on(["label", "support", "sales", "--json"])).out);

    expect(again).toMatchObject({ identityId: BEN, label: "sales", before: "support" });
  });

  it("is refused with what is wrong, and changes nothing", async () => {
    const { on, file } = await folder();
    await on(["label", ANA, "sales"]);
    const before = readFileSync(file, "utf8");

    for (const [argv, why] of [
      [["label", "5f0c2f7e", "x"], `"5f0c2f7e" may be any of 2 identities: sales (5f0c2f7e-3), Tom (5f0c2f7e-9)`],
      [["label", "00000000-0000-4000-8000-000000000000", "x"], "neither the ledger nor Edges knows an identity"],
      [["label", "Somebody Else", "x"], 'no identity is called "Somebody Else"; there are '],
      [["label", BEN, "SALES"], `"SALES" is taken by sales (${ANA})`],
      [["label", BEN, "5f0c2f7e"], '"5f0c2f7e" may be taken for the identity '],
      [["label", BEN, "x".repeat(61)], "at most 60 characters"],
      [["label", BEN], "give a name too"],
      [["label", BEN, "x", "--remove"], "not both"],
      [["label", BEN, "--remove"], "has no label in "],
      [["label", "--remove"], "--remove takes an identity"],
    ] as const) {
      const { code, err, out } = await on(argv);

      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(why);
      expect(readFileSync(file, "utf8")).toBe(before);
    }
  });

  it("never writes over a file that it cannot read; commands go on without labels and say so", async () => {
    const { on, file } = await folder();
    writeFileSync(file, "{");

    const given = await on(["label", BEN, "support"]);
    const paused = await on(["pause", BEN]);

    expect(given.code).toBe(2);
    expect(readFileSync(file, "utf8")).toBe("{");
    expect(paused.code).toBe(0);
    expect(paused.err).toContain(`${file}, which holds the labels of identities, cannot be read`);
  });
});

describe("a command that takes an identity", () => {
  it("takes its label and a start of its id, and works on no other", async () => {
    const { on } = await folder();
    await on(["run"]);
    await on(["label", BEN, "support team"]);

    const byLabel = JSON.parse((await on(["preview", "--identity", "support team", "--json"])).out);
    const byName = await on(["preview", "--identity", "Ana Duarte"]);
    const byStart = JSON.parse((await on(["pause", "b81d", "--json"])).out);
    const resumed = JSON.parse((await on(["resume", "support team", "--json"])).out);

    expect(byLabel.identities.map(({ identityId }: { identityId: string }) => identityId)).toEqual([BEN]);
    // Only a label is known without a call to the API, and bad input makes none.
    expect(byName).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining('no identity is called "Ana Duarte"'),
    });
    expect(byStart.id).toBe(BEN);
    expect(resumed.identityId).toBe(BEN);
  });

  it("stops nobody by a word that may mean two", async () => {
    const { on, data } = await folder();
    await on(["run"]);

    const { code, err } = await on(["pause", "5f0c2f7e"]);

    expect(code).toBe(2);
    expect(err).toContain("may be any of 2 identities");
    expect(existsSync(join(data, "stops.json"))).toBe(false);
  });
});

describe("times", () => {
  it("are shown in the zone that was asked for, and stay in UTC for programs", async () => {
    const { on } = await folder();
    await on(["run"]);

    const utc = await on(["runs"]);
    const tokyo = await on(["runs", "--time-zone", "Asia/Tokyo"]);
    const json = await on(["runs", "--json", "--time-zone", "Asia/Tokyo"]);
    const [run] = JSON.parse(json.out) as { startedAt: string }[];
    const there = new Date(Date.parse(run?.startedAt ?? "") + 9 * 3_600_000).toISOString();

    expect(utc.out).toMatch(/^run \(UTC\)/);
    expect(tokyo.out).toMatch(/^run \(Asia\/Tokyo\)/);
    expect(tokyo.out).toContain(there.slice(0, 16).replace("T", " "));
    expect(json.out).toBe((await on(["runs", "--json"])).out);
  });

  it("in a zone that nobody knows are refused with the one that is meant", async () => {
    const { on } = await folder();

    const { code, err } = await on(["runs", "--time-zone", "Europe/Zuric"]);

    expect(code).toBe(2);
    expect(err).toContain("Did you mean Europe/Zurich?");
  });
});

describe("a terminal", () => {
  it("gets colour and short lines, a pipe neither, and JSON never", async () => {
    const { on } = await folder();
    const terminal = { columns: 60, rows: 40 };

    const shown = await on(["preview"], { terminal, env: { TERM: "xterm" } });
    const refused = await on(["preview"], { terminal, env: { TERM: "xterm", NO_COLOR: "1" } });
    const piped = await on(["preview"]);
    const json = await on(["preview", "--json"], { terminal, env: { FORCE_COLOR: "1" } });

    expect(shown.out).toContain("\u001b[31mwithdraw\u001b[39m");
    expect(refused.out).not.toContain("\u001b");
    expect(piped.out).not.toContain("\u001b");
    expect(JSON.parse(json.out)).toHaveProperty("identities");
  });
});
