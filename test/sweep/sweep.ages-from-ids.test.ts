import { describe, expect, it } from "vitest";
import { believe } from "../../lib/domain/id-clock.ts";
import { DEMO_TEAM } from "../../lib/sandbox/demo-team.ts";
import type { IdMinting } from "../../lib/sandbox/identity-spec.ts";
import { PUBLISHED_FATES } from "../../lib/sandbox/truth.ts";
import { staleAt, type TestBed, testBedFor } from "../helpers/test-bed.ts";

const [ANA, JONAS, MEI] = DEMO_TEAM.identities.map(({ uid }) => uid) as [string, string, string];

const demo = (idMinting: IdMinting) =>
  testBedFor({
    identities: DEMO_TEAM.identities.map((one) => ({ ...one, idMinting })),
    fates: PUBLISHED_FATES,
    seed: DEMO_TEAM.seed,
    sharedPeopleShare: DEMO_TEAM.sharedPeopleShare ?? 0,
  });

interface Day {
  /** Of the third identity, whose dates count back. */
  readonly eligible: number;
  readonly trulyStale: number;
  readonly byReason: Readonly<Record<string, number>>;
  readonly ids: ReturnType<typeof believe>;
}

/** Daily dry runs, in which nothing goes. */
async function days(bed: TestBed, count: number, policy: object = {}): Promise<Day[]> {
  const seen: Day[] = [];
  for (let day = 0; day < count; day += 1) {
    const trulyStale = staleAt(bed.truth(MEI), bed.now()).length;
    const run = await bed.run({ mode: "dry-run", ...policy });
    const { eligible = 0, byReason = {} } = run.sweeps.get(MEI) ?? {};
    seen.push({ eligible, trulyStale, byReason, ids: believe(await bed.workspace.ledger.ids.calibration()) });
    bed.untilDayAfter(run);
  }
  return seen;
}

describe("the identity of the demo whose dates count back", () => {
  it("has as many to withdraw as truly are that old, once ids have stood their trials, within three daily runs", async () => {
    const bed = await demo("in-order");

    const [first, , third] = await days(bed, 3);

    expect(first?.ids).toBe("calibrating");
    expect(first?.eligible).toBeLessThan((first?.trulyStale ?? 0) / 4);
    expect(third?.ids).toBe("believed");
    expect(third?.trulyStale).toBeGreaterThan(40);
    expect(Math.abs((third?.eligible ?? 0) - (third?.trulyStale ?? 0))).toBeLessThanOrEqual(1);
  }, 120_000);

  it("has only what its dates tell while the policy has ages from ids off, and ids are tried all the same", async () => {
    const bed = await demo("in-order");

    const [, , third] = await days(bed, 3, { ageFromIds: "off" });

    expect(third?.ids).toBe("believed");
    expect(third?.eligible).toBeLessThan((third?.trulyStale ?? 0) / 4);
  }, 120_000);

  it.each<[string, IdMinting]>([
    ["out of order", "out-of-order"],
    ["two days off", { shiftedHours: 48 }],
    ["two days off the other way", { shiftedHours: -48 }],
  ])(
    "has only what its dates tell where ids are minted %s, for good",
    async (_, idMinting) => {
      const bed = await demo(idMinting);

      const [, second, third] = await days(bed, 3);

      expect([second?.ids, third?.ids]).toEqual(["off", "off"]);
      expect(third?.eligible).toBeLessThan((third?.trulyStale ?? 0) / 4);
      expect(third?.byReason["dates-disagree"]).toBeUndefined();
    },
    120_000,
  );

  it("keeps what id and date disagree about, and says so", async () => {
    // The third one's ids are three days off; what the other two brought has made ids believed.
    const shifted = DEMO_TEAM.identities.map((one) => ({
      ...one,
      sendsPerDay: one.uid === MEI ? 0 : (one.sendsPerDay ?? 0),
      sentDateFormat: one.uid === MEI ? ("iso" as const) : (one.sentDateFormat ?? "iso"),
      ...(one.uid === MEI && { idMinting: { shiftedHours: -72 } }),
    }));
    const bed = await testBedFor({ identities: shifted, seed: DEMO_TEAM.seed });

    const [first, , third] = await days(bed, 3);

    expect(first?.eligible).toBeGreaterThan(20);
    expect(third).toMatchObject({ ids: "believed", eligible: 0 });
    expect(third?.byReason).toEqual({ "dates-disagree": 90 });
  }, 120_000);
});

it("a miss on one identity's list holds for all in the same run", async () => {
  const identities = DEMO_TEAM.identities.map((one) => ({
    ...one,
    ...(one.uid === JONAS && { idMinting: "out-of-order" as const }),
  }));
  const bed = await testBedFor({ identities, seed: DEMO_TEAM.seed });

  const [, second] = await days(bed, 2);

  expect(second?.ids).toBe("off");
  const calibration = await bed.workspace.ledger.ids.calibration();
  expect(calibration.firstMiss).not.toBeNull();
  expect(bed.truth(ANA).length).toBeGreaterThan(0);
}, 120_000);
