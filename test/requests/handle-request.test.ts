import { describe, expect, it } from "vitest";
import { MessageError } from "../../lib/contract/messages.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import { flag } from "../../lib/ledger/flagging.ts";
import type { TrueState } from "../../lib/sandbox/true-state.ts";
import { aMark, anInvitation } from "../helpers/dynamo-records.ts";
import {
  addressOf,
  carryOut,
  personFlagged,
  salesAddressOf,
  withdrawalRequested,
} from "../helpers/inbound-requests.ts";
import { ANA, account, ageAt, BEN, idOf, staleAt, type TestBed, testBedFor, urnsOf } from "../helpers/test-bed.ts";

/** Enough that some are younger than the floor. */
const MANY = account({ backlog: 24, backlogDays: 30 });

/** Everything is in the ledger, and nothing has been called for yet. */
async function listed(identities = [MANY]): Promise<TestBed> {
  const bed = await testBedFor({ identities });
  await bed.run({ mode: "dry-run" });
  return bed;
}

function young(bed: TestBed, nth = 0): TrueState {
  const found = bed.truth().filter((one) => one.state === "pending" && ageAt(one, bed.now()) < 7)[nth];
  if (found === undefined) throw new Error("there are some under a week");
  return found;
}

const endingOf = async (bed: TestBed, standing: TrueState) => (await bed.find(standing)).ending;
const noCall = (bed: TestBed) => expect(bed.withdrawCalls()).toEqual([]);

