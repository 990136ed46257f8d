import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Check } from "../../../lib/cli/doctor/check.ts";
import { nodeCheck } from "../../../lib/cli/doctor/machine.ts";
import { openWorkspace } from "../../../lib/local/workspace.ts";
import { DEMO_TEAM } from "../../../lib/sandbox/demo-team.ts";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ identities: DEMO_TEAM.identities.slice(0, 1), apiKey: "mine" });
});
afterEach(() => sandbox.close());

async function doctor(data: string, env: Readonly<Record<string, string>>, ...more: string[]) {
  const { code, out } = await sweeper(["doctor", "--json", "--data", data, ...more], { env });
  const checks: Check[] = JSON.parse(out).checks;
  return { code, of: (name: string) => checks.find((check) => check.name === name), checks };
}

describe("doctor on this machine", () => {
  it("is green on the sandbox before the first run, and makes no folder", async () => {
    const data = join(temporaryFolder(), "data");

    const { code, checks } = await doctor(data, {});

    expect(checks.map(({ name, light }) => `${name} ${light}`)).toEqual([
      ...["Node green", "data folder green", "policy green", "stops green", "API key green"],
    ]);
    expect(code).toBe(0);
    expect(existsSync(data)).toBe(false);
  });

  it("asks the real API whether it takes the key", async () => {
    const data = temporaryFolder();
    const base = { EDGES_BASE_URL: sandbox.url };

    const taken = await doctor(data, { ...base, EDGES_API_KEY: "mine" }, "--edges", "real");
    const refused = await doctor(data, { ...base, EDGES_API_KEY: "other" }, "--edges", "real");
    const none = await doctor(data, base, "--edges", "real");
    const away = await doctor(
      data,
      { EDGES_BASE_URL: "http://127.0.0.1:9/v1", EDGES_API_KEY: "mine" },
      "--edges",
      "real",
    );

    expect(taken.of("API key")).toMatchObject({
      light: "green",
      found: expect.stringContaining("accepted by 127.0.0.1"),
    });
    expect(refused.of("API key")?.light).toBe("red");
    expect(none.of("API key")).toMatchObject({ light: "red", found: "EDGES_API_KEY is not set" });
    expect(away.of("API key")?.light).toBe("yellow");
    expect([taken.code, refused.code, none.code, away.code]).toEqual([0, 1, 1, 4]);
  });

  it("tells of a folder in use, and of a policy with faults", async () => {
    const data = temporaryFolder();
    const policySeed = { document: {}, where: "the test" };
    const run = await openWorkspace({ root: data, edges: { kind: "sandbox" }, policySeed });
    const inUse = await doctor(data, {});
    await run.close();
    mkdirSync(join(data, "sandbox"), { recursive: true });
    writeFileSync(join(data, "sandbox", "policy.json"), '{"version":2,"policy":{"dailyCap":0}}');

    const faulty = await doctor(data, {});

    expect(inUse.of("data folder")).toMatchObject({ light: "yellow", found: expect.stringContaining("in use") });
    expect(faulty.of("policy")).toMatchObject({ light: "red", found: expect.stringContaining("dailyCap") });
  });

  it.each([
    ["18.20.0", "red"],
    ["20.18.9", "red"],
    ["20.19.0", "green"],
    ["24.1.0", "green"],
  ])("Node %s is %s", (version, light) => {
    expect(nodeCheck(version).light).toBe(light);
  });
});
