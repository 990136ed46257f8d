import { expect, it } from "vitest";
import { METRICS } from "../../lib/contract/metrics.ts";
import { type FieldBed, fieldBed } from "../helpers/field-bed.ts";
import type { FieldFault, FieldState } from "../helpers/field-state.ts";

const REP = "11111111-1111-4111-8111-111111111111";
const OTHER = "22222222-2222-4222-8222-222222222222";
const WITHDRAW = "linkedin-withdraw-invitation";

/** Stale invitations of each identity, numbered on. */
function world(counts: Readonly<Record<string, number>>, faults: readonly FieldFault[]): FieldState {
  let next = 0;
  const identities = Object.entries(counts).map(([id, count]) => {
    const invitations = Array.from({ length: count }, () => {
      next += 1;
      const sent_date = new Date(Date.parse("2026-08-01T00:00:00.000Z") + next * 3_600_000).toISOString();
      return { id: String(7_100_000 + next), sent_date, profile_id: 9_000 + next };
    });
    return [id, { name: "rep", invitations }] as const;
  });
  return { identities: Object.fromEntries(identities), faults };
}

const ofInvitation = (label: string, index: number): FieldFault => ({
  ...{ match: { action: WITHDRAW, urn: `urn:li:fsd_invitation:${7_100_000 + index}` }, do: label, times: 10_000 },
});
const ofEight = (label: string) => Array.from({ length: 8 }, (_, index) => ofInvitation(label, index + 1));

/** Totals after each day, newly needing first. */
async function days(bed: FieldBed, count: number): Promise<[number, number][]> {
  const totals: [number, number][] = [];
  const total = (name: string) => bed.workspace.metricTotals.get(name) ?? 0;
  for (let day = 0; day < count; day += 1) {
    await bed.run({ ageFromIds: "off" });
    totals.push([total(METRICS.newlyNeedsPerson), total(METRICS.needsPerson)]);
    bed.advance(1);
  }
  return totals;
}

it("an identity that nobody looks at is counted as new once, and each day as one that needs a person", async () => {
  const bed = await fieldBed(world({ [REP]: 8 }, ofEight("status:424:STATUS_403")));

  const totals = await days(bed, 5);

  expect(totals.map(([newly]) => newly)).toEqual([0, 1, 1, 1, 1]);
  expect(totals.at(-1)?.[1]).toBeGreaterThan(3);
});

it("another one is counted as new while the first still waits, and the first again after somebody has looked", async () => {
  const bed = await fieldBed(world({ [REP]: 8, [OTHER]: 1 }, ofEight("status:424:STATUS_403")));
  await days(bed, 2);
  bed.api.become((state) => ({
    ...state,
    identities: {
      ...state.identities,
      [OTHER]: { name: "rep", invitations: [{ id: "7100099", sent_date: "2026-08-20T00:00:00.000Z", profile_id: 1 }] },
    },
    faults: [...(state.faults ?? []), ofInvitation("status:424:AUTH_EXPIRED", 99)],
  }));

  const [[another] = [0]] = await days(bed, 1);
  await bed.workspace.ledger.identities.setNeedsPerson(REP, null);
  bed.api.become((state) => ({
    ...state,
    identities: { [REP]: state.identities[REP] ?? { name: "rep", invitations: [] } },
  }));
  const again = await days(bed, 2);

  expect(another).toBe(2);
  expect(again.map(([newly]) => newly)).toEqual([2, 3]);
});

it("an outage that lasts is counted as new on its second day, and not again", async () => {
  const bed = await fieldBed(world({ [REP]: 12 }, [{ match: { action: WITHDRAW }, do: "status:502", times: 10_000 }]));

  const totals = await days(bed, 4);

  expect(totals.map(([newly]) => newly)).toEqual([0, 1, 1, 1]);
});

it("an identity that cannot be listed any more is counted as new", async () => {
  const faults = [{ match: { action: "linkedin-extract-sent-invitations" }, do: "status:424:AUTH_EXPIRED", times: 10 }];
  const bed = await fieldBed(world({ [REP]: 1, [OTHER]: 1 }, faults));

  const [[newly] = [0]] = await days(bed, 1);

  expect(newly).toBe(2);
});
