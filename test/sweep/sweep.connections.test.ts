import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { fieldBed } from "../helpers/field-bed.ts";
import type { FieldConnection, FieldInvitation } from "../helpers/field-state.ts";

const REP = "11111111-1111-4111-8111-111111111111";
const daysAgo = (days: number): string => later(new Date(), -days * DAY_MS).toISOString();
const invitation = (index: number): FieldInvitation => ({
  ...{ id: String(7_500_000_000_000_000_000n + BigInt(index)), sent_date: daysAgo(10 + index / 100) },
  profile_id: 1_000 + index,
});
const thirty = Array.from({ length: 30 }, (_, index) => invitation(index));
const identity = (invitations: readonly FieldInvitation[], connections: readonly FieldConnection[] = []) => ({
  identities: { [REP]: { name: "rep", invitations, connections } },
});
const connected = (profile_id: number, days: number): FieldConnection => ({ profile_id, connected_at: daysAgo(days) });
const older = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => connected(9_000 + from + index, 200 + from + index));

/** Two of thirty leave the list while the connections are as given; what became of the two. */
async function afterTwoLeft(connections: readonly FieldConnection[]) {
  const bed = await fieldBed(identity(thirty));
  await bed.run({ mode: "dry-run" });
  bed.advance(1);
  bed.api.become(() => identity(thirty.slice(2), connections));
  const sweeps = await bed.run({ mode: "dry-run" });
  const found = await Promise.all(
    thirty.slice(0, 2).map(({ id }) => bed.workspace.ledger.invitations.find(REP, String(id))),
  );
  return { states: found.map((one) => one?.state), sweep: sweeps.get(REP) };
}

describe("people who are in the list of connections", () => {
  it("have accepted, in whatever order the list shows them", async () => {
    // One stands first, the other on the second page behind older dates.
    const { states } = await afterTwoLeft([
      connected(1_000, 0.5),
      ...older(45, 0),
      connected(1_001, 0.5),
      ...older(3, 50),
    ]);

    expect(states).toEqual(["accepted", "accepted"]);
  });

  it("are not settled where nobody can read since when, and the others are", async () => {
    const undated = { ...connected(1_000, 1), extra: { connected_at: "__absent__" } };

    const { states, sweep } = await afterTwoLeft([undated, ...older(3, 0)]);

    expect(states).toEqual(["pending", "gone"]);
    expect(sweep).toMatchObject({ unresolved: 1, gone: 1 });
  });
});
