import { describe, expect, it } from "vitest";
import type { SentInvitation } from "../../lib/domain/invitation.ts";
import type { EdgesClient } from "../../lib/edges/client.ts";
import type { ListingPage } from "../../lib/edges/list-sent-invitations.ts";
import type { FaultSpec } from "../../lib/sandbox/faults.ts";
import {
  ANA,
  account,
  BEN,
  contradictions,
  NO_CONTRADICTIONS,
  type StagedRun,
  staleAt,
  type TestBed,
  testBedFor,
  tookEffect,
  urnsOf,
} from "../helpers/test-bed.ts";

const onListing = (fault: object): FaultSpec => ({ ...fault, action: "list", identityId: ANA }) as FaultSpec;
const named = (faults: readonly object[]) => faults.map((fault) => [JSON.stringify(fault), fault] as const);

/** Two pages; the first one, the newest, holds some that are stale. */
const LARGE = account({ backlog: 130, backlogDays: 45 });

/** Every state the ledger holds for an identity, so that two moments can be compared. */
async function ledgerStates(bed: TestBed, identityId = ANA): Promise<string[]> {
  const states: string[] = [];
  for (const { urn } of bed.truth(identityId)) {
    const one = await bed.workspace.ledger.invitations.find(identityId, urn.replace(/.*:/, ""));
    if (one !== null) states.push(`${urn} ${one.state}`);
  }
  return states;
}

/** The reasons a sweep gives for what it held back. */
const heldBy = (run: StagedRun, id = ANA): string[] => Object.keys(run.sweeps.get(id)?.held ?? {});

describe("a listing that cannot be believed", () => {
  it.each(
    named([
      { kind: "failing-page", page: 2, times: 3 },
      { kind: "broken-json", times: 3 },
      { kind: "status", status: 503, times: 3 },
      { kind: "empty-answer" },
      { kind: "early-end" },
      { kind: "session-expired" },
      { kind: "rate-limited", retryAfterSeconds: 3600 },
    ]),
  )("%s: concludes and withdraws nothing, says why, and leaves the others alone", async (_, fault) => {
    const bed = await testBedFor({ identities: [LARGE, account({ uid: BEN })] });
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
    const states = await ledgerStates(bed);
    const staleOfBen = staleAt(bed.truth(BEN), bed.now()).length;
    bed.sandbox.faults.add(onListing(fault));

    const run = await bed.run({ dailyCap: 3 });

    const sweep = run.sweeps.get(ANA);
    expect(sweep).toMatchObject({ gone: 0, accepted: 0, withdrawnUnconfirmed: 0 });
    expect(sweep?.trust).not.toBe("believed");
    expect(
      (await ledgerStates(bed)).filter((state) => !states.includes(state) && !state.endsWith("withdrawn")),
    ).toEqual([]);
    expect(tookEffect(run.calls).filter(({ identityId }) => identityId === BEN)).toHaveLength(Math.min(3, staleOfBen));
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });

  it("that broke off after some pages withdraws nothing of what it did show, and `Runs` says so", async () => {
    const fault = onListing({ kind: "failing-page", page: 2, times: 3 });
    const bed = await testBedFor({ identities: [LARGE], faults: [fault] });

    const run = await bed.run({ dailyCap: 3 });

    expect(urnsOf(run.calls)).toEqual([]);
    expect(run.sweeps.get(ANA)).toMatchObject({ listing: "partial", listed: 100, lastError: { label: "LK_ERROR" } });
    expect(heldBy(run)).toEqual(["listing-partial"]);
  });

  it.each(named([{ kind: "failing-page", page: 1, times: 3 }, { kind: "empty-answer" }, { kind: "session-expired" }]))(
    "%s: the next clean run goes on",
    async (_, fault) => {
      const bed = await testBedFor({ identities: [account()] });
      await bed.run({ mode: "dry-run" });
      bed.advance(1);
      bed.sandbox.faults.add(onListing(fault));
      const broken = await bed.run();
      bed.sandbox.faults.clear();
      bed.untilDayAfter(broken);
      const stale = staleAt(bed.truth(), bed.now()).map(({ urn }) => urn);

      const clean = await bed.run();

      expect(clean.sweeps.get(ANA)?.trust).toBe("believed");
      expect(urnsOf([...broken.calls, ...clean.calls]).toSorted()).toEqual(stale.toSorted());
      expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
    },
  );

  it("that collapsed to less than half is not believed, however it came about", async () => {
    const bed = await testBedFor({
      identities: [account({ backlog: 40 })],
      edges: (real) => listingOnly(real, (_, index) => index < 15),
    });
    for (const { urn, profileId, sentAt } of bed.truth().filter(({ state }) => state === "pending")) {
      await bed.workspace.ledger.invitations.insertIfAbsent({
        ...{
          identityId: ANA,
          invitationId: urn.replace(/.*:/, ""),
          urn,
          personId: String(profileId),
          kind: "CONNECTION",
          profileKey: null,
        },
        ...{ sentAt: new Date(sentAt), firstSeenAt: bed.now() },
        unreadableAt: null,
        salesNavigatorKey: null,
        sentFrom: null,
        sentWidthAtFirstSight: null,
        contradictingAt: null,
      });
    }

    const run = await bed.run();

    expect(run.sweeps.get(ANA)).toMatchObject({ trust: "collapsed", gone: 0, queued: 0 });
    expect(heldBy(run)).toEqual(["listing-collapsed"]);
  });
});

