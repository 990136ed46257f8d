import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DatedOutcome, packOutcomes, unpackOutcomes } from "../../lib/ledger/packed-outcomes.ts";
import { syntheticDay } from "../bench/report/synthetic-year.ts";
import { anyOutcome } from "./helpers/dated-outcomes.ts";

const unpacked = (bytes: Uint8Array): DatedOutcome[] => [...unpackOutcomes(bytes)].flat();

describe("packed outcomes", () => {
  it("come out as they went in, in their order, whatever they hold", () => {
    fc.assert(
      fc.property(fc.array(anyOutcome), (outcomes) => {
        expect(unpacked(packOutcomes(outcomes))).toStrictEqual(outcomes);
      }),
    );
  });

  it("come out some hundreds at a time", () => {
    const outcomes = syntheticDay(new Date("2026-05-05T00:00:00.000Z"), 1_000, 20, 1);

    const pages = [...unpackOutcomes(packOutcomes(outcomes))];

    expect(pages.map(({ length }) => length)).toEqual([256, 256, 256, 232]);
    expect(pages.flat()).toStrictEqual(outcomes);
  });

  it("of a busy day take less than 25 bytes each", () => {
    const outcomes = syntheticDay(new Date("2026-05-05T00:00:00.000Z"), 5_000, 1_000, 1);

    expect(packOutcomes(outcomes).length / outcomes.length).toBeLessThan(25);
  });

  it("that are damaged are an error", () => {
    const bytes = packOutcomes(syntheticDay(new Date("2026-05-05T00:00:00.000Z"), 10, 2, 1));

    expect(() => unpacked(bytes.subarray(0, -8))).toThrow();
    expect(() => unpacked(new Uint8Array(20))).toThrow();
  });

  // Written by the first version that packed days; read for as long as such packs are kept.
  it("of version 1 are read", () => {
    expect(unpacked(Buffer.from(VERSION_1, "base64"))).toStrictEqual(KEPT);
  });
});

const VERSION_1 = [
  "eJyNkD9LQzEUxZMWR7/EnfMkDf6pmV1EwaU4KCLx5dYXmiYlL49SSuHVSQRFcdAP4BdwEhzEwdHVRfGriLwWsS7qcuEcDoffPY/1",
  "IaS+cBGkYNAxTucgd4fgi5j6LoKEvomZDqrvgEFAlXsHEvKoLAKDmAXMM2/1mhrkIEWDQc9bkw62MeSmiq4wSL1rm9BFDTKGAhlk",
  "aPVWEUG2lc2RQSjcugYJgovlhItEiBZflZxLzhc45zswYrNEKk2xF1HPALnC2v/QNH+jmcq/YfYYGI0ummiwWutLDZIGsG8hYBKc",
  "JApnTQcT5RKjKxtD8GG6tFUHaEHC5sb+klic/NQGWd1JnYqzLLzFmz9ZRoSWNy/P54fl/V2d0PL0+Gm+/HgY18qryzkyrsyj9zdK",
  "KSE1Wif05Oz1mpLx7YUmn2C8ofw=",
].join("");

const KEPT: readonly DatedOutcome[] = [
  {
    identityId: "identity-1",
    invitationId: "7263514489210000001",
    sentAt: new Date("2026-02-01T08:00:00.000Z"),
    sentFrom: new Date("2026-02-01T07:00:00.000Z"),
    sentWidthAtFirstSight: 3_600_000,
    firstSeenAt: new Date("2026-02-01T09:30:00.000Z"),
    attempts: 1,
    lastError: null,
    outcome: "withdrawn",
    endedAt: new Date("2026-02-22T10:00:00.000Z"),
    withdrawnAt: new Date("2026-02-22T10:00:00.000Z"),
    daysPending: 21,
    reason: "stale",
    thresholdDays: 21,
    policyVersion: 7,
    confirmed: true,
    heldOut: false,
    runId: "2026-02-22T09:00:00.000Z",
  },
  {
    identityId: "identity-2",
    invitationId: "unlike-an-id",
    sentAt: new Date("2026-02-19T08:00:00.000Z"),
    sentFrom: null,
    sentWidthAtFirstSight: "unreadable",
    firstSeenAt: new Date("2026-02-19T08:00:00.000Z"),
    attempts: 3,
    lastError: { label: "LK_524", ref: "ref-1", at: new Date("2026-02-20T08:00:00.000Z") },
    outcome: "accepted",
    endedAt: new Date("2026-02-22T11:00:00.000Z"),
    withdrawnAt: null,
    daysPending: 4,
    reason: null,
    thresholdDays: 21,
    policyVersion: 8,
    confirmed: true,
    heldOut: true,
    runId: "2026-02-22T09:00:00.000Z",
  },
];
