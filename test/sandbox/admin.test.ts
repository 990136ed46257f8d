import { describe, expect, it } from "vitest";
import { ANA, clientOf, EPOCH, firstPending, identity, NOBODY, sandboxFor } from "./helpers.ts";

describe("the admin", () => {
  it("shows the state: counts by fate, violations and calls", async () => {
    const sandbox = await sandboxFor();
    const client = clientOf(sandbox);
    await client.withdraw(firstPending(sandbox));
    await client.withdraw(firstPending(sandbox));
    const { json } = await client.admin("GET", "/state");
    expect(json).toMatchObject({
      now: EPOCH.toISOString(),
      clock: "given",
      identities: [{ uid: ANA, connected: true, counts: { pending: 3, withdrawn: 2 } }],
      violations: [{ kind: "too-close" }],
      calls: { total: 2, tookEffect: 2, underWay: 0, last: [{ number: 1 }, { number: 2 }] },
    });
    expect((await client.admin("GET", "/calls")).json).toHaveLength(2);
  });

  it("tells the truth about one invitation", async () => {
    const sandbox = await sandboxFor();
    const client = clientOf(sandbox);
    const urn = firstPending(sandbox);
    expect((await client.admin("GET", `/invitations/${urn}`)).json).toMatchObject({ urn, state: "pending" });
    expect((await client.admin("GET", "/invitations/urn:li:fsd_invitation:1")).status).toBe(404);
  });

  it("disconnects an identity and connects it again", async () => {
    const client = clientOf(await sandboxFor());
    await client.admin("POST", `/identities/${ANA}`, { connected: false });
    expect((await client.list()).status).toBe(424);
    await client.admin("POST", `/identities/${ANA}`, { connected: true });
    expect((await client.list()).status).toBe(200);
    expect((await client.admin("POST", `/identities/${NOBODY}`, { connected: true })).status).toBe(400);
    expect((await client.admin("POST", `/identities/${ANA}`, { conected: true })).status).toBe(400);
  });

  it("advances its own clock, and leaves one it was given alone", async () => {
    const identities = [identity({ backlog: 200 })];
    const own = await sandboxFor({ clock: undefined, epoch: undefined, identities });
    const pending = () => own.world.counts(ANA, own.clock.now()).pending;
    expect(pending()).toBeGreaterThan(0);
    expect((await clientOf(own).admin("POST", "/advance", { days: 180, hours: 1 })).status).toBe(200);
    expect(pending()).toBe(0);
    expect((await clientOf(own).admin("POST", "/advance", { days: -1 })).status).toBe(400);
    expect((await clientOf(own).admin("POST", "/advance", {})).status).toBe(400);
    const given = await sandboxFor();
    expect((await clientOf(given).admin("POST", "/advance", { days: 1 })).status).toBe(409);
  });

  it("says what it does not know", async () => {
    const client = clientOf(await sandboxFor());
    expect((await client.admin("GET", "/nothing")).status).toBe(404);
    expect((await client.admin("GET", "/state/more/still")).status).toBe(404);
    expect((await client.admin("POST", "/faults", { kind: "meteor" })).status).toBe(400);
  });
});
