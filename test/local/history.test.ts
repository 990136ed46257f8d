import { describe, expect, it } from "vitest";
import { playHistory } from "../../lib/local/history.ts";
import { memoryParts } from "../../lib/local/memory/memory-parts.ts";
import { EMBEDDED_PARTS, type LocalParts } from "../../lib/local/parts.ts";
import { seededRng } from "../../lib/sandbox/rng.ts";
import { PUBLISHED_FATES } from "../../lib/sandbox/truth.ts";
import {
  ANA,
  account,
  ageAt,
  BEN,
  contradictions,
  idOf,
  NO_CONTRADICTIONS,
  policyOf,
  type TestBed,
  testBedFor,
} from "../helpers/test-bed.ts";

const DAYS = 10;
const IDENTITIES = [
  account({ backlog: 20, sendsPerDay: 5 }),
  account({ uid: BEN, timezone: "Asia/Singapore", backlog: 10, sendsPerDay: 3, sentDateFormat: "relative" }),
];
const POLICY = policyOf({ holdout: { share: 0.2, maxAgeDays: 45 } });

/** In memory unless the test is about the way there: the items are the same, in a fraction of the time. */
const smallTeam = (parts: LocalParts = memoryParts()) =>
  testBedFor({ identities: IDENTITIES, fates: PUBLISHED_FATES, parts });

function play(bed: TestBed, options: Partial<Parameters<typeof playHistory>[1]> = {}) {
  const workspace = { ...bed.workspace, random: seededRng("history") };
  return playHistory(workspace, { days: DAYS, policy: POLICY, ...options });
}

describe("days of the sandbox", () => {
  it.each([
    ["in memory", memoryParts()],
    ["over the embedded servers", EMBEDDED_PARTS],
  ])("leave a ledger that agrees with what happened there, and no two calls too close, %s", async (_, parts) => {
    const bed = await smallTeam(parts);

    const played = await play(bed);

    const logged = await bed.outcomes();
    const count = (outcome: string) => logged.filter((one) => one.outcome === outcome).length;
    expect(played).toMatchObject({ day: DAYS, accepted: count("accepted"), gone: count("gone") });
    expect(played.withdrawn).toBe(count("withdrawn"));
    expect(Math.min(played.accepted, played.withdrawn)).toBeGreaterThan(5);
    for (const identityId of [ANA, BEN]) expect(await contradictions(bed, identityId)).toEqual(NO_CONTRADICTIONS);
  });

  it("have each acceptance logged with its own day, and each decline as gone", async () => {
    const bed = await smallTeam();
    await play(bed);
    const lastRunAt = (await bed.workspace.ledger.identities.find(ANA)).lastBelievedListingAt?.getTime() ?? 0;

    const logged = new Map((await bed.outcomes()).map((one) => [one.invitationId, one]));
    const seen = bed.truth().filter(({ urn }) => logged.has(idOf(urn)));
    const answered = bed.truth().filter(({ state }) => state === "accepted" || state === "declined");
    for (const one of seen.filter(({ state }) => state !== "withdrawn")) {
      const { outcome, endedAt } = logged.get(idOf(one.urn)) ?? {};
      expect(outcome).toBe(one.state === "accepted" ? "accepted" : "gone");
      if (outcome === "accepted") expect(endedAt?.getTime()).toBe(one.endedAt);
    }
    // What is answered and not logged was answered before its first listing, or after the last one.
    for (const one of answered.filter(({ urn }) => !logged.has(idOf(urn)))) {
      const known = await bed.workspace.ledger.invitations.find(ANA, idOf(one.urn));
      expect(known === null || (one.endedAt ?? 0) > lastRunAt).toBe(true);
    }
  });

  it("leave the held-out alone past the threshold", async () => {
    const bed = await smallTeam();
    await play(bed);

    const old = bed.truth().filter((one) => one.state === "pending" && ageAt(one, bed.now()) >= 22);
    const calledFor = new Set(bed.withdrawCalls().map(({ urn }) => urn));
    expect(old.length).toBeGreaterThan(0);
    expect(old.filter(({ urn }) => calledFor.has(urn))).toEqual([]);
  });

  it("are the same again from the same seed", async () => {
    // Exact dates: "5 weeks ago" is dated by the second of the listing, and so are the days of age that follow from it.
    const exact = IDENTITIES.map((identity) => ({ ...identity, sentDateFormat: "iso" as const }));
    const team = () => testBedFor({ identities: exact, fates: PUBLISHED_FATES, parts: memoryParts() });
    const [first, second] = [await team(), await team()];
    const inShort = async (bed: TestBed) =>
      (await bed.outcomes()).map(
        ({ invitationId, outcome, daysPending }) => `${invitationId} ${outcome} ${daysPending}`,
      );

    const played = [await play(first), await play(second)];

    expect(played[0]).toEqual(played[1]);
    expect((await inShort(first)).sort()).toEqual((await inShort(second)).sort());
  });

  it("end with the day under way when they are stopped, and keep what was played", async () => {
    const bed = await smallTeam();
    const abort = new AbortController();
    const ended: number[] = [];

    const played = await play(bed, {
      signal: abort.signal,
      onDayEnd: ({ day }) => ended.push(day),
      onProgress: ({ day }) => {
        if (day === 3) abort.abort();
      },
    });

    expect(played.day).toBe(3);
    expect(ended).toEqual([1, 2]);
    expect(await contradictions(bed)).toEqual(NO_CONTRADICTIONS);
  });
});
