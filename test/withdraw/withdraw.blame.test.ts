import { expect, it } from "vitest";
import { type FieldBed, fieldBed } from "../helpers/field-bed.ts";
import type { FieldFault, FieldState } from "../helpers/field-state.ts";
import { readFieldState } from "../helpers/field-state.ts";

const REP = "11111111-1111-4111-8111-111111111111";
const WITHDRAW = "linkedin-withdraw-invitation";
const urnOf = (index: number): string => `urn:li:fsd_invitation:${7_100_000 + index}`;

/** So many stale invitations of each identity, the first one the oldest. */
function world(counts: Readonly<Record<string, number>>, faults: readonly FieldFault[] = []): FieldState {
  const start = Date.parse("2026-08-01T00:00:00.000Z");
  let next = 0;
  const invitationsOf = (count: number) =>
    Array.from({ length: count }, () => {
      next += 1;
      const sent_date = new Date(start + next * 3_600_000).toISOString();
      return { id: String(7_100_000 + next), sent_date, profile_id: 9_000 + next };
    });
  const identities = Object.entries(counts).map(([id, count]) => [
    id,
    { name: "rep", invitations: invitationsOf(count) },
  ]);
  return { identities: Object.fromEntries(identities), faults };
}

const always = (label: string, more: Partial<FieldFault["match"]> = {}): FieldFault => ({
  ...{ match: { action: WITHDRAW, ...more }, do: label, times: 10_000 },
});

const callsIn = (bed: FieldBed): number => bed.api.calls.filter(({ urn }) => urn !== null).length;

async function days(bed: FieldBed, count: number): Promise<number[]> {
  const calls: number[] = [];
  for (let day = 0; day < count; day += 1) {
    const before = callsIn(bed);
    await bed.run({ ageFromIds: "off" });
    calls.push(callsIn(bed) - before);
    bed.advance(1);
  }
  return calls;
}

const cure = (bed: FieldBed): void => bed.api.become((state) => ({ ...state, faults: [] }));
const workspaceOf = async (bed: FieldBed) => (await bed.workspace.ledger.workspace.find()).state;
const gateOf = async (bed: FieldBed, id = REP) => (await bed.workspace.ledger.identities.find(id)).gate;

it("a request that is refused as wrong costs three calls a day, ends nothing, and is healed by the first success", async () => {
  const bed = await fieldBed(
    world({ [REP]: 8, "22222222-2222-4222-8222-222222222222": 4 }, [always("status:400:BAD_INPUT")]),
  );

  const calls = await days(bed, 3);

  expect(calls).toEqual([3, 3, 3]);
  expect(await bed.outcomes()).toEqual([]);
  expect((await workspaceOf(bed)).stop).toMatchObject({ why: "BAD_INPUT", runs: 3 });

  cure(bed);
  await days(bed, 1);

  expect(bed.api.withdrawn).toHaveLength(12);
  expect((await workspaceOf(bed)).stop).toBeNull();
});

it.each(["status:424:LK_ERROR", "status:502", "drop"])(
  "%s for two days, then cured: all are withdrawn, and nobody was needed",
  async (fault) => {
    const bed = await fieldBed(world({ [REP]: 12 }, [always(fault)]));

    const calls = await days(bed, 2);
    expect(await bed.outcomes()).toEqual([]);
    cure(bed);
    await days(bed, 1);

    expect(calls).toEqual([4, 4]);
    expect(bed.api.withdrawn).toHaveLength(12);
  },
);

it("one invitation that always answers 502 costs itself turns and nobody else a day", async () => {
  const bed = await fieldBed(world({ [REP]: 5 }, [always("status:502", { urn: urnOf(1) })]));

  const calls = await days(bed, 8);

  expect(bed.api.withdrawn).toEqual([2, 3, 4, 5].map(urnOf));
  // Two tries a day until the fifth, then it rests for three days.
  expect(calls).toEqual([6, 2, 1, 0, 0, 2, 2, 1]);
  expect(await gateOf(bed)).toMatchObject({ needsPerson: null, stop: null });

  cure(bed);
  await days(bed, 7);
  expect(bed.api.withdrawn).toHaveLength(5);
});

it("the oldest invitation that always answers STATUS_403 keeps none of the others", async () => {
  const state = readFieldState("test/withdraw/cases/one-invitation-403/state.json");
  const bed = await fieldBed(state);

  await days(bed, 1);

  expect(bed.api.withdrawn.toSorted()).toEqual([7001, 7002].map((id) => `urn:li:fsd_invitation:750000000000000${id}`));
});

it("five oldest with a label nobody has listed stop their identity for a day, and the next run begins with others", async () => {
  const faults = [1, 2, 3, 4, 5].map((index) => always("status:424:SOME_NEW_LABEL", { urn: urnOf(index) }));
  const bed = await fieldBed(world({ [REP]: 9 }, faults));

  const calls = await days(bed, 2);

  expect(calls).toEqual([3, 9]);
  expect(bed.api.withdrawn).toEqual([6, 7, 8, 9].map(urnOf));
  expect((await gateOf(bed)).needsPerson).toBeNull();
});

it("an identity that is refused everything needs a person after its second run, and another goes on", async () => {
  const other = "22222222-2222-4222-8222-222222222222";
  const faults = Array.from({ length: 8 }, (_, index) => always("status:424:STATUS_403", { urn: urnOf(index + 1) }));
  const bed = await fieldBed(world({ [REP]: 8, [other]: 3 }, faults));

  const calls = await days(bed, 3);

  expect(calls).toEqual([6, 3, 0]);
  expect((await gateOf(bed)).needsPerson).toMatchObject({ why: "outcomes-not-known" });
  expect(bed.api.withdrawn).toHaveLength(3);

  cure(bed);
  await bed.workspace.ledger.identities.setNeedsPerson(REP, null);
  await days(bed, 1);
  expect(bed.api.withdrawn).toHaveLength(11);
});

it("two identities that are stopped alike stop all for this run", async () => {
  const ids = ["1", "2", "3"].map((digit) => `${digit.repeat(8)}-1111-4111-8111-111111111111`);
  const bed = await fieldBed(world(Object.fromEntries(ids.map((id) => [id, 5])), [always("status:424:STATUS_403")]));

  await days(bed, 1);

  expect((await workspaceOf(bed)).stop).toMatchObject({ why: "STATUS_403" });
});
