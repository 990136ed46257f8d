import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../lib/domain/time.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import {
  ANA,
  account,
  contradictions,
  idOf,
  NO_CONTRADICTIONS,
  staleAt,
  testBedFor,
  urnsOf,
} from "../helpers/test-bed.ts";

const HALF_ANSWERS = { acceptedShare: 0.45, declinedShare: 0.45, declinesOverDays: 30 };

/** A client whose listings hide the invitations in `hidden`. */
function hiding(real: EdgesClient, hidden: ReadonlySet<string>): EdgesClient {
  return {
    ...real,
    async *listSentInvitations(identityId, options) {
      const walk = real.listSentInvitations(identityId, options);
      for (;;) {
        const step = await walk.next();
        if (step.done) return step.value;
        yield { ...step.value, invitations: step.value.invitations.filter((one) => !hidden.has(one.invitationId)) };
      }
    },
  };
}

describe("what leaves the list", () => {
  it("is accepted at its true age when it is among the connections, and gone otherwise", async () => {
    const bed = await testBedFor({
      identities: [account({ backlog: 40, backlogDays: 25, sendsPerDay: 3 })],
      fates: HALF_ANSWERS,
    });

    for (let day = 0; day < 8; day += 1) bed.untilDayAfter(await bed.run({ mode: "dry-run" }));
    const last = await bed.run({ mode: "dry-run" });

    const logged = await bed.outcomes();
    const wrong: string[] = [];
    for (const one of bed.truth().filter(({ endedAt }) => (endedAt ?? 0) < last.startedAt.getTime())) {
      const there = await bed.workspace.ledger.invitations.find(ANA, idOf(one.urn));
      // Answered before any listing showed it: nobody can know of it.
      if (there === null || one.state === "pending") continue;
      const wanted = one.state === "accepted" ? "accepted" : "gone";
      const age = Math.floor(((one.endedAt ?? 0) - one.sentAt) / DAY_MS);
      if (there.state !== wanted) wrong.push(`${one.urn}: ${one.state} is logged as ${there.state}`);
      if (wanted === "accepted" && there.ending?.daysPending !== age) wrong.push(`${one.urn}: age ${age}`);
    }
    expect(wrong).toEqual([]);
    expect(logged.filter(({ outcome }) => outcome === "accepted").length).toBeGreaterThan(0);
    expect(logged.filter(({ outcome }) => outcome === "gone").length).toBeGreaterThan(0);
  });

  it("by expiry is gone", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 6, backlogDays: 20 })] });
    await bed.run({ mode: "dry-run" });
    bed.advance(181);
    await bed.run({ mode: "dry-run" });
    bed.advance(1);

    // The first empty list after a full one is not believed; the second is.
    await bed.run({ mode: "dry-run" });

    const states = await Promise.all(bed.truth().map(async (one) => (await bed.find(one)).state));
    expect(new Set(bed.truth().map(({ state }) => state))).toEqual(new Set(["expired"]));
    expect(new Set(states)).toEqual(new Set(["gone"]));
  });

  it("by somebody's own hand is gone, and never called for", async () => {
    const bed = await testBedFor();
    const first = await bed.run({ mode: "dry-run" });
    const [oldest] = staleAt(bed.truth(), bed.now());
    bed.sandbox.world.withdraw(ANA, oldest?.urn ?? "", bed.now().getTime());
    bed.untilDayAfter(first);

    const second = await bed.run();

    const logged = (await bed.outcomes()).find(({ invitationId }) => invitationId === idOf(oldest?.urn ?? ""));
    expect(logged).toMatchObject({ outcome: "gone", confirmed: true, reason: null, attempts: 0 });
    expect(urnsOf(second.calls)).not.toContain(oldest?.urn);
  });

  it("by somebody's own hand between the listing and its call is left to the next listing", async () => {
    const bed = await testBedFor({
      edges: (real) => ({
        ...real,
        withdrawInvitation: (order) => {
          // Somebody is faster: by the time of the call it is no longer pending.
          const { sandbox } = bed;
          const standing = sandbox.world.fateOf(order.urn, bed.now().getTime());
          if (standing?.state === "pending" && byHand === null) {
            byHand = order.urn;
            const call = { effect: "withdraw-call", identityId: ANA, urn: order.urn, took: true } as const;
            sandbox.world.apply({ ...call, at: bed.now().getTime() - 120_000 });
          }
          return real.withdrawInvitation(order);
        },
      }),
    });
    let byHand: string | null = null;

    const first = await bed.run();
    const between = await bed.workspace.ledger.invitations.find(ANA, idOf(byHand ?? ""));
    bed.untilDayAfter(first);
    await bed.run();

    const after = await bed.workspace.ledger.invitations.find(ANA, idOf(byHand ?? ""));
    expect(between).toMatchObject({ state: "pending", attempts: 1 });
    expect(after?.ending).toMatchObject({ outcome: "gone" });
    expect(bed.withdrawCalls(byHand ?? "")).toHaveLength(1);
  });
});

