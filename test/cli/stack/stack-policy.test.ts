import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SSMClient } from "@aws-sdk/client-ssm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OUTPUTS } from "../../../lib/contract/outputs.ts";
import { createDynamoStops } from "../../../lib/ledger/dynamo-stops.ts";
import { createSsmPolicy } from "../../../lib/settings/ssm-policy.ts";
import { stoppedPolicy } from "../../../lib/settings/stopped-policy.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import { type FakeStacks, parameterOf, runsTableOf, startFakeStacks } from "../../helpers/fake-stacks.ts";

let stacks: FakeStacks;
beforeEach(async () => {
  stacks = await startFakeStacks();
});
afterEach(() => stacks.close());

const parameterIn = (name: string) => stacks.account.parameters.get(`us-east-1 ${parameterOf(name)}`);
const storedIn = (name: string) => JSON.parse(parameterIn(name)?.value ?? "");
const shownOn = async (name: string) => JSON.parse((await stacks.on(name, "policy", "show")).out);

/** As the functions of the stack read it, before each call. */
async function asFunctionsRead(name: string) {
  const { client, documentClient } = connect(stacks.dynamo.url);
  const ssm = new SSMClient({});
  const policy = createSsmPolicy(ssm, parameterOf(name), () => new Date());
  const stops = createDynamoStops(documentClient, runsTableOf(name));
  try {
    return (await stoppedPolicy(policy, stops, { bornDry: true }).read()).policy;
  } finally {
    client.destroy();
    ssm.destroy();
  }
}

const id = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
const listed = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: id(index), thresholdDays: 21, dailyCap: 20 }));

describe("what is stopped on a stack", () => {
  it("stays so when CloudFormation writes the template's policy over the parameter", async () => {
    const inTemplate = { mode: "live", identities: listed(2) };
    await stacks.deploy("staging", { policy: inTemplate });
    await stacks.on("staging", "policy", "set", "mode=live");
    await stacks.on("staging", "pause", id(1), "--reason", "on holiday");
    stacks.updateParameter("staging", inTemplate);
    const paused = await asFunctionsRead("staging");
    const off = await stacks.on("staging", "policy", "set", "mode=off");

    stacks.updateParameter("staging", inTemplate);
    const after = await asFunctionsRead("staging");
    const { out, err } = await stacks.on("staging", "policy", "show", "--json");

    expect(paused).toMatchObject({ mode: "live", paused: [{ id: id(1), reason: "on holiday" }] });
    expect(off.code).toBe(0);
    expect(after).toMatchObject({ mode: "off", paused: [{ id: id(1) }] });
    expect(JSON.parse(out)).toMatchObject({ mode: "off", paused: [{ id: id(1) }] });
    expect(err).toMatch(
      /mode is off: switched off since .* UTC; `sweeper policy set mode=live --stack staging` lifts it/,
    );
    expect(err).toContain(`${id(1)} is paused by a person since`);
  });

  it("stays so when a whole new policy is set, and that says so", async () => {
    await stacks.deploy("staging", { policy: { mode: "live" } });
    await stacks.on("staging", "policy", "set", "mode=off");
    await stacks.on("staging", "pause", "all");
    const file = join(temporaryFolder(), "policy.json");
    writeFileSync(file, JSON.stringify({ mode: "live", dailyCap: 9 }));

    const { code, err } = await stacks.on("staging", "policy", "set", file);

    expect(code).toBe(0);
    expect(err).toContain("mode stays off: switched off since");
    expect(err).toContain("every identity is paused with all others by a person");
    expect(await asFunctionsRead("staging")).toMatchObject({ mode: "off", dailyCap: 9, paused: [{ id: "all" }] });
  });

  it("is switched off by a file that says off, and stays so when the next file does not", async () => {
    await stacks.deploy("staging");
    await stacks.on("staging", "policy", "set", "mode=live");
    const file = join(temporaryFolder(), "policy.json");
    writeFileSync(file, JSON.stringify({ mode: "off" }));
    await stacks.on("staging", "policy", "set", file);

    stacks.updateParameter("staging", { mode: "live" });

    expect(await asFunctionsRead("staging")).toMatchObject({ mode: "off" });
  });

  it("is lifted by resume, and so is what an earlier version wrote into the policy", async () => {
    const [one, other] = [id(0), id(1)];
    await stacks.deploy("staging", {
      policy: { identities: listed(2), paused: [{ id: one, since: "2026-11-02T09:00:00Z" }] },
    });
    const before = await asFunctionsRead("staging");
    await stacks.on("staging", "pause", other);
    const again = await stacks.on("staging", "pause", one, "--json");

    const shown = await shownOn("staging");
    await stacks.on("staging", "resume", one);
    await stacks.on("staging", "resume", other);

    expect(before.paused).toMatchObject([{ id: one }]);
    expect(JSON.parse(again.out)).toMatchObject({ id: one, since: "2026-11-02T09:00:00Z", changed: true });
    expect(shown.paused.map(({ id }: { id: string }) => id).sort()).toEqual([one, other]);
    expect((await asFunctionsRead("staging")).paused).toEqual([]);
    expect(storedIn("staging").paused).toEqual([]);
  });
});

