import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "../../lib/domain/time.ts";
import { type IdMinting, MAX_ID_SHIFT_HOURS, resolveWorld } from "../../lib/sandbox/identity-spec.ts";
import { createOutbox, type Invitation } from "../../lib/sandbox/invitations.ts";
import { createIdMint } from "../../lib/sandbox/mint-id.ts";
import { ANA, BEN, EPOCH, identity, T0, timeInId } from "./helpers.ts";

const UNTIL = T0 + 20 * DAY_MS;

/** Everything Ana and Ben have sent by `UNTIL`, each oldest first. */
function sent(seed: number, idMinting: IdMinting | undefined): Invitation[] {
  const spec = { backlog: 60, sendsPerDay: 3, ...(idMinting === undefined ? {} : { idMinting }) };
  const world = resolveWorld({ seed, epoch: EPOCH, identities: [identity(spec), identity({ ...spec, uid: BEN })] });
  return world.identities.flatMap((one, slot) => createOutbox(world, one, slot).sentBy(UNTIL));
}

const byId = (a: Invitation, b: Invitation) => (a.id < b.id ? -1 : 1);
const bySending = (a: Invitation, b: Invitation) => a.sentAt - b.sentAt;
const idsOf = (invitations: readonly Invitation[]) => invitations.map(({ id }) => id);
const sentByAna = (invitations: readonly Invitation[]) => invitations.filter(({ identityId }) => identityId === ANA);

const seeds = fc.integer({ min: 0, max: 1_000_000 });
const shifts = fc.double({ min: -MAX_ID_SHIFT_HOURS, max: MAX_ID_SHIFT_HOURS, noNaN: true });
const mintings: fc.Arbitrary<IdMinting> = fc.oneof(
  fc.constant("in-order" as const),
  fc.constant("out-of-order" as const),
  fc.record({ shiftedHours: shifts }),
);

/** A world takes some milliseconds. */
const RUNS = { numRuns: 40 };

describe("ids, however they are minted,", () => {
  it("are unique in a world and have nineteen digits", () => {
    fc.assert(
      fc.property(seeds, mintings, (seed, minting) => {
        const ids = idsOf(sent(seed, minting));
        expect(new Set(ids).size).toBe(ids.length);
        for (const id of ids) expect(id).toMatch(/^[1-9]\d{18}$/);
      }),
      RUNS,
    );
  });

  it("are the same for the same seed, and the only thing that another minting changes", () => {
    fc.assert(
      fc.property(seeds, mintings, (seed, minting) => {
        const invitations = sent(seed, minting);
        const withoutIds = ({ id: _id, urn: _urn, ...rest }: Invitation) => rest;
        expect(sent(seed, minting)).toEqual(invitations);
        expect(invitations.map(withoutIds)).toEqual(sent(seed, "in-order").map(withoutIds));
      }),
      RUNS,
    );
  });
});

describe("ids in order", () => {
  it("say the instant of sending, and hence keep its order", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const invitations = sent(seed, "in-order");
        for (const { id, sentAt } of invitations) expect(timeInId(id)).toBe(sentAt);
        const ana = sentByAna(invitations);
        expect(idsOf(ana.toSorted(byId))).toEqual(idsOf(ana));
      }),
      RUNS,
    );
  });

  it("are what a world has that says nothing of ids", () => {
    expect(sent(1, undefined)).toEqual(sent(1, "in-order"));
  });
});

describe("shifted ids", () => {
  it("say the instant of sending and so many hours, later or earlier", () => {
    fc.assert(
      fc.property(seeds, shifts, (seed, shiftedHours) => {
        const shift = Math.round(shiftedHours * HOUR_MS);
        for (const { id, sentAt } of sent(seed, { shiftedHours })) expect(timeInId(id)).toBe(sentAt + shift);
      }),
      RUNS,
    );
  });

  it.each([
    [-12, "2026-03-02T01:30:00.000Z"],
    [5.5, "2026-03-02T19:00:00.000Z"],
  ])("by %d hours say so of what is sent at half past one", (shiftedHours, said) => {
    const world = resolveWorld({ seed: 1, epoch: EPOCH, identities: [identity({ idMinting: { shiftedHours } })] });
    const [ana] = world.identities;
    if (ana === undefined) throw new Error("no identity");
    const id = createIdMint(world, ana)(Date.parse("2026-03-02T13:30:00.000Z"), 0, () => 0.5);
    expect(new Date(timeInId(id)).toISOString()).toBe(said);
  });
});

describe("ids out of order", () => {
  it("say a time in the two years before the epoch that has nothing to do with the sending", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const ana = sentByAna(sent(seed, "out-of-order"));
        const times = ana.map(({ id }) => timeInId(id));
        expect(Math.min(...times)).toBeGreaterThanOrEqual(T0 - 730 * DAY_MS);
        expect(Math.max(...times)).toBeLessThan(T0);
        expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(600 * DAY_MS);
        const dayOff = ana.filter(({ id, sentAt }) => Math.abs(timeInId(id) - sentAt) > DAY_MS);
        expect(dayOff.length / ana.length).toBeGreaterThan(0.9);
        // In order or the other way round, nearly all or nearly none of the neighbours would ascend.
        const inIdOrder = ana.toSorted(byId);
        const ascending = inIdOrder.slice(1).filter((one, index) => bySending(inIdOrder[index] ?? one, one) < 0);
        expect(ascending.length / ana.length).toBeGreaterThan(0.25);
        expect(ascending.length / ana.length).toBeLessThan(0.75);
      }),
      RUNS,
    );
  });
});

describe("a minting there is none of", () => {
  it.each([
    ["a slip of the pen", "in order", 'idMinting: not "in-order", "out-of-order" or { "shiftedHours": number }'],
    ["a shift that is no number", { shiftedHours: "12" }, "idMinting: not"],
    ["a shift that costs a digit", { shiftedHours: 100_001 }, "idMinting.shiftedHours: Too big"],
    ["a shift and something else", { shiftedHours: 1, days: 2 }, 'idMinting: Unrecognized key: "days"'],
  ])("is refused by name: %s", (_what, idMinting, text) => {
    expect(() => sent(1, idMinting as IdMinting)).toThrow(`identities.0.${text}`);
  });
});