describe("an invitation that a listing had missed", () => {
  it("is pending again as soon as a listing shows it, and is withdrawn when its time has come", async () => {
    const hidden = new Set<string>();
    const bed = await testBedFor({ edges: (real) => hiding(real, hidden) });
    const [oldest] = staleAt(bed.truth(), bed.now());
    const id = idOf(oldest?.urn ?? "");
    const first = await bed.run({ mode: "dry-run" });
    bed.untilDayAfter(first);
    hidden.add(id);
    const second = await bed.run({ mode: "dry-run" });
    const missed = await bed.workspace.ledger.invitations.find(ANA, id);
    bed.untilDayAfter(second);
    hidden.clear();

    const third = await bed.run({ mode: "dry-run" });
    const again = await bed.workspace.ledger.invitations.find(ANA, id);
    bed.untilDayAfter(third);
    await bed.run();

    expect(missed?.state).toBe("gone");
    expect(third.sweeps.get(ANA)?.reopened).toBe(1);
    expect(again).toMatchObject({ state: "pending", ending: null });
    expect(bed.withdrawCalls(oldest?.urn)).toHaveLength(1);
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });

  it("stays withdrawn when the API had confirmed that, and is not called for again", async () => {
    let late: EdgesClient["listSentInvitations"] | null = null;
    const bed = await testBedFor({
      edges: (real) => ({
        ...real,
        listSentInvitations: (id, options) => (late ?? real.listSentInvitations)(id, options),
      }),
    });
    const yesterday = bed.truth();
    const first = await bed.run();
    bed.untilDayAfter(first);
    // The list of yesterday is served once more.
    late = async function* () {
      yield {
        invitations: yesterday.map(({ urn, profileId, sentAt }) => ({
          ...{
            invitationId: idOf(urn),
            urn,
            personId: String(profileId),
            kind: "CONNECTION",
            salesNavigatorId: null,
            sentDate: new Date(sentAt).toISOString(),
          },
          person: { fullName: null, jobTitle: null, profileUrl: null },
        })),
        ...{ repeated: [], malformed: [], repeats: 0, next: null },
      };
      return { state: "complete" };
    };

    const second = await bed.run();

    // A day later others may have become stale; those that were withdrawn are what must be left alone.
    const withdrawn = urnsOf(first.calls);
    expect(withdrawn.length).toBeGreaterThan(0);
    expect(urnsOf(second.calls).filter((urn) => withdrawn.includes(urn))).toEqual([]);
    expect(second.sweeps.get(ANA)).toMatchObject({ reopened: 0 });
    expect(bed.workspace.metricTotals.get("Contradictions")).toBe(urnsOf(first.calls).length);
  });
});

describe("a lost answer that a later listing refutes", () => {
  it("is no longer taken for a withdrawal when the invitation then ends by itself", async () => {
    const fault = { kind: "drop-before-effect", action: "withdraw", times: 1 } as FaultSpec;
    const bed = await testBedFor({ faults: [fault] });
    const [oldest] = staleAt(bed.truth(), bed.now());
    const first = await bed.run({ dailyCap: 1 });
    bed.untilDayAfter(first);
    // Still on the list, a day after the answer was lost: the call did nothing.
    const second = await bed.run({ mode: "dry-run" });
    bed.untilDayAfter(second);
    // Taken back by hand: not by us.
    bed.sandbox.world.withdraw(ANA, oldest?.urn ?? "", bed.now().getTime());

    await bed.run({ mode: "dry-run" });

    const logged = (await bed.outcomes()).find(({ invitationId }) => invitationId === idOf(oldest?.urn ?? ""));
    expect(second.sweeps.get(ANA)).toMatchObject({ listing: "complete", trust: "believed" });
    expect(logged).toMatchObject({ outcome: "gone" });
  });
});