describe("the kill switch of a stack", () => {
  it("works although the stored policy is broken, and lasts when that is put right", async () => {
    await stacks.deploy("staging");
    await stacks.on("staging", "policy", "set", "mode=live");
    stacks.updateParameter("staging", { mode: "live", treshold: 7 });

    const { code, out, err } = await stacks.on("staging", "policy", "set", "mode=off");
    stacks.updateParameter("staging", { mode: "live" });

    expect({ code, out }).toEqual({ code: 0, out: "the stored policy is as it was\nmode: off" });
    expect(err).toContain("treshold");
    expect(await asFunctionsRead("staging")).toMatchObject({ mode: "off" });
  });

  it("works although the parameter cannot be reached", async () => {
    await stacks.deploy("staging");
    await stacks.on("staging", "policy", "set", "mode=live");
    for (const action of ["GetParameter", "PutParameter"]) stacks.account.denied.add(`ssm:${action} us-east-1`);

    const { code, err } = await stacks.on("staging", "policy", "set", "mode=off");
    stacks.account.denied.clear();

    expect(code).toBe(0);
    expect(err).toContain("switched off; the stored policy itself could not be changed");
    expect(await asFunctionsRead("staging")).toMatchObject({ mode: "off" });
  });

  it("goes first: a value beside it with errors is told, and it is off all the same", async () => {
    await stacks.deploy("staging", { policy: { mode: "live", dailyCap: 9 } });
    await stacks.on("staging", "policy", "set", "mode=live");

    const both = await stacks.on("staging", "policy", "set", "mode=off", "dailyCap=20");
    const wrong = await stacks.on("staging", "policy", "set", "mode=off", "dailyCap=0");

    expect(both.code).toBe(0);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toContain("It is switched off all the same.");
    expect(wrong.err).toContain("policy.dailyCap");
    expect(await asFunctionsRead("staging")).toMatchObject({ mode: "off", dailyCap: 20 });
  });
});

describe("a stack of a version that goes by the policy alone", () => {
  const older = { [OUTPUTS.stopsTable]: null };

  it("has what is stopped written into its policy too", async () => {
    await stacks.deploy("older", { policy: { mode: "live" }, outputs: older });

    await stacks.on("older", "pause", "all");
    await stacks.on("older", "policy", "set", "mode=off");

    expect(storedIn("older")).toMatchObject({ mode: "off", paused: [{ id: "all" }] });
  });

  it("is as live as its policy says", async () => {
    await stacks.deploy("older", { policy: { mode: "live" }, outputs: older });

    expect(await shownOn("older")).toMatchObject({ mode: "live" });
  });

  it("is not said to be off where its policy could not be changed", async () => {
    await stacks.deploy("older", { policy: { mode: "live" }, outputs: older });
    stacks.account.denied.add("ssm:PutParameter us-east-1");

    const { code, err } = await stacks.on("older", "policy", "set", "mode=off");

    expect(code).toBe(1);
    expect(err).toContain("it is NOT switched off until they are deployed anew");
  });
});

describe("a large policy on a stack", () => {
  it("of 62 identities, two of them paused, takes one more pause of all", async () => {
    const paused = [id(0), id(1)].map((one) => ({ id: one, since: "2026-11-02T09:00:00.000Z" }));
    const policy = { identities: listed(62), paused };
    await stacks.deploy("staging", { policy });

    const { code, out } = await stacks.on("staging", "pause", "all");

    expect(JSON.stringify(policy).length).toBeGreaterThan(4_096);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("Every identity is paused") });
    expect((await asFunctionsRead("staging")).paused.map((one) => one.id)).toEqual([id(0), id(1), "all"]);
  });

  it("over 4,096 bytes is stored, and may shrink again although it never becomes a standard parameter", async () => {
    await stacks.deploy("staging");

    const grown = await stacks.on("staging", "policy", "set", `identities=${JSON.stringify(listed(60))}`);
    const tier = parameterIn("staging")?.tier;
    const shrunk = await stacks.on("staging", "policy", "set", 'identities="all"');

    expect([grown.code, tier, shrunk.code]).toEqual([0, "Advanced", 0]);
    expect(storedIn("staging")).toEqual({ identities: "all" });
  });

  it("over 8,192 bytes is refused before anything is written, with its size, the limit and what to do", async () => {
    await stacks.deploy("staging", { policy: { mode: "live" } });
    const file = join(temporaryFolder(), "policy.json");
    // Counted in bytes: each of these letters is two.
    const paused = [{ id: id(0), reason: "ö".repeat(200) }];
    writeFileSync(file, JSON.stringify({ identities: listed(98), paused }));

    const { code, err } = await stacks.on("staging", "policy", "set", file);

    expect(JSON.stringify({ identities: listed(98), paused }).length).toBeLessThan(8_192);
    expect(code).toBe(2);
    expect(err).toMatch(
      /it has 8\d{3} bytes, and the parameter \/staging\/policy holds 8192 at most\. .*sweeper pause/,
    );
    expect(parameterIn("staging")).toMatchObject({ version: 1 });
  });
});
