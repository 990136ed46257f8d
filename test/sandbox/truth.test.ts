import { describe, expect, it } from "vitest";
import { DAY_MS } from "../../lib/domain/time.ts";
import { seededRng } from "../../lib/sandbox/rng.ts";
import {
  drawFate,
  EXPIRY_DAYS,
  type Fate,
  type FateModel,
  PUBLISHED_FATES,
  trueAcceptedBy,
  trueDeclinedBy,
  trueLateAcceptance,
  trueShareGivenUp,
  trueStillPendingAt,
} from "../../lib/sandbox/truth.ts";

/** Botdog, 16,492 invitations: the share of acceptances that have come by an age in days. */
const PUBLISHED = [
  [1 / 24, 0.21],
  [1, 0.63],
  [7, 0.88],
  [30, 0.99],
] as const;

const DRAWN = 20_000;
function draw(model: FateModel): Fate[] {
  return Array.from({ length: DRAWN }, (_, index) => drawFate(seededRng(7, "fate", index), 0, model));
}
/** Four standard errors of a share: a right sampler misses by more once in 16,000. */
const tolerance = (share: number, of: number) => 4 * Math.sqrt((share * (1 - share)) / of);

describe("the true curve", () => {
  it.each(PUBLISHED)("passes through the published point at %d days", (ageDays, share) => {
    expect(trueAcceptedBy(ageDays) / 0.37).toBeCloseTo(share, 12);
  });

  it("starts at nothing, never falls, and ends at the accepted share", () => {
    expect(trueAcceptedBy(0)).toBe(0);
    const values = Array.from({ length: 2_000 }, (_, index) => trueAcceptedBy(index / 10));
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(trueAcceptedBy(EXPIRY_DAYS)).toBe(0.37);
  });

  it("leaves nothing pending after expiry and adds up to one before", () => {
    expect(trueStillPendingAt(EXPIRY_DAYS)).toBe(0);
    expect(trueStillPendingAt(20) + trueAcceptedBy(20) + trueDeclinedBy(20)).toBeCloseTo(1, 12);
  });

  it("gives up between 2% and 6% of acceptances at 21 days, as the published points allow", () => {
    expect(trueShareGivenUp(21)).toBeGreaterThan(0.02);
    expect(trueShareGivenUp(21)).toBeLessThan(0.06);
    expect(trueShareGivenUp(30, 30)).toBe(0);
  });
});

describe("drawn fates", () => {
  const fates = draw(PUBLISHED_FATES);
  const agesOf = (kind: Fate["kind"]) => fates.filter((fate) => fate.kind === kind).map(({ at }) => at / DAY_MS);

  it("accept 37% within sampling error", () => {
    const accepted = agesOf("accepted").length / DRAWN;
    expect(Math.abs(accepted - 0.37)).toBeLessThan(tolerance(0.37, DRAWN));
  });

  it.each(PUBLISHED)("have accepted by %d days what the study says, within sampling error", (ageDays, share) => {
    const ages = agesOf("accepted");
    const by = ages.filter((age) => age <= ageDays).length / ages.length;
    expect(Math.abs(by - share)).toBeLessThan(tolerance(share, ages.length));
  });

  it("decline 6%, evenly over 60 days", () => {
    const ages = agesOf("declined");
    expect(Math.abs(ages.length / DRAWN - 0.06)).toBeLessThan(tolerance(0.06, DRAWN));
    expect(Math.max(...ages)).toBeLessThanOrEqual(60);
    expect(Math.abs(ages.filter((age) => age <= 15).length / ages.length - 0.25)).toBeLessThan(
      tolerance(0.25, ages.length),
    );
  });

  it("expire at 180 days when nobody answers", () => {
    expect(new Set(agesOf("expired"))).toEqual(new Set([EXPIRY_DAYS]));
  });

  it("agree with the true chance of late acceptance, declines competing", () => {
    // Many declines, so that ignoring them in the denominator would show.
    const model: FateModel = { acceptedShare: 0.4, declinedShare: 0.4, declinesOverDays: 10 };
    const pendingAtThree = draw(model).filter(({ at }) => at > 3 * DAY_MS);
    const late = pendingAtThree.filter(({ kind, at }) => kind === "accepted" && at <= 30 * DAY_MS).length;
    const truth = trueLateAcceptance(3, 30, model);
    expect(Math.abs(late / pendingAtThree.length - truth)).toBeLessThan(tolerance(truth, pendingAtThree.length));
  });
});

describe("the generator", () => {
  it("gives the same numbers on every machine", () => {
    const rng = seededRng(42, "golden");
    expect(Array.from({ length: 4 }, () => Math.floor(rng() * 2 ** 32))).toMatchInlineSnapshot(`
      [
        386823770,
        4197673444,
        2073070143,
        1216300155,
      ]
    `);
  });

  it("keeps keys apart that would run together as text", () => {
    expect(seededRng("a", "b1")()).not.toBe(seededRng("a", "b", 1)());
    expect(seededRng("ab", "c")()).not.toBe(seededRng("a", "bc")());
  });
});
