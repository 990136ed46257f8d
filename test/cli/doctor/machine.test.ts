import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Check } from "../../../lib/cli/doctor/check.ts";
import { nodeCheck } from "../../../lib/cli/doctor/node.ts";
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
  it("is ok on the sandbox before the first run, and makes no folder", async () => {
    const data = join(temporaryFolder(), "data");

    const { code, checks } = await doctor(data, {});

    expect(checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      ...["Node ok", "data folder ok", "dead letters ok", "last run ok", "policy ok", "stops ok", "API key ok"],
      ...["clock ok", "identities ok"],
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

    expect(taken.checks.filter(({ status }) => status !== "ok")).toEqual([]);
    expect(taken.of("API key")).toMatchObject({
      status: "ok",
      found: expect.stringContaining("accepted by 127.0.0.1"),
    });
    expect(refused.of("API key")?.status).toBe("failing");
    expect(none.of("API key")).toMatchObject({ status: "failing", found: "EDGES_API_KEY is not set" });
    expect(away.of("API key")?.status).toBe("warning");
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

    expect(inUse.of("data folder")).toMatchObject({ status: "warning", found: expect.stringContaining("in use") });
    expect(faulty.of("policy")).toMatchObject({ status: "failing", found: expect.stringContaining("dailyCap") });
  });

  it.each([
    ["18.20.0", "failing"],
    ["20.18.9", "failing"],
    ["20.19.0", "ok"],
    ["24.1.0", "ok"],
  ])("Node %s is %s", (version, status) => {
    expect(nodeCheck(version).status).toBe(status);
  });
});
