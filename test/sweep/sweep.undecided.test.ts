import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../lib/domain/time.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import { ANA, account, BEN, testBedFor } from "../helpers/test-bed.ts";

/** Two identities that have invited the same person, as their lists show it on each day. */
function twoInvited(dates: (now: Date) => { readonly ana: string; readonly ben: string }) {
  return testBedFor({
    identities: [account({ backlog: 0 }), account({ uid: BEN, name: "Ben", backlog: 0 })],
    edges: (real) => {
      const edges: EdgesClient = {
        ...real,
        async *listSentInvitations(identityId) {
          const { ana, ben } = dates(bedNow());
          const [invitationId, sentDate] =
            identityId === ANA ? ["7400000000000000001", ana] : ["7400000000000000002", ben];
          const person = { fullName: null, jobTitle: null, profileUrl: null };
          const urn = `urn:li:fsd_invitation:${invitationId}`;
          const one = {
            invitationId,
            urn,
            personId: "77",
            salesNavigatorId: null,
            kind: "CONNECTION",
            sentDate,
            person,
          };
          yield { invitations: [one], malformed: [], repeated: [], repeats: 0, next: null } as never;
          return { state: "complete" };
        },
      };
      return edges;
    },
  });
  function bedNow(): Date {
    return clock.now();
  }
}
let clock: { now(): Date };

const begin = Date.parse("2026-11-02T09:00:00.000Z");
const daysSince = (now: Date, ms: number) => Math.floor((now.getTime() - ms) / DAY_MS);

describe("two invitations to one person of which nobody can tell the order", () => {
  it("both stay, and say so, until their dates part", async () => {
    // Truly 12 and 5 days old; the pages count in weeks, and "1 week ago" may be all but two, or none.
    const [older, younger] = [begin - 12 * DAY_MS, begin - 5 * DAY_MS];
    const bed = await twoInvited((now) => ({
      ana: `${Math.floor(daysSince(now, older) / 7)} weeks ago`,
      ben: daysSince(now, younger) < 7 ? `${daysSince(now, younger)} days ago` : "1 week ago",
    }));
    clock = { now: bed.now };
    const first = await bed.run({ thresholdDays: 60 });
    const notes = await Promise.all([
      bed.workspace.ledger.invitations.find(ANA, "7400000000000000001"),
      bed.workspace.ledger.invitations.find(BEN, "7400000000000000002"),
    ]);

    expect(first.sweeps.get(ANA)?.byReason).toEqual({ "duplicate-undecided": 1 });
    expect(first.sweeps.get(BEN)?.byReason).toEqual({ "duplicate-undecided": 1 });
    expect(notes.map((one) => one?.undecidedWith?.identityId)).toEqual([BEN, ANA]);
    expect(notes.map((one) => one?.duplicateOf)).toEqual([null, null]);
  });

  it("the older goes on the day that tells which it is, long after both were new", async () => {
    const exact = new Date(begin - 5 * DAY_MS).toISOString();
    const bed = await twoInvited((now) => ({
      ana: daysSince(now, begin) < 4 ? "1 week ago" : "3 weeks ago",
      ben: exact,
    }));
    clock = { now: bed.now };
    const reasons: unknown[] = [];
    for (let day = 0; day < 5; day += 1) {
      const run = await bed.run({ mode: "dry-run", thresholdDays: 200 });
      reasons.push(run.sweeps.get(ANA)?.byReason);
      bed.untilDayAfter(run);
    }

    expect(reasons.slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ({ "duplicate-undecided": 1 })));
    expect(reasons[4]).toEqual({ duplicate: 1 });
  });
});

it("a list with malformed items is no list after which somebody is new", async () => {
  let malformed = true;
  const bed = await testBedFor({
    edges: (real) => ({
      ...real,
      async *listSentInvitations(identityId, options) {
        const walk = real.listSentInvitations(identityId, options);
        for (;;) {
          const step = await walk.next();
          if (step.done) return step.value;
          const [first, ...rest] = step.value.invitations;
          const kept = malformed && first !== undefined;
          const out = { invitationId: first?.invitationId ?? null, faults: ["x: y"], named: [] };
          yield kept ? { ...step.value, invitations: rest, malformed: [out] } : step.value;
        }
      },
    }),
  });
  const before = await bed.run({ mode: "dry-run" });
  const { ledger } = bed.workspace;
  const afterMalformed = (await ledger.identities.find(ANA)).lastWholeListingAt;
  malformed = false;
  bed.untilDayAfter(before);
  await bed.run({ mode: "dry-run" });

  expect(afterMalformed).toBeNull();
  expect((await ledger.identities.find(ANA)).lastWholeListingAt).not.toBeNull();
  expect(await ledger.ids.calibration()).toMatchObject({ trials: 0, misses: 0 });
});
