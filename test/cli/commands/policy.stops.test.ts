import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

const ANA = "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601";

/** A data folder with these files, by name, beside a ledger that nobody has made yet. */
function aFolder(files: Readonly<Record<string, string>> = {}) {
  const data = temporaryFolder();
  mkdirSync(join(data, "sandbox"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(data, "sandbox", name), text);
  const on = (...argv: string[]) => sweeper([...argv, "--data", data]);
  const show = async () => {
    const { out, err } = await on("policy", "show");
    return { policy: JSON.parse(out), err };
  };
  return { data, on, show };
}

const aPolicyFile = (policy: unknown) => ({ "policy.json": JSON.stringify({ version: 3, policy }) });

describe("policy set on one machine", () => {
  it("mode=off lasts through a new policy, which says so, until mode=live", async () => {
    const { data, on, show } = aFolder();
    const file = join(data, "new.json");
    writeFileSync(file, JSON.stringify({ mode: "live", dailyCap: 9 }));
    await on("policy", "set", "mode=off");

    const { code, err } = await on("policy", "set", file);
    const { policy } = await show();
    const back = await on("policy", "set", "mode=live");

    expect(code).toBe(0);
    expect(err).toMatch(/^mode stays off: switched off since .* UTC; `sweeper policy set mode=live.*` lifts it$/);
    expect(policy).toMatchObject({ mode: "off", dailyCap: 9 });
    expect(back.out).toContain('mode: "off" → "live"');
    expect((await show()).policy.mode).toBe("live");
  });

  it("mode=off works although policy.json is torn, and lasts when that is put right", async () => {
    const { data, on, show } = aFolder({ "policy.json": '{"version": 3, "pol' });

    const { code, err } = await on("policy", "set", "mode=off", "--json");
    writeFileSync(join(data, "sandbox", "policy.json"), aPolicyFile({ mode: "live" })["policy.json"]);

    expect(code).toBe(0);
    expect(err).toContain("switched off; the stored policy itself could not be changed");
    expect((await show()).policy.mode).toBe("off");
  });

  it("a file that says live is live, for on one machine a person has written it", async () => {
    const { data, on, show } = aFolder();
    await on("policy", "set", "mode=dry-run");
    const file = join(data, "new.json");
    writeFileSync(file, JSON.stringify({ mode: "live" }));

    await on("policy", "set", file);

    expect((await show()).policy.mode).toBe("live");
  });

  it("tells in JSON what is in force and what is ordered", async () => {
    const { on } = aFolder(aPolicyFile({ mode: "live" }));
    await on("pause", "all", "--reason", "audit");

    const { out } = await on("policy", "set", "mode=off", "dailyCap=9", "--json");

    expect(JSON.parse(out)).toMatchObject({
      version: 4,
      policy: { mode: "off", dailyCap: 9, paused: [{ id: "all", reason: "audit" }] },
      stops: { mode: { mode: "off" }, pauses: [{ id: "all" }] },
    });
  });
});

describe("a pause on one machine", () => {
  it("lasts through a new policy, and is named as a stop by policy show", async () => {
    const { data, on, show } = aFolder();
    await on("pause", "all", "--reason", "audit");
    const file = join(data, "new.json");
    writeFileSync(file, "{}");

    const set = await on("policy", "set", file);
    const { policy, err } = await show();

    expect(set.err).toContain("every identity is paused with all others by a person since");
    expect(policy.paused).toMatchObject([{ id: "all" }]);
    expect(err).toMatch(/every identity is paused .*: audit; `sweeper resume all.*` lifts it/);
  });

  it("is given although policy.json has errors, which are told", async () => {
    const { data, on, show } = aFolder(aPolicyFile({ treshold: 7 }));

    const { code, err } = await on("pause", "all");
    writeFileSync(join(data, "sandbox", "policy.json"), aPolicyFile({})["policy.json"]);

    expect(code).toBe(0);
    expect(err).toContain("treshold");
    expect((await show()).policy.paused).toMatchObject([{ id: "all" }]);
  });

  it("of an earlier version, in policy.json, counts, is named as such, and is lifted", async () => {
    const { on, show } = aFolder(aPolicyFile({ paused: [{ id: "all", since: "2026-11-02T09:00:00.000Z" }] }));

    const before = await show();
    const { code, out } = await on("resume", "all", "--json");

    expect(before.policy.paused).toMatchObject([{ id: "all" }]);
    expect(before.err).toContain("by the policy alone");
    expect({ code, resumed: JSON.parse(out).resumed }).toEqual({ code: 0, resumed: true });
    expect((await show()).policy.paused).toEqual([]);
  });

  it("with a reason that is too long is refused", async () => {
    const { data, on } = aFolder();

    const { code, err } = await on("pause", "all", "--reason", "x".repeat(201));

    expect(code).toBe(2);
    expect(err).toContain("policy.paused[0].reason");
    expect(existsSync(join(data, "sandbox", "stops.json"))).toBe(false);
  });
});

describe("a torn stops.json", () => {
  const torn = { "stops.json": '{"version": 1, "mode": null, "pau' };

  it.each([
    ["run", ["run", "--live"]],
    ["preview", ["preview"]],
    ["pause", ["pause", ANA]],
    ["policy show", ["policy", "show"]],
    ["policy validate", ["policy", "validate"]],
    ["policy set", ["policy", "set", "dailyCap=9"]],
  ])("ends %s with 2 and one clear line", async (_, argv) => {
    const { data, on } = aFolder(torn);

    const { code, err } = await on(...argv);

    expect(code).toBe(2);
    expect(err).toContain("stops.json, which holds what people have stopped, cannot be read");
    expect(err).toContain("Deleting it lifts every stop");
    expect(err).not.toMatch(/\n\s+at /);
    expect(existsSync(join(data, "sandbox", "policy.json"))).toBe(false);
  });
});