describe("a withdrawal requested", () => {
  it.each([
    ["by the invitation's urn", ({ urn }: TrueState) => ({ invitationUrn: urn })],
    ["by its urn and identity", ({ urn }: TrueState) => ({ invitationUrn: urn, identityId: ANA })],
    ["by the profile's address", (one: TrueState) => ({ profileUrl: addressOf(one) })],
    ["by the address as others write it", (one: TrueState) => ({ profileUrl: `${addressOf(one)}/?trk=x` })],
    ["by a Sales Navigator address", (one: TrueState) => ({ profileUrl: salesAddressOf(one) })],
    ["by the person's id", ({ profileId }: TrueState) => ({ personId: String(profileId) })],
  ])("%s is carried out at once, however young the invitation is", async (_, whom) => {
    const bed = await listed();
    const one = young(bed);

    const { granted } = await carryOut(bed, [withdrawalRequested(bed, whom(one), "evt-7")]);

    expect(granted).toEqual([{ invitations: [`${ANA}/${idOf(one.urn)}`], queued: 1 }]);
    expect(urnsOf(bed.withdrawCalls())).toEqual([one.urn]);
    expect(await bed.find(one)).toMatchObject({
      state: "withdrawn",
      withdrawalRequest: { id: "evt-7", by: "crm", reason: "left-the-market" },
      ending: { outcome: "withdrawn", reason: "requested", confirmed: true, runId: "event-evt-7" },
    });
    expect(bed.sandbox.world.violations()).toEqual([]);
  });

  it("twice by the same event is one call", async () => {
    const bed = await listed();
    const one = young(bed);
    const event = withdrawalRequested(bed, { invitationUrn: one.urn });

    const { queued } = await carryOut(bed, [event, event]);
    const again = await carryOut(bed, [event]);

    expect(queued).toHaveLength(2);
    expect(urnsOf(bed.withdrawCalls())).toEqual([one.urn]);
    expect(again).toEqual({ granted: [{ invitations: [], queued: 0 }], queued: [] });
  });

  it("of somebody protected is not carried out, then or later", async () => {
    const bed = await listed();
    const one = young(bed);
    await flag(bed.workspace.ledger, { personId: String(one.profileId) }, aMark());

    await carryOut(bed, [withdrawalRequested(bed, { invitationUrn: one.urn })]);
    noCall(bed);
    const { sweeps } = await bed.run();

    expect(sweeps.get(ANA)?.byReason).toMatchObject({ protected: 1 });
    expect((await bed.find(one)).state).toBe("pending");
  });

  it.each(["off", "dry-run"])("is not carried out in mode %s, and by the first run that is live", async (mode) => {
    const bed = await listed();
    const one = young(bed);

    const { granted } = await carryOut(bed, [withdrawalRequested(bed, { invitationUrn: one.urn })], { mode });
    noCall(bed);
    const { calls } = await bed.run({ dailyCap: 1 });

    expect(granted).toMatchObject([{ queued: 0 }]);
    expect(urnsOf(calls)).toEqual([one.urn]);
    expect(await endingOf(bed, one)).toMatchObject({ reason: "requested" });
  });

  it("is stopped by a mode that is switched off before the call", async () => {
    const bed = await listed();
    const one = young(bed);
    const { queued } = await carryOut(bed, [withdrawalRequested(bed, { invitationUrn: one.urn })], {
      identities: [{ id: ANA, paused: true }],
    });

    expect(queued).toHaveLength(1);
    noCall(bed);
    expect(await bed.find(one)).toMatchObject({ state: "pending", withdrawalRequest: { reason: "left-the-market" } });
  });

  it("while the day's cap is used up is carried out by the next day's run, before what is merely stale", async () => {
    const bed = await listed();
    const first = await bed.run({ dailyCap: 2 });
    const one = young(bed);

    await carryOut(bed, [withdrawalRequested(bed, { invitationUrn: one.urn })], { dailyCap: 2 });
    expect(bed.withdrawCalls()).toHaveLength(2);
    bed.untilDayAfter(first, 2);
    const { calls } = await bed.run({ dailyCap: 2 });

    expect(urnsOf(calls)[0]).toBe(one.urn);
    expect(await endingOf(bed, one)).toMatchObject({ outcome: "withdrawn", reason: "requested" });
  });

  it.each([
    ["an invitation nobody knows", () => ({ invitationUrn: "urn:li:fsd_invitation:404" })],
    ["a person nobody knows", () => ({ personId: "404" })],
    ["a Sales Navigator id nobody knows", () => ({ profileUrl: "https://www.linkedin.com/in/ACwAAAEXAMPLE01" })],
    ["an address nobody knows", () => ({ profileUrl: "https://www.linkedin.com/in/nobody-at-all" })],
    ["another identity's invitation", (one: TrueState) => ({ invitationUrn: one.urn, identityId: BEN })],
    ["another identity's person", (one: TrueState) => ({ personId: String(one.profileId), identityId: BEN })],
  ])("for %s does nothing, and says so", async (_, whom) => {
    const bed = await listed();

    const { granted } = await carryOut(bed, [withdrawalRequested(bed, whom(young(bed)))]);

    expect(granted).toEqual([{ invitations: [], queued: 0 }]);
    noCall(bed);
  });

  it("for an invitation that has ended does nothing", async () => {
    const bed = await listed();
    await bed.run();
    const gone = bed.truth().find(({ state }) => state === "withdrawn");
    if (gone === undefined) throw new Error("the run has withdrawn");
    const before = await bed.find(gone);
    const calls = bed.withdrawCalls().length;

    const { granted } = await carryOut(bed, [withdrawalRequested(bed, { personId: String(gone.profileId) })]);

    expect(granted).toEqual([{ invitations: [], queued: 0 }]);
    expect(bed.withdrawCalls()).toHaveLength(calls);
    expect(await bed.find(gone)).toEqual(before);
  });

  it("that cannot be read is thrown before anything is written", async () => {
    const bed = await listed();

    await expect(carryOut(bed, [withdrawalRequested(bed, {})])).rejects.toThrow(MessageError);
  });

  it("for a young one leaves all the others alone", async () => {
    const bed = await listed();
    const others = bed.truth().filter(({ urn }) => urn !== young(bed).urn);

    await carryOut(bed, [withdrawalRequested(bed, { invitationUrn: young(bed).urn })]);

    expect(bed.truth().filter(({ urn }) => others.some((other) => other.urn === urn))).toEqual(others);
  });
});

describe.each(["customer", "icp-mismatch", "do-not-contact"] as const)("a person flagged %s by an event", (as) => {
  it.each([
    ["by id", ({ profileId }: TrueState) => ({ personId: String(profileId) })],
    ["by address", (one: TrueState) => ({ profileUrl: addressOf(one) })],
    ["by a Sales Navigator id", (one: TrueState) => ({ profileUrl: salesAddressOf(one) })],
  ])("%s has the invitation withdrawn at once, and the outcome says for what", async (_, whom) => {
    const bed = await listed();
    const one = young(bed);

    const { granted } = await carryOut(bed, [personFlagged(bed, { ...whom(one), as })]);

    expect(granted).toEqual([{ invitations: [`${ANA}/${idOf(one.urn)}`], queued: 1 }]);
    expect(urnsOf(bed.withdrawCalls())).toEqual([one.urn]);
    expect(await endingOf(bed, one)).toMatchObject({ outcome: "withdrawn", reason: as });
  });

  it("who is protected keeps it", async () => {
    const bed = await listed();
    const one = young(bed);
    await carryOut(bed, [personFlagged(bed, { personId: String(one.profileId), as: "protected" })]);

    await carryOut(bed, [personFlagged(bed, { personId: String(one.profileId), as })]);

    noCall(bed);
    expect((await bed.find(one)).state).toBe("pending");
  });
});

