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

/** A bed whose API shows thirty invitations, after its first run. Dates are as they stand above: nothing moves them. */
async function afterFirstRun() {
  const bed = await fieldBed(identity([]));
  bed.api.become(() => identity(thirty));
  await bed.run({ mode: "dry-run" });
  /** The next day's run, with the first so many gone from the list. */
  const nextDay = async (left: number, connections: readonly FieldConnection[]) => {
    bed.advance(1);
    bed.api.become(() => identity(thirty.slice(left), connections));
    return (await bed.run({ mode: "dry-run" })).get(REP);
  };
  const found = (index: number) => bed.workspace.ledger.invitations.find(REP, String(thirty[index]?.id));
  const states = async (count: number) =>
    Promise.all(Array.from({ length: count }, async (_, index) => (await found(index))?.state));
  return { bed, nextDay, found, states };
}

/** Two of thirty leave the list while the connections are as given; what became of the two. */
async function afterTwoLeft(connections: readonly FieldConnection[]) {
  const { nextDay, states } = await afterFirstRun();
  const sweep = await nextDay(2, connections);
  return { states: await states(2), sweep };
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

  it("have accepted though they connected before the days looked at, where that was after they were invited", async () => {
    // Sent ten days ago. A list served late had shown both as pending until yesterday.
    const { states } = await afterTwoLeft([connected(1_000, 4), connected(1_001, 11)]);

    expect(states).toEqual(["accepted", "gone"]);
  });
});

describe("who was taken for gone", () => {
  /** Half a day after the first run, and half a day before the second. */
  const betweenRuns = (profileId: number): FieldConnection => connected(profileId, -0.5);

  it("has accepted, as soon as a later list of connections shows them, behind older ones and on the second page too", async () => {
    const { nextDay, states, found, bed } = await afterFirstRun();
    const second = await nextDay(2, [betweenRuns(1_000), ...older(3, 0)]);
    const before = await states(2);

    // A third leaves; the acceptance that was hidden stands where the list is read anyway.
    const third = await nextDay(3, [betweenRuns(1_000), ...older(45, 0), betweenRuns(1_001), ...older(3, 50)]);

    expect(before).toEqual(["accepted", "gone"]);
    expect(second).toMatchObject({ accepted: 1, gone: 1, mended: 0 });
    expect(await states(3)).toEqual(["accepted", "accepted", "gone"]);
    expect(third).toMatchObject({ accepted: 1, mended: 1, gone: 1, notLookedUp: 0 });
    const mended = await found(1);
    const connectedAt = new Date(betweenRuns(1_001).connected_at);
    expect(mended?.ending).toMatchObject({ confirmed: true, reason: null, runId: third?.runId, daysPending: 10 });
    expect(Math.abs(Number(mended?.ending?.endedAt) - connectedAt.getTime())).toBeLessThan(60_000);
    // Each ending once in the log, and no more calls than for the third alone.
    expect((await bed.outcomes()).map(({ outcome }) => outcome).sort()).toEqual(["accepted", "accepted", "gone"]);
    expect(bed.api.calls.filter(({ action }) => action === "linkedin-extract-connections")).toHaveLength(3);
  });

  it("has accepted, also where they connected long before the days that are looked at", async () => {
    const { nextDay, states, bed } = await afterFirstRun();
    await nextDay(1, older(3, 0));
    bed.advance(6);
    await nextDay(1, older(3, 0));

    const sweep = await nextDay(2, [betweenRuns(1_000), ...older(3, 0)]);

    expect(await states(2)).toEqual(["accepted", "gone"]);
    expect(sweep).toMatchObject({ accepted: 1, mended: 1, gone: 1 });
  });

  it("has not, where the connection is older than the invitation, or much younger than its end", async () => {
    const { nextDay, states, bed } = await afterFirstRun();
    await nextDay(2, older(3, 0));
    bed.advance(6);

    // Both taken for gone a day after the first run: the one was connected before it was invited, the other days later.
    const sweep = await nextDay(3, [connected(1_001, -5), connected(1_000, 11), ...older(3, 0)]);

    expect(await states(3)).toEqual(["gone", "gone", "gone"]);
    expect(sweep).toMatchObject({ accepted: 0, mended: 0 });
  });

  it("stays so without a call where nobody has left the list", async () => {
    const { nextDay, states, bed } = await afterFirstRun();
    await nextDay(1, older(3, 0));
    const calls = bed.api.calls.length;

    await nextDay(1, [betweenRuns(1_000), ...older(3, 0)]);

    expect(await states(1)).toEqual(["gone"]);
    expect(bed.api.calls.slice(calls).map(({ action }) => action)).not.toContain("linkedin-extract-connections");
  });

  it("is not mended while a list shows the invitation again", async () => {
    const { bed, nextDay, states } = await afterFirstRun();
    await nextDay(1, older(3, 0));
    // Two hours on: too soon for a list to take the ending back.
    bed.advance(2 / 24);
    bed.api.become(() => identity([...thirty.slice(0, 1), ...thirty.slice(2)], [betweenRuns(1_000), ...older(3, 0)]));

    await bed.run({ mode: "dry-run" });

    expect(await states(2)).toEqual(["gone", "gone"]);
  });

  it("by another identity stays so", async () => {
    const other = "22222222-2222-4222-8222-222222222222";
    const { bed, nextDay, states } = await afterFirstRun();
    await nextDay(1, older(3, 0));
    const both = (left: number) => ({
      identities: {
        ...identity(thirty.slice(1)).identities,
        [other]: { name: "other", invitations: thirty.slice(20 + left), connections: [betweenRuns(1_000)] },
      },
    });
    bed.api.become(() => both(0));
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    bed.api.become(() => both(1));

    const sweeps = await bed.run({ mode: "dry-run" });

    expect(sweeps.get(other)).toMatchObject({ gone: 1, mended: 0 });
    expect(await states(1)).toEqual(["gone"]);
  });

  it("has accepted, also where another identity has invited the same person", async () => {
    const other = "22222222-2222-4222-8222-222222222222";
    const { bed, states } = await afterFirstRun();
    const beside = { name: "other", invitations: [{ ...invitation(99), profile_id: 1_000 }] };
    const days = [
      identity(thirty, []),
      identity(thirty.slice(1), older(3, 0)),
      identity(thirty.slice(2), [betweenRuns(1_000)]),
    ];
    for (const { identities } of days) {
      bed.api.become(() => ({ identities: { ...identities, [other]: beside } }));
      await bed.run({ mode: "dry-run" });
      bed.advance(1);
    }

    expect(await states(2)).toEqual(["accepted", "gone"]);
  });

  it("is looked for among the 300 latest connections alone, and how many were left out is said", async () => {
    const { nextDay, states, bed } = await afterFirstRun();
    await nextDay(2, []);
    const strangers = (count: number, from: number, days: number) =>
      Array.from({ length: count }, (_, index) => connected(from + index, days));
    // The later one of the two is the 300th latest, the earlier one the 302nd.
    const latest = [...strangers(299, 20_000, -1.2), connected(1_000, -0.5), ...strangers(1, 30_000, -0.4)];

    const sweep = await nextDay(3, [...older(5, 0), connected(1_001, -0.3), ...latest.reverse()]);

    expect(await states(2)).toEqual(["accepted", "gone"]);
    expect(sweep).toMatchObject({ mended: 1, notLookedUp: 7 });
    expect(bed.warnings.map(({ message, fields }) => [message, fields.count])).toContainEqual([
      "connections not compared with what is gone",
      7,
    ]);
  });
});
