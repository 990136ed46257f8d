import { describe, expect, it } from "vitest";
import { SECOND_MS } from "../../lib/domain/time.ts";
import { PLAN_RATES } from "../../lib/edges/plan-rates.ts";
import { assembleSandbox } from "../../lib/sandbox/assemble.ts";
import { DEMO_TEAM } from "../../lib/sandbox/demo-team.ts";
import { createPlanGate } from "../../lib/sandbox/plan-rate.ts";
import { startSandbox } from "../../lib/sandbox/server.ts";
import {
  ANA,
  allPages,
  BEN,
  clientOf,
  EPOCH,
  firstPending,
  identity,
  LIST,
  manualClock,
  NOBODY,
  rowsOf,
  sandboxFor,
  T0,
  WITHDRAW,
  withdrawBody,
} from "./helpers.ts";

describe("the door", () => {
  it("answers 401 without a label when the key is wrong or missing", async () => {
    const sandbox = await sandboxFor({ apiKey: "right" });
    expect(await clientOf(sandbox, "wrong").list()).toMatchObject({ status: 401, label: undefined });
    expect(await clientOf(sandbox, null).list()).toMatchObject({ status: 401, label: undefined });
    expect((await clientOf(sandbox, "right").list()).status).toBe(200);
    expect(sandbox.world.calls()).toHaveLength(1);
  });

  it.each([
    ["any", "a string", "text", 200],
    ["any", "an object", { attempt_id: "a" }, 200],
    ["any", "a number", 7, 200],
    ["text", "a string", "text", 200],
    ["text", "an object", { attempt_id: "a" }, 400],
    ["object", "an object", { attempt_id: "a" }, 200],
    ["object", "a string", "text", 400],
    ["object", "a list", ["a"], 400],
    ["object", "null", null, 400],
    ["none", "a string", "text", 400],
    ["none", "an object", {}, 400],
    ...(["any", "text", "object", "none"] as const).map((setting) => [setting, "none", undefined, 200] as const),
  ] as const)("that takes %s custom_data and finds %s: %#", async (customData, _what, custom_data, status) => {
    const sandbox = await sandboxFor({ customData });
    const urn = firstPending(sandbox);
    const { input, ...body } = withdrawBody(urn);

    const answer = await clientOf(sandbox).post(WITHDRAW, { ...body, input: { ...input, custom_data } });

    expect(answer).toMatchObject({ status, label: status === 200 ? undefined : "BAD_INPUT" });
    expect(sandbox.world.calls()).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each([
    ["`inputs` in live mode", WITHDRAW, { ...withdrawBody("urn:li:fsd_invitation:1"), inputs: [] }, "BAD_INPUT"],
    ["two identities", LIST, { identity_ids: [ANA, BEN] }, "BAD_INPUT"],
    ["no identity", LIST, { identity_mode: "direct" }, "MISSING_PARAMETER"],
    ["an identity that is no UUID", LIST, { identity_ids: ["ana"] }, "BAD_INPUT"],
    ["another identity mode", LIST, { identity_ids: [ANA], identity_mode: "managed" }, "BAD_PARAMETERS"],
    ["a body that is no JSON", LIST, "{", "BAD_INPUT"],
    ["a list for a body", LIST, [], "BAD_INPUT"],
    [
      "no urn",
      WITHDRAW,
      { identity_ids: [ANA], input: { linkedin_invitation_type: "CONNECTION" } },
      "MISSING_PARAMETER",
    ],
    [
      "no type",
      WITHDRAW,
      { identity_ids: [ANA], input: { linkedin_invitation_urn: "urn:li:fsd_invitation:1" } },
      "MISSING_PARAMETER",
    ],
    ["no input", WITHDRAW, { identity_ids: [ANA] }, "MISSING_PARAMETER"],
    ["a urn of something else", WITHDRAW, withdrawBody("urn:li:member:1"), "BAD_INPUT"],
  ])("answers 400 to %s", async (_what, path, body, label) => {
    const sandbox = await sandboxFor();
    expect(await clientOf(sandbox).post(path, body)).toMatchObject({ status: 400, label });
    expect(sandbox.world.calls()).toEqual([]);
  });

  it("takes the vendor's own example of a listing, without mode and input", async () => {
    const client = clientOf(await sandboxFor());
    expect((await client.post(LIST, { parameters: {}, identity_ids: [ANA] })).status).toBe(200);
  });

  it("knows no other addresses and methods", async () => {
    const client = clientOf(await sandboxFor());
    expect((await client.get(LIST)).status).toBe(405);
    expect((await client.post("/actions/linkedin-withdraw-invitations/run/async", {})).status).toBe(404);
  });

  it("keeps the rate of a plan with Retry-After in seconds", async () => {
    const clock = manualClock();
    const sandbox = await sandboxFor({ clock, rate: PLAN_RATES.bronze });
    const client = clientOf(sandbox);
    expect([(await client.list()).status, (await client.list()).status]).toEqual([200, 200]);
    clock.advance(SECOND_MS / 2);
    expect((await client.list()).status).toBe(429);
    const refused = await client.list();
    expect(refused).toMatchObject({ status: 429, label: "STATUS_429" });
    expect(refused.headers.get("retry-after")).toBe("1");
    // What was refused does not count, so obeying the header is enough.
    clock.advance(SECOND_MS / 2);
    expect((await client.list()).status).toBe(200);
  });
});

describe("a plan's rate", () => {
  it("has a bound for the minute beside the one for the second", () => {
    const gate = createPlanGate(PLAN_RATES.trial);
    const waits = Array.from({ length: 60 }, (_, second) => gate(T0 + second * SECOND_MS));
    expect(waits).toEqual(Array(60).fill(0));
    // One call a second for a minute is what the plan allows: the oldest of them leaves just then.
    expect(gate(T0 + 60 * SECOND_MS)).toBe(0);
    const titanium = createPlanGate(PLAN_RATES.titanium);
    for (let call = 0; call < 1_200; call += 1) expect(titanium(T0 + Math.floor(call / 40) * SECOND_MS)).toBe(0);
    expect(titanium(T0 + 45 * SECOND_MS)).toBe(15);
  });
});

describe("identities", () => {
  it("look disconnected unless the accounts are asked for", async () => {
    const identities = [identity(), identity({ uid: BEN, connected: false, name: "Ben" })];
    const client = clientOf(await sandboxFor({ identities }));
    expect((await client.get("/identities?retrieve_accounts=true&page=1")).json).toMatchObject([
      { uid: ANA, name: "Ana", timezone: "Europe/Lisbon", accounts: [{ status: "VALID" }] },
      { uid: BEN, accounts: [{ status: "INVALID" }] },
    ]);
    expect((await client.get("/identities")).json).toMatchObject([{ accounts: [] }, { accounts: [] }]);
  });

  it("come in pages and end", async () => {
    const identities = Array.from({ length: 60 }, (_, index) =>
      identity({ uid: `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`, backlog: 0 }),
    );
    const client = clientOf(await sandboxFor({ identities }));
    const pages = await allPages(await client.get("/identities?retrieve_accounts=true"), client.get);
    expect(pages.map((page) => rowsOf(page).length)).toEqual([50, 10]);
    expect(pages[1]?.json).toMatchObject([{ accounts: [{ status: "VALID" }] }, ...Array(9).fill({})]);
    expect((await client.get("/identities?page=3")).json).toEqual([]);
  });

  it("that are unknown or not connected cannot be called on", async () => {
    const client = clientOf(await sandboxFor({ identities: [identity(), identity({ uid: BEN, connected: false })] }));
    const label = "NO_VALID_ACCOUNT_CONFIGURED";
    expect(await client.list(NOBODY)).toMatchObject({ status: 424, label });
    expect(await client.list(BEN)).toMatchObject({ status: 424, label });
    expect(await client.connections(BEN)).toMatchObject({ status: 424, label });
  });

  it("have a limits resource", async () => {
    const sandbox = await sandboxFor();
    const client = clientOf(sandbox);
    await client.withdraw(firstPending(sandbox));
    const { json } = await client.get(`/identities/${ANA}/actions/linkedin-withdraw-invitation/limits`);
    expect(json).toMatchObject({ limits: [{ max_limit: 100, consumed: 1, remaining: 99 }] });
  });
});

describe("the sandbox without a network", () => {
  it("answers the same requests in process, under the caller's clock", async () => {
    const clock = manualClock();
    const options = { seed: 1, epoch: EPOCH, identities: [identity()], clock, latencyMs: 2_500, apiKey: "key" };
    const { api, world } = assembleSandbox(options, () => "https://api.example");
    const body = JSON.stringify({ identity_ids: [ANA] });
    const call = api.handle({ method: "POST", path: `/v1${LIST}`, headers: { "x-api-key": "key" }, body });
    clock.advance(2_500);
    expect(await call).toMatchObject({ dropped: false, status: 200, body: expect.stringContaining("urn:li:") });
    expect(world.calls()).toMatchObject([{ action: "list", startedAt: T0, endedAt: T0 + 2_500 }]);
  });
});

describe("the server", () => {
  it("says in one line that the port is taken and what to do", async () => {
    const { port } = await sandboxFor();
    const error = await startSandbox({ port }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    expect(message).toContain(`127.0.0.1:${port}: the port is taken`);
    expect(message).toContain("Choose another one");
    expect(message).not.toContain("\n");
  });

  it("ends connections that are kept alive, also one with a call under way, which then does nothing", async () => {
    const clock = manualClock();
    const sandbox = await sandboxFor({ clock, latencyMs: 1_000 });
    const client = clientOf(sandbox);
    const call = client.withdraw(firstPending(sandbox)).catch(() => "cut off");
    await clock.asleep(1);
    await sandbox.close();
    expect(await call).toBe("cut off");
    clock.advance(1_000);
    await new Promise(setImmediate);
    expect(sandbox.world.counts(ANA, T0 + 2_000).withdrawn).toBe(0);
    await expect(client.list()).rejects.toThrow();
  });

  it("borrows nothing from the demo team for a team of one's own", async () => {
    expect((await sandboxFor()).world.spec.sharedPeopleShare).toBe(0);
  });

  it("starts the demo team when nothing is said", async () => {
    const sandbox = await startSandbox();
    try {
      const rows = rowsOf(await clientOf(sandbox).get("/identities?retrieve_accounts=true"));
      expect(rows).toHaveLength(3);
      expect(sandbox.world.spec.sharedPeopleShare).toBe(DEMO_TEAM.sharedPeopleShare);
    } finally {
      await sandbox.close();
    }
  });
});
