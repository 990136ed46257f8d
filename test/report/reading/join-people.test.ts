import { describe, expect, it } from "vitest";
import { joinPeople, type PersonItem } from "../../../lib/report/reading/join-people.ts";
import { anOutcome, day } from "../helpers/records.ts";

const UNTIL = day(60);
const itemOf = (invitationId: string): PersonItem => ({
  ...{ invitationId, personId: `person of ${invitationId}`, profileKey: `profile of ${invitationId}` },
  salesNavigatorKey: null,
  ending: {
    ...{ outcome: "withdrawn", endedAt: day(22), withdrawnAt: day(22), daysPending: 22, reason: "stale" },
    ...{ thresholdDays: 21, policyVersion: 1, confirmed: true, heldOut: false, runId: "run-1", reinviteAfter: UNTIL },
  },
});

async function joined(count: number, known: (invitationId: string) => boolean) {
  const asked: string[][] = [];
  const rows = Array.from({ length: count }, (_, index) =>
    anOutcome({ identityId: index % 2 === 0 ? "ana" : "bob", invitationId: String(index) }),
  );
  const found = [];
  const findMany = async (identityId: string, ids: readonly string[]) => {
    asked.push([identityId, ...ids]);
    return ids.filter(known).map(itemOf).toReversed();
  };
  const names = new Map([["ana", "Ana"]]);
  for await (const row of joinPeople(findMany, toAsync(rows), names)) found.push(row);
  return { asked, found, rows };
}

async function* toAsync<Item>(items: readonly Item[]) {
  yield* items;
}

describe("rows joined with their people", () => {
  it("come in their order, however the items come", async () => {
    const { found, rows, asked } = await joined(1_001, () => true);

    expect(found).toEqual(
      rows.map((row) => ({
        ...row,
        ...{ personId: `person of ${row.invitationId}`, profileKey: `profile of ${row.invitationId}` },
        ...{ salesNavigatorKey: null, reinviteAfter: UNTIL, identityName: row.identityId === "ana" ? "Ana" : null },
      })),
    );
    // Two batches of both identities, and one of the last row.
    expect(asked).toHaveLength(5);
  });

  it("have nobody where the item is gone", async () => {
    const { found } = await joined(2, (invitationId) => invitationId !== "1");

    expect(found[0]).toMatchObject({ personId: "person of 0" });
    expect(found[1]).toMatchObject({ personId: null, profileKey: null, reinviteAfter: null });
  });

  it("are none where there are none", async () => {
    expect(await joined(0, () => true)).toMatchObject({ found: [], asked: [] });
  });
});
