import { expect, it } from "vitest";
import type { GateRelease, GateRequest } from "../../lib/domain/gate.ts";
import { later, MINUTE_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { enterGate, leaveGate } from "../../lib/ledger/gatekeeper.ts";
import type { IdentityLedger, Ledger, Reading } from "../../lib/ledger/ledger.ts";
import { at, identityPolicy } from "../domain/helpers/records.ts";
import { createModelLedger } from "../simulation/model/ledger.ts";

const NOON = at("2026-11-02T12:00:00.000Z");
const policy = identityPolicy();
const LAG_MS = 800;

const request = (holder: string, action: GateRequest["action"] = "withdraw"): GateRequest => ({
  ...{ action, runId: "run-1", holder, leaseMs: MINUTE_MS, policy },
});
const called: GateRelease = { action: "withdraw", called: true, draw: 0, policy };
const uncalled: GateRelease = { ...called, called: false };
const needsPerson = { since: NOON, why: "AUTH_EXPIRED", ref: null };

/** A ledger whose items are read as they were 0.8 seconds ago, where nobody asks for more; and how each was read. */
function lagging() {
  const time = { now: NOON };
  const ledger: Ledger = createModelLedger({ now: () => time.now, indexLagMs: () => LAG_MS });
  const readings: ("consistent" | "as of a moment ago")[] = [];
  const read = (how?: Reading) => void readings.push(how?.consistent === false ? "as of a moment ago" : "consistent");
  const identities: IdentityLedger = {
    ...ledger.identities,
    find(identityId, how) {
      read(how);
      return ledger.identities.find(identityId, how);
    },
  };
  const enter = (holder: string, action?: GateRequest["action"]) =>
    enterGate(identities, "a", request(holder, action), time.now);
  const pass = (ms: number) => {
    time.now = later(time.now, ms);
  };
  return { ...ledger, identities, time, readings, enter, pass };
}

/** The same, with somebody in the gate. */
async function entered() {
  const bed = lagging();
  const gate = await bed.enter("one");
  if (!gate.open) throw new Error("nobody was there before");
  return Object.assign(bed, { identity: gate.identity });
}

it("lets one in, whatever the other has read of a moment ago", async () => {
  const bed = await entered();

  bed.pass(LAG_MS / 2);

  expect(await bed.enter("two")).toMatchObject({ open: false, why: "busy" });
});

it("looks again before it refuses for what stood there a moment ago", async () => {
  const bed = lagging();
  await bed.identities.setNeedsPerson("a", needsPerson);
  bed.pass(MINUTE_MS);
  await bed.identities.setNeedsPerson("a", null);

  bed.pass(LAG_MS / 2);

  expect(await bed.enter("one")).toMatchObject({ open: true });
});

it("looks again before it refuses for a block that stood there a moment ago", async () => {
  const bed = lagging();
  await bed.identities.blockWorkspace({ until: later(NOON, 60 * MINUTE_MS), why: "NO_ACCESS", ref: null });
  bed.pass(MINUTE_MS);
  expect(await bed.enter("one")).toMatchObject({ open: false, why: "workspace-stopped" });
  await bed.identities.blockWorkspace(null);

  bed.pass(LAG_MS / 2);

  expect(await bed.enter("one")).toMatchObject({ open: true });
});

it("takes a gap from one reading, for it gets no shorter", async () => {
  const bed = await entered();
  await leaveGate(bed.identities, "a", "one", called, bed.time.now, bed.identity);
  bed.pass(5 * SECOND_MS);
  bed.readings.length = 0;

  expect(await bed.enter("two")).toMatchObject({ open: false, why: "gap" });

  expect(bed.readings).toEqual(["as of a moment ago"]);
});

it("reads the record of an identity as it is for a list, which goes by what earlier lists said", async () => {
  const bed = lagging();

  await bed.enter("one", "list");

  expect(bed.readings).toEqual(["consistent"]);
});

it("leaves without a reading where nobody has changed the gate since", async () => {
  const bed = await entered();
  bed.readings.length = 0;

  const left = await leaveGate(bed.identities, "a", "one", called, bed.time.now, bed.identity);

  expect(left?.after.lease).toBeNull();
  expect(bed.readings).toEqual([]);
});

it("keeps what a person has noted during the call", async () => {
  const bed = await entered();
  await bed.identities.setNeedsPerson("a", needsPerson);

  const left = await leaveGate(bed.identities, "a", "one", called, bed.time.now, bed.identity);

  expect(left?.after).toMatchObject({ needsPerson, lease: null });
  expect((await bed.identities.find("a")).gate).toEqual(left?.after);
});

it("changes nothing for a holder whose lease has passed on", async () => {
  const bed = await entered();
  bed.pass(10 * MINUTE_MS);
  await bed.enter("two");

  expect(await leaveGate(bed.identities, "a", "one", uncalled, bed.time.now, bed.identity)).toBeNull();

  expect((await bed.identities.find("a")).gate.lease).toMatchObject({ holder: "two" });
});
