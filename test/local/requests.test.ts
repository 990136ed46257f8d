import { describe, expect, it } from "vitest";
import { MessageError } from "../../lib/contract/messages.ts";
import { DAY_MS } from "../../lib/core/time.ts";
import { flag } from "../../lib/ledger/flagging.ts";
import type { Standing } from "../../lib/local/sandbox/standing.ts";
import { aMark } from "../helpers/dynamo-records.ts";
import { ANA, account, ageAt, BEN, idOf, type Stage, stageFor, staleAt, urnsOf } from "../helpers/stage.ts";
import { addressOf, carryOut, personFlagged, withdrawalRequested } from "../helpers/wishes.ts";

/** Enough that some are younger than the floor. */
const MANY = account({ backlog: 24, backlogDays: 30 });

/** Everything is in the ledger, and nothing has been called for yet. */
async function listed(identities = [MANY]): Promise<Stage> {
  const stage = await stageFor({ identities });
  await stage.run({ mode: "dry-run" });
  return stage;
}

function young(stage: Stage, nth = 0): Standing {
  const found = stage.truth().filter((one) => one.state === "pending" && ageAt(one, stage.now()) < 7)[nth];
  if (found === undefined) throw new Error("there are some under a week");
  return found;
}

const endingOf = async (stage: Stage, standing: Standing) => (await stage.find(standing)).ending;
const noCall = (stage: Stage) => expect(stage.withdrawCalls()).toEqual([]);

describe("a withdrawal requested", () => {
  it.each([
    ["by the invitation's urn", ({ urn }: Standing) => ({ invitationUrn: urn })],
    ["by its urn and identity", ({ urn }: Standing) => ({ invitationUrn: urn, identityId: ANA })],
    ["by the profile's address", (one: Standing) => ({ profileUrl: addressOf(one) })],
    ["by the address as others write it", (one: Standing) => ({ profileUrl: `${addressOf(one)}/?trk=x` })],
    ["by the person's id", ({ profileId }: Standing) => ({ personId: String(profileId) })],
  ])("%s is carried out at once, however young the invitation is", async (_, whom) => {
    const stage = await listed();
    const one = young(stage);

    const { granted } = await carryOut(stage, [withdrawalRequested(stage, whom(one), "evt-7")]);

    expect(granted).toEqual([{ invitations: [`${ANA}/${idOf(one.urn)}`], queued: 1 }]);
    expect(urnsOf(stage.withdrawCalls())).toEqual([one.urn]);
    expect(await stage.find(one)).toMatchObject({
      state: "withdrawn",
      asked: { id: "evt-7", by: "crm", why: "left-the-market" },
      ending: { outcome: "withdrawn", reason: "requested", confirmed: true, runId: "event-evt-7" },
    });
    expect(stage.sandbox.world.violations()).toEqual([]);
  });

  it("twice by the same event is one call", async () => {
    const stage = await listed();
    const one = young(stage);
    const event = withdrawalRequested(stage, { invitationUrn: one.urn });

    const { queued } = await carryOut(stage, [event, event]);
    const again = await carryOut(stage, [event]);

    expect(queued).toHaveLength(2);
    expect(urnsOf(stage.withdrawCalls())).toEqual([one.urn]);
    expect(again).toEqual({ granted: [{ invitations: [], queued: 0 }], queued: [] });
  });

  it("of somebody protected is not carried out, then or later", async () => {
    const stage = await listed();
    const one = young(stage);
    await flag(stage.workspace.ledger, { personId: String(one.profileId) }, aMark());

    await carryOut(stage, [withdrawalRequested(stage, { invitationUrn: one.urn })]);
    noCall(stage);
    const { sweeps } = await stage.run();

    expect(sweeps.get(ANA)?.byReason).toMatchObject({ protected: 1 });
    expect((await stage.find(one)).state).toBe("pending");
  });

  it.each(["off", "dry-run"])("is not carried out in mode %s, and by the first run that is live", async (mode) => {
    const stage = await listed();
    const one = young(stage);

    const { granted } = await carryOut(stage, [withdrawalRequested(stage, { invitationUrn: one.urn })], { mode });
    noCall(stage);
    const { calls } = await stage.run({ dailyCap: 1 });

    expect(granted).toMatchObject([{ queued: 0 }]);
    expect(urnsOf(calls)).toEqual([one.urn]);
    expect(await endingOf(stage, one)).toMatchObject({ reason: "requested" });
  });

  it("is stopped by a mode that is switched off before the call", async () => {
    const stage = await listed();
    const one = young(stage);
    const { queued } = await carryOut(stage, [withdrawalRequested(stage, { invitationUrn: one.urn })], {
      identities: [{ id: ANA, paused: true }],
    });

    expect(queued).toHaveLength(1);
    noCall(stage);
    expect(await stage.find(one)).toMatchObject({ state: "pending", asked: { why: "left-the-market" } });
  });

  it("while the day's cap is used up is carried out by the next day's run, before what is merely stale", async () => {
    const stage = await listed();
    const first = await stage.run({ dailyCap: 2 });
    const one = young(stage);

    await carryOut(stage, [withdrawalRequested(stage, { invitationUrn: one.urn })], { dailyCap: 2 });
    expect(stage.withdrawCalls()).toHaveLength(2);
    stage.untilDayAfter(first, 2);
    const { calls } = await stage.run({ dailyCap: 2 });

    expect(urnsOf(calls)[0]).toBe(one.urn);
    expect(await endingOf(stage, one)).toMatchObject({ outcome: "withdrawn", reason: "requested" });
  });

  it.each([
    ["an invitation nobody knows", () => ({ invitationUrn: "urn:li:fsd_invitation:404" })],
    ["a person nobody knows", () => ({ personId: "404" })],
    ["an address nobody knows", () => ({ profileUrl: "https://www.linkedin.com/in/nobody-at-all" })],
    ["another identity's invitation", (one: Standing) => ({ invitationUrn: one.urn, identityId: BEN })],
    ["another identity's person", (one: Standing) => ({ personId: String(one.profileId), identityId: BEN })],
  ])("for %s does nothing, and says so", async (_, whom) => {
    const stage = await listed();

    const { granted } = await carryOut(stage, [withdrawalRequested(stage, whom(young(stage)))]);

    expect(granted).toEqual([{ invitations: [], queued: 0 }]);
    noCall(stage);
  });

  it("for an invitation that has ended does nothing", async () => {
    const stage = await listed();
    await stage.run();
    const gone = stage.truth().find(({ state }) => state === "withdrawn");
    if (gone === undefined) throw new Error("the run has withdrawn");
    const before = await stage.find(gone);
    const calls = stage.withdrawCalls().length;

    const { granted } = await carryOut(stage, [withdrawalRequested(stage, { personId: String(gone.profileId) })]);

    expect(granted).toEqual([{ invitations: [], queued: 0 }]);
    expect(stage.withdrawCalls()).toHaveLength(calls);
    expect(await stage.find(gone)).toEqual(before);
  });

  it("that cannot be read is thrown before anything is written", async () => {
    const stage = await listed();

    await expect(carryOut(stage, [withdrawalRequested(stage, {})])).rejects.toThrow(MessageError);
  });

  it("for a young one leaves all the others alone", async () => {
    const stage = await listed();
    const others = stage.truth().filter(({ urn }) => urn !== young(stage).urn);

    await carryOut(stage, [withdrawalRequested(stage, { invitationUrn: young(stage).urn })]);

    expect(stage.truth().filter(({ urn }) => others.some((other) => other.urn === urn))).toEqual(others);
  });
});

