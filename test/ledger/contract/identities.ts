import { describe, expect, it } from "vitest";
import { FRESH_GATE } from "../../../lib/domain/gate.ts";
import { aFailedCall, aGate, collect, daysBefore, minutesAfter, NOW } from "../../helpers/dynamo-records.ts";
import { eachWithLedger, type MakeLedger, winners } from "./context.ts";

const FRESH = {
  gate: FRESH_GATE,
  version: 0,
  lastListing: null,
  lastBelievedListingAt: null,
  lastWholeListingAt: null,
  ...{
    need: null,
    servedAt: null,
    backlog: null,
    eligibleShares: { runId: null, days: 1, shares: [] },
    surgeRelease: null,
  },
};
const bulkRun = { cleanupId: "cleanup-1", batch: 2, calls: 25, runUid: "run-uid-1", until: minutesAfter(90) };
const needsPerson = { since: NOW, why: "reconnect", ref: "ref-9" };
const believed = { at: NOW, count: 12, trust: "believed" } as const;

const UNSERVED = { servedAt: null, backlog: null, stop: null, lastRefusedAt: null };

export function gateContract(makeLedger: MakeLedger): void {
  describe("an identity's gate", () => {
    const t = eachWithLedger(makeLedger);

    it("is fresh for an identity never seen", async () => {
      expect(await t.ledger.identities.find("a")).toEqual({ identityId: "a", ...FRESH });
    });

    it("is kept with every part of it, and its version grows", async () => {
      const list = { until: minutesAfter(3), why: "outage", ref: null };
      const full = aGate({ needsPerson, bulkRun, blocks: { ...aGate().blocks, list } });

      const first = await t.ledger.identities.replaceGate("a", 0, full);
      const one = await t.ledger.identities.find("a");
      const second = await t.ledger.identities.replaceGate("a", one.version, FRESH_GATE);
      const two = await t.ledger.identities.find("a");

      expect([first, second]).toEqual([true, true]);
      expect(one.gate).toEqual(full);
      expect(two.gate).toEqual(FRESH_GATE);
      expect(two.version).toBeGreaterThan(one.version);
    });

    it("keeps the instants of a hundred calls", async () => {
      const withdrawCalls = Array.from({ length: 100 }, (_, index) => new Date(NOW.getTime() + index * 863_997));

      await t.ledger.identities.replaceGate("a", 0, aGate({ withdrawCalls }));

      expect((await t.ledger.identities.find("a")).gate.withdrawCalls).toEqual(withdrawCalls);
    });

    it("is not replaced with a version that is not the item's", async () => {
      await t.ledger.identities.replaceGate("a", 0, aGate());
      const { version } = await t.ledger.identities.find("a");

      expect(await t.ledger.identities.replaceGate("a", 0, FRESH_GATE)).toBe(false);
      expect(await t.ledger.identities.replaceGate("a", version + 1, FRESH_GATE)).toBe(false);
      expect(await t.ledger.identities.find("a")).toMatchObject({ gate: aGate(), version });
    });

    it("keeps of its latest listing alone that it was alone", async () => {
      const { identities } = t.ledger;
      await identities.recordListing("a", { ...believed, isAlone: true });
      expect((await identities.find("a")).lastListing).toEqual({ ...believed, isAlone: true });

      await identities.recordListing("a", believed);
      expect((await identities.find("a")).lastListing).toEqual(believed);
    });

    it("keeps of its listings those that are not ahead", async () => {
      const { identities } = t.ledger;
      await identities.recordListing("a", { ...believed, isWhole: true });
      await identities.recordListing("a", { at: minutesAfter(3), count: 12, trust: "partial" });

      await identities.forgetListings("a", minutesAfter(3));
      const kept = await identities.find("a");
      await identities.forgetListings("a", minutesAfter(2));
      const without = await identities.find("a");
      await identities.forgetListings("a", daysBefore(1));
      await identities.forgetListings("nobody", daysBefore(1));

      expect(kept.lastListing?.at).toEqual(minutesAfter(3));
      expect(without).toMatchObject({ lastListing: null, lastBelievedListingAt: NOW, lastWholeListingAt: NOW });
      expect(await identities.find("a")).toMatchObject({ lastBelievedListingAt: null, lastWholeListingAt: null });
      expect((await identities.find("nobody")).version).toBe(0);
    });

    it("is not replaced with a version above 0 where there is none", async () => {
      const did = await t.ledger.identities.replaceGate("a", 3, aGate());

      expect(did).toBe(false);
      expect(await t.ledger.identities.find("a")).toEqual({ identityId: "a", ...FRESH });
    });

    it.each([[true], [false]])(
      "by many passes at once is taken by exactly one (item there before: %s)",
      async (there) => {
        if (there) await t.ledger.identities.replaceGate("a", 0, FRESH_GATE);
        const { version } = await t.ledger.identities.find("a");
        const holders = Array.from({ length: 10 }, (_, index) => `holder-${index}`);

        const answers = await Promise.all(
          holders.map((holder) =>
            t.ledger.identities.replaceGate("a", version, aGate({ lease: { holder, until: minutesAfter(1) } })),
          ),
        );

        expect(winners(answers)).toBe(1);
        expect((await t.ledger.identities.find("a")).gate.lease?.holder).toBe(holders[answers.indexOf(true)]);
      },
    );

    it("of one identity is nothing to another", async () => {
      await t.ledger.identities.replaceGate("a", 0, aGate());

      expect(await t.ledger.identities.find("b")).toEqual({ identityId: "b", ...FRESH });
    });
  });
}