describe("pages that come twice", () => {
  it.each(named([{ kind: "repeated-page" }, { kind: "overlapping-pages", items: 25 }]))(
    "%s: repeats are dropped and the listing stays whole",
    async (_, fault) => {
      const bed = await testBedFor({ identities: [LARGE], faults: [onListing(fault)] });

      const run = await bed.run({ mode: "dry-run" });

      const sweep = run.sweeps.get(ANA);
      expect(sweep).toMatchObject({ listing: "complete", trust: "believed", listed: 130, appeared: 130 });
      expect(sweep?.repeats).toBeGreaterThan(0);
    },
  );
});

describe("items that do not fit", () => {
  it("are kept out, told, not taken for gone, and do not stop the others", async () => {
    let malformed = false;
    const bed = await testBedFor({ edges: (real) => withFirstUnfit(real, () => malformed) });
    await bed.run({ mode: "dry-run" });
    const stale = staleAt(bed.truth(), bed.now()).length;
    malformed = true;

    const run = await bed.run();

    expect(run.sweeps.get(ANA)).toMatchObject({ malformed: 1, listed: 11, trust: "believed", gone: 0 });
    expect(tookEffect(run.calls).length).toBeGreaterThanOrEqual(stale - 1);
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });
});

describe("dates that cannot be read", () => {
  it("hold the sweep when they are more than the share and more than one", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 20, unreadableShare: 0.15 })] });

    const run = await bed.run();

    expect(urnsOf(run.calls)).toEqual([]);
    expect(heldBy(run)).toEqual(["unreadable-dates"]);
    expect(run.sweeps.get(ANA)?.byReason).toMatchObject({ "unreadable-date": 3 });
  });

  it("do not hold it when there is one, and that one is kept", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 20, unreadableShare: 0.05 })] });
    const stale = staleAt(bed.truth(), bed.now());

    const run = await bed.run();

    const readable = stale.filter(({ unreadable }) => !unreadable).map(({ urn }) => urn);
    expect(run.sweeps.get(ANA)?.byReason).toMatchObject({ "unreadable-date": 1 });
    expect(urnsOf(run.calls)).toEqual(readable);
  });
});

type KeepItem = (item: SentInvitation, index: number) => boolean;

/** A client whose listings show only what `keep` lets through, as if the rest were not there. */
function listingOnly(real: EdgesClient, keep: KeepItem): EdgesClient {
  return mapPages(real, (page) => ({ ...page, invitations: page.invitations.filter(keep) }));
}

/** A client whose listings show the first item as one that does not fit, with its id still readable. */
function withFirstUnfit(real: EdgesClient, when: () => boolean): EdgesClient {
  return mapPages(real, (page) => {
    const [first, ...others] = page.invitations;
    if (first === undefined || !when()) return page;
    const { invitationId } = first;
    const malformed = [{ invitationId, named: [invitationId], faults: ["linkedin_profile_id: missing"] }];
    return { ...page, invitations: others, malformed };
  });
}

function mapPages(real: EdgesClient, change: (page: ListingPage) => ListingPage): EdgesClient {
  return {
    ...real,
    async *listSentInvitations(identityId, options) {
      const walk = real.listSentInvitations(identityId, options);
      for (;;) {
        const step = await walk.next();
        if (step.done) return step.value;
        yield change(step.value);
      }
    },
  };
}