describe.each(["customer", "icp-mismatch", "do-not-contact"] as const)("a person flagged %s by an event", (as) => {
  it.each([
    ["by id", ({ profileId }: Standing) => ({ personId: String(profileId) })],
    ["by address", (one: Standing) => ({ profileUrl: addressOf(one) })],
  ])("%s has the invitation withdrawn at once, and the outcome says for what", async (_, whom) => {
    const stage = await listed();
    const one = young(stage);

    const { granted } = await carryOut(stage, [personFlagged(stage, { ...whom(one), as })]);

    expect(granted).toEqual([{ invitations: [`${ANA}/${idOf(one.urn)}`], queued: 1 }]);
    expect(urnsOf(stage.withdrawCalls())).toEqual([one.urn]);
    expect(await endingOf(stage, one)).toMatchObject({ outcome: "withdrawn", reason: as });
  });

  it("who is protected keeps it", async () => {
    const stage = await listed();
    const one = young(stage);
    await carryOut(stage, [personFlagged(stage, { personId: String(one.profileId), as: "protected" })]);

    await carryOut(stage, [personFlagged(stage, { personId: String(one.profileId), as })]);

    noCall(stage);
    expect((await stage.find(one)).state).toBe("pending");
  });
});

it("a person flagged before any listing shows them has the invitation withdrawn by the first run", async () => {
  const stage = await stageFor({ identities: [MANY] });
  const one = young(stage);

  const { granted } = await carryOut(stage, [personFlagged(stage, { profileUrl: addressOf(one), as: "customer" })]);
  noCall(stage);
  const { calls } = await stage.run({ dailyCap: 1 });

  expect(granted).toEqual([{ invitations: [], queued: 0 }]);
  expect(urnsOf(calls)).toEqual([one.urn]);
});

it("a person flagged protected by an event keeps a stale invitation", async () => {
  const stage = await listed();
  const [oldest] = staleAt(stage.truth(), stage.now());
  if (oldest === undefined) throw new Error("some are stale");

  const { granted } = await carryOut(stage, [
    personFlagged(stage, { personId: String(oldest.profileId), as: "protected" }),
  ]);
  const { calls } = await stage.run();

  expect(granted).toMatchObject([{ queued: 0 }]);
  expect(urnsOf(calls)).not.toContain(oldest.urn);
  expect(urnsOf(calls).length).toBeGreaterThan(0);
});

describe("more pending than the owner wants", () => {
  it("has the oldest withdrawn until few enough are left, after what is stale, and none under a week", async () => {
    const stage = await stageFor({ identities: [MANY] });
    const pending = stage.truth().filter(({ state }) => state === "pending");
    const stale = staleAt(pending, stage.now());
    const keepPendingBelow = pending.length - stale.length - 3;

    const { calls } = await stage.run({ keepPendingBelow });

    const oldestFirst = pending.toSorted((a, b) => a.sentAt - b.sentAt).map(({ urn }) => urn);
    expect(urnsOf(calls)).toEqual(oldestFirst.slice(0, stale.length + 3));
    const reasons = (await stage.outcomes()).map(({ reason }) => reason);
    expect(reasons.filter((reason) => reason === "backlog")).toHaveLength(3);
    expect(reasons.filter((reason) => reason === "stale")).toHaveLength(stale.length);
  });

  it("leaves everything under a week, however many there are", async () => {
    const stage = await stageFor({ identities: [MANY] });
    const week = stage.now().getTime() - 7 * DAY_MS;

    await stage.run({ keepPendingBelow: 1 });

    const withdrawn = stage.truth().filter(({ state }) => state === "withdrawn");
    expect(withdrawn.length).toBeGreaterThan(staleAt(stage.truth(), stage.now()).length);
    expect(withdrawn.filter(({ sentAt }) => sentAt > week)).toEqual([]);
    expect(stage.truth().filter((one) => one.state === "pending" && one.sentAt <= week)).toEqual([]);
  });
});