export function turnContract(makeLedger: MakeLedger): void {
  describe("an identity's turn", () => {
    const t = eachWithLedger(makeLedger);

    it("is what its latest list needs, and when a run last had a place for it", async () => {
      const { identities } = t.ledger;
      await identities.recordListing("a", { ...believed, turn: { need: 0, servedAt: daysBefore(2) } });
      await identities.recordListing("a", { ...believed, turn: { need: 7, servedAt: null } });
      const waiting = await identities.find("a");
      await identities.recordServed("a", daysBefore(1));
      await identities.recordListing("a", believed);

      expect(waiting).toMatchObject({ need: 7, servedAt: daysBefore(2) });
      expect(await identities.find("a")).toMatchObject({ need: 7, servedAt: daysBefore(1), lastListing: believed });
    });

    it("has the backlog of its latest list that says one", async () => {
      const { identities } = t.ledger;
      const ended = { dailyCap: 60, at: daysBefore(1) };
      const backlog = { at: NOW, eligible: 400, dailyInflow: 9.47, steadyLevel: 10, catchUpEnded: ended };
      await identities.recordListing("a", { ...believed, backlog: { ...backlog, catchUpEnded: null } });
      const before = await identities.find("a");
      await identities.recordListing("a", { ...believed, backlog });
      await identities.recordListing("a", { ...believed, backlog: null });
      await identities.replaceGate("a", 0, aGate({ lastRefusedAt: minutesAfter(2) }));

      expect(before.backlog).toEqual({ ...backlog, catchUpEnded: null });
      expect(await identities.find("a")).toMatchObject({ backlog, gate: { lastRefusedAt: minutesAfter(2) } });
      expect(await identities.turns(["a"])).toMatchObject([{ backlog, lastRefusedAt: minutesAfter(2) }]);
    });

    it("can be the first thing that is known of it", async () => {
      await t.ledger.identities.recordServed("a", NOW);

      expect(await t.ledger.identities.find("a")).toEqual({ identityId: "a", ...FRESH, servedAt: NOW });
    });

    it("is forgotten with a wrong clock's lists", async () => {
      await t.ledger.identities.recordServed("a", minutesAfter(3));

      await t.ledger.identities.forgetListings("a", minutesAfter(3));
      const kept = await t.ledger.identities.find("a");
      await t.ledger.identities.forgetListings("a", NOW);

      expect(kept.servedAt).toEqual(minutesAfter(3));
      expect((await t.ledger.identities.find("a")).servedAt).toBeNull();
    });

    it("is read of hundreds at once, with who waits for a person, and without those never seen", async () => {
      const { identities } = t.ledger;
      const ids = Array.from({ length: 230 }, (_, index) => `id-${index}`);
      for (const [index, id] of ids.slice(0, 210).entries()) {
        await identities.recordListing(id, { ...believed, turn: { need: index, servedAt: null } });
      }
      await identities.setNeedsPerson("id-7", needsPerson);

      const turns = new Map((await identities.turns(ids)).map((turn) => [turn.identityId, turn]));

      expect(turns.size).toBe(210);
      expect(turns.get("id-209")).toEqual({ identityId: "id-209", need: 209, ...UNSERVED, needsPerson: null });
      expect(turns.get("id-7")).toEqual({ identityId: "id-7", need: 7, ...UNSERVED, needsPerson });
      expect(await identities.turns([])).toEqual([]);
    });
  });
}