it.each([
  ["an address", addressOf],
  ["a Sales Navigator id", salesAddressOf],
])(
  "a person flagged by %s before any listing shows them has the invitation withdrawn by the first run",
  async (_, of) => {
    const bed = await testBedFor({ identities: [MANY] });
    const one = young(bed);

    const { granted } = await carryOut(bed, [personFlagged(bed, { profileUrl: of(one), as: "customer" })]);
    noCall(bed);
    const { calls } = await bed.run({ dailyCap: 1 });

    expect(granted).toEqual([{ invitations: [], queued: 0 }]);
    expect(urnsOf(calls)).toEqual([one.urn]);
  },
);

describe("an address or a Sales Navigator id that two people were listed under", () => {
  it.each([
    ["an address", (one: TrueState) => ({ profileUrl: addressOf(one) })],
    ["a Sales Navigator id", (one: TrueState) => ({ profileUrl: salesAddressOf(one) })],
  ])("by %s is refused, and nothing is asked for or flagged", async (_, whom) => {
    const bed = await listed();
    const [one, invitation] = [young(bed), await bed.find(young(bed))];
    await bed.workspace.ledger.invitations.insertIfAbsent(
      anInvitation({ ...invitation, identityId: BEN, invitationId: "404", personId: "90009" }),
    );

    const asked = carryOut(bed, [withdrawalRequested(bed, whom(one))]);
    await expect(asked).rejects.toThrow("has been that of 2 people; name the one by personId");
    const flagged = carryOut(bed, [personFlagged(bed, { ...whom(one), as: "customer" })]);
    await expect(flagged).rejects.toThrow("has been that of 2 people");

    expect(await bed.find(one)).toEqual(invitation);
    expect(await bed.workspace.ledger.flags.any()).toBe(false);
    noCall(bed);
  });
});

it("a person flagged protected by an event keeps a stale invitation", async () => {
  const bed = await listed();
  const [oldest] = staleAt(bed.truth(), bed.now());
  if (oldest === undefined) throw new Error("some are stale");

  const { granted } = await carryOut(bed, [
    personFlagged(bed, { personId: String(oldest.profileId), as: "protected" }),
  ]);
  const { calls } = await bed.run();

  expect(granted).toMatchObject([{ queued: 0 }]);
  expect(urnsOf(calls)).not.toContain(oldest.urn);
  expect(urnsOf(calls).length).toBeGreaterThan(0);
});

describe("more pending than the owner wants", () => {
  it("has the oldest withdrawn until few enough are left, after what is stale, and none under a week", async () => {
    const bed = await testBedFor({ identities: [MANY] });
    const pending = bed.truth().filter(({ state }) => state === "pending");
    const stale = staleAt(pending, bed.now());
    const keepPendingBelow = pending.length - stale.length - 3;

    const { calls } = await bed.run({ keepPendingBelow });

    const oldestFirst = pending.toSorted((a, b) => a.sentAt - b.sentAt).map(({ urn }) => urn);
    expect(urnsOf(calls)).toEqual(oldestFirst.slice(0, stale.length + 3));
    const reasons = (await bed.outcomes()).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason === "backlog")).toHaveLength(3);
    expect(reasons.filter((reason) => reason === "stale")).toHaveLength(stale.length);
  });

  it("leaves everything under a week, however many there are", async () => {
    const bed = await testBedFor({ identities: [MANY] });
    const week = bed.now().getTime() - 7 * DAY_MS;

    await bed.run({ keepPendingBelow: 1 });

    const withdrawn = bed.truth().filter(({ state }) => state === "withdrawn");
    expect(withdrawn.length).toBeGreaterThan(staleAt(bed.truth(), bed.now()).length);
    expect(withdrawn.filter(({ sentAt }) => sentAt > week)).toEqual([]);
    expect(bed.truth().filter((one) => one.state === "pending" && one.sentAt <= week)).toEqual([]);
  });
});