export function identityContract(makeLedger: MakeLedger): void {
  describe("an identity", () => {
    const t = eachWithLedger(makeLedger);

    it("keeps its last listing, and when absence was last believed", async () => {
      await t.ledger.identities.recordListing("a", believed);
      await t.ledger.identities.recordListing("a", { at: minutesAfter(9), count: 0, trust: "empty" });

      expect(await t.ledger.identities.find("a")).toEqual({
        identityId: "a",
        ...FRESH,
        lastListing: { at: minutesAfter(9), count: 0, trust: "empty" },
        lastBelievedListingAt: NOW,
      });
    });

    it("keeps when a list last was whole, whatever comes after it", async () => {
      await t.ledger.identities.recordListing("a", { ...believed, isWhole: true });
      await t.ledger.identities.recordListing("a", { at: minutesAfter(9), count: 3, trust: "believed" });

      expect(await t.ledger.identities.find("a")).toEqual({
        identityId: "a",
        ...FRESH,
        lastListing: { at: minutesAfter(9), count: 3, trust: "believed" },
        lastBelievedListingAt: minutesAfter(9),
        lastWholeListingAt: NOW,
      });
    });

    it.each([["partial"], ["collapsed"], ["empty"], ["unfit-items"], ["full-last-page"]] as const)(
      "takes no absence from a listing that is %s",
      async (trust) => {
        await t.ledger.identities.recordListing("a", { at: NOW, count: 3, trust });

        const { lastListing, lastBelievedListingAt } = await t.ledger.identities.find("a");

        expect(lastListing).toEqual({ at: NOW, count: 3, trust });
        expect(lastBelievedListingAt).toBeNull();
      },
    );

    it("keeps gate and listing apart: neither write disturbs the other", async () => {
      await t.ledger.identities.replaceGate("a", 0, aGate());
      const { version } = await t.ledger.identities.find("a");
      await t.ledger.identities.recordListing("a", believed);

      const did = await t.ledger.identities.replaceGate("a", version, FRESH_GATE);

      expect(did).toBe(true);
      expect(await t.ledger.identities.find("a")).toMatchObject({ gate: FRESH_GATE, lastListing: believed });
    });

    it("that was first seen by a listing can have its gate taken", async () => {
      await t.ledger.identities.recordListing("a", believed);
      const { version } = await t.ledger.identities.find("a");

      expect(await t.ledger.identities.replaceGate("a", version, aGate())).toBe(true);
      expect(await t.ledger.identities.find("a")).toMatchObject({ gate: aGate(), lastListing: believed });
    });

    it("is marked as in need of a person, and nothing else of its gate changes", async () => {
      await t.ledger.identities.replaceGate("a", 0, aGate());

      await t.ledger.identities.setNeedsPerson("a", needsPerson);

      expect((await t.ledger.identities.find("a")).gate).toEqual(aGate({ needsPerson }));
    });

    it("is cleared of the mark and of the streak that led to it", async () => {
      const unknownOutcomes = Array.from({ length: 5 }, (_, index) => aFailedCall({ at: minutesAfter(index) }));
      await t.ledger.identities.replaceGate("a", 0, aGate({ needsPerson, unknownOutcomes }));

      await t.ledger.identities.setNeedsPerson("a", null);

      expect((await t.ledger.identities.find("a")).gate).toEqual(aGate({ unknownOutcomes: [], stop: null }));
    });

    it.each([[needsPerson], [null]])("does not lose the mark %j to a gate decided on before", async (mark) => {
      await t.ledger.identities.replaceGate("a", 0, aGate({ needsPerson: mark === null ? needsPerson : null }));
      const seen = await t.ledger.identities.find("a");
      await t.ledger.identities.setNeedsPerson("a", mark);

      const did = await t.ledger.identities.replaceGate("a", seen.version, seen.gate);

      expect(did).toBe(false);
      expect((await t.ledger.identities.find("a")).gate.needsPerson).toEqual(mark);
    });

    it("that was never seen can be marked, and its gate then be taken with the version found", async () => {
      await t.ledger.identities.setNeedsPerson("a", needsPerson);
      const { gate, version } = await t.ledger.identities.find("a");

      expect(gate).toEqual({ ...FRESH_GATE, needsPerson });
      expect(await t.ledger.identities.replaceGate("a", 0, FRESH_GATE)).toBe(false);
      expect(await t.ledger.identities.replaceGate("a", version, FRESH_GATE)).toBe(true);
    });

    it("is told with all others, and the workspace is none of them", async () => {
      const ids = Array.from({ length: 30 }, (_, index) => `identity-${index}`);
      for (const id of ids) await t.ledger.identities.recordListing(id, believed);
      await t.ledger.identities.blockWorkspace({ until: NOW, why: "401", ref: null });

      const all = await collect(t.ledger.identities.all());

      expect(all.map(({ identityId }) => identityId).sort()).toEqual(ids.toSorted());
      expect(all.find(({ identityId }) => identityId === "identity-7")).toEqual(
        await t.ledger.identities.find("identity-7"),
      );
    });
  });

  describe("what an identity's sweeps found eligible", () => {
    const t = eachWithLedger(makeLedger);
    const shares = { runId: "2026-03-10T09:30:00.000Z", days: 3, shares: [0.05, 0.1234] };
    const release = { runId: "run-1", shown: 40, left: 15, at: NOW, usedBy: null };

    it("is nothing at first, and a listing without it leaves it alone", async () => {
      const before = await t.ledger.identities.find("a");
      await t.ledger.identities.recordListing("a", { ...believed, eligibleShares: shares });
      await t.ledger.identities.recordListing("a", believed);

      expect(before).toMatchObject({ eligibleShares: { runId: null, days: 1, shares: [] }, surgeRelease: null });
      expect((await t.ledger.identities.find("a")).eligibleShares).toEqual(shares);
    });

    it("is let go by a release, which a gate and a listing leave alone, until it is taken away", async () => {
      await t.ledger.identities.releaseSurge("a", release);
      const { version } = await t.ledger.identities.find("a");
      await t.ledger.identities.replaceGate("a", version, FRESH_GATE);
      await t.ledger.identities.recordListing("a", { ...believed, eligibleShares: shares });
      const there = await t.ledger.identities.find("a");
      await t.ledger.identities.releaseSurge("a", null);

      expect(there).toMatchObject({ surgeRelease: release, eligibleShares: shares });
      expect((await t.ledger.identities.find("a")).surgeRelease).toBeNull();
    });
  });

  describe("the workspace", () => {
    const t = eachWithLedger(makeLedger);

    it("is not blocked at first", async () => {
      expect(await t.ledger.identities.workspaceBlock()).toBeNull();
    });

    it("is blocked, blocked otherwise, and free again", async () => {
      const first = { until: NOW, why: "401", ref: null };
      const second = { until: daysBefore(-1), why: "402", ref: "ref-4" };

      await t.ledger.identities.blockWorkspace(first);
      const one = await t.ledger.identities.workspaceBlock();
      await t.ledger.identities.blockWorkspace(second);
      const two = await t.ledger.identities.workspaceBlock();
      await t.ledger.identities.blockWorkspace(null);
      await t.ledger.identities.blockWorkspace(null);
      const three = await t.ledger.identities.workspaceBlock();

      expect([one, two, three]).toEqual([first, second, null]);
    });
  });
}
