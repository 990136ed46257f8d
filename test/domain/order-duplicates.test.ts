import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DatedCandidate, orderDuplicates } from "../../lib/domain/order-duplicates.ts";
import { DAY_MS } from "../../lib/domain/time.ts";
import type { TrackedInvitation } from "../../lib/domain/tracked-invitation.ts";
import { at, tracked } from "./helpers/records.ts";

const day = (count: number) => new Date(at("2026-03-01T00:00:00.000Z").getTime() + count * DAY_MS);
/** Sent on one of the days from `first` to `last`. */
const sent = (
  identityId: string,
  first: number | null,
  last: number,
  more: Partial<TrackedInvitation> = {},
): DatedCandidate => ({
  invitation: tracked({ identityId, invitationId: `7${last}`, ...more }),
  sent: { from: first === null ? null : day(first), by: day(last) },
});
const keyOf = ({ invitation: { identityId, invitationId } }: DatedCandidate) => ({ identityId, invitationId });
const stays = () => false;
const older = (one: DatedCandidate, than: DatedCandidate) => ({
  ...{ invitation: keyOf(one), kind: "older", of: keyOf(than) },
});
const undecided = (one: DatedCandidate, beside: DatedCandidate) => ({
  ...{ invitation: keyOf(one), kind: "undecided", of: keyOf(beside) },
});

describe("of the open invitations to one person", () => {
  const [oldest, middle, youngest] = [sent("a", 1, 1), sent("b", 2, 2), sent("c", 3, 3)];

  it("all but the youngest may go, and are noted as older", () => {
    expect(orderDuplicates([youngest, oldest, middle], stays)).toEqual({
      ...{ mayGo: [oldest, middle].map(keyOf), kept: keyOf(youngest), undecided: [] },
      notes: [older(oldest, youngest), older(middle, youngest)],
    });
  });

  it("one alone is no duplicate, and loses the note it has", () => {
    const nothing = { mayGo: [], kept: null, undecided: [] };
    expect(orderDuplicates([oldest], stays)).toEqual({ ...nothing, notes: [] });
    const noted = sent("a", 1, 1, { undecidedWith: keyOf(middle) });
    expect(orderDuplicates([noted], stays)).toEqual({
      ...nothing,
      notes: [{ invitation: keyOf(noted), kind: "none" }],
    });
  });

  it("none goes for one that goes itself, or of which an answer is out", () => {
    const goes = (one: TrackedInvitation) => one === youngest.invitation;
    const underWay = sent("c", 3, 3, { state: "withdrawing" });
    expect(orderDuplicates([oldest, youngest], goes)).toMatchObject({ mayGo: [], kept: null });
    expect(orderDuplicates([oldest, underWay], stays)).toMatchObject({ mayGo: [], kept: null });
  });

  it.each([
    ["share a moment", sent("a", 1, 5), sent("b", 5, 9)],
    ["are the same", sent("a", 1, 9), sent("b", 1, 9)],
    ["lie one within the other", sent("a", 1, 9), sent("b", 4, 5)],
    ["are open at their lower end", sent("a", null, 1), sent("b", null, 9)],
  ])("both stay while their intervals %s", (_, a, b) => {
    expect(orderDuplicates([a, b], stays)).toEqual({
      ...{ mayGo: [], kept: null, undecided: [keyOf(a), keyOf(b)] },
      notes: [undecided(a, b), undecided(b, a)],
    });
  });

  it("one that is older than both of an undecided pair goes, and the pair stays", () => {
    const [first, a, b] = [sent("c", 1, 1), sent("a", 4, 8), sent("b", 5, 9)];

    expect(orderDuplicates([a, b, first], stays)).toMatchObject({
      ...{ mayGo: [keyOf(first)], kept: keyOf(b), undecided: [keyOf(a), keyOf(b)] },
    });
  });

  it.each([
    ["older", 0],
    ["younger", 1],
  ])("none is older while the %s one has no date that may be compared", (_, which) => {
    const pair = [oldest, youngest].map((one, index) => (index === which ? { ...one, sent: null } : one));

    expect(orderDuplicates(pair, stays)).toMatchObject({ mayGo: [], kept: null, undecided: pair.map(keyOf) });
  });

  it("an undecided pair is decided once its intervals part, and its notes follow", () => {
    const a = sent("a", 1, 3, { undecidedWith: { identityId: "b", invitationId: "79" } });
    const b = sent("b", 4, 9, { undecidedWith: keyOf(a) });

    expect(orderDuplicates([a, b], stays)).toEqual({
      ...{ mayGo: [keyOf(a)], kept: keyOf(b), undecided: [] },
      notes: [{ invitation: keyOf(b), kind: "none" }, older(a, b)],
    });
  });

  it("what an earlier version noted by bounds alone is taken back", () => {
    const noted = sent("a", null, 2, { duplicateOf: { identityId: "b", invitationId: "73" } });
    const other = sent("b", null, 3);

    expect(orderDuplicates([noted, other], stays)).toMatchObject({
      ...{ mayGo: [], undecided: [keyOf(noted), keyOf(other)] },
      notes: [undecided(noted, other), undecided(other, noted)],
    });
  });

  it("nothing is noted that is noted already", () => {
    const [a, b] = [sent("a", 1, 5, { undecidedWith: keyOf(sent("b", 5, 9)) }), sent("b", 5, 9)];
    const noted = { ...b, invitation: { ...b.invitation, undecidedWith: keyOf(a) } };
    expect(orderDuplicates([a, noted], stays).notes).toEqual([]);
    const gone = sent("a", 1, 1, { duplicateOf: keyOf(youngest) });
    expect(orderDuplicates([gone, youngest], stays).notes).toEqual([]);
  });
});

it("whatever the moments in their intervals, whoever may go was sent before one that stays", () => {
  const candidate = fc.record({
    first: fc.nat({ max: 9 }),
    width: fc.nat({ max: 4 }),
    moment: fc.double({ min: 0, max: 1, noNaN: true }),
    goes: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(candidate, { minLength: 2, maxLength: 5 }), (drawn) => {
      const all = drawn.map(({ first, width }, index) => sent(`identity-${index}`, first, first + width));
      const truth = new Map(
        drawn.map(({ first, width, moment }, index) => [`identity-${index}`, first + moment * width]),
      );
      const goes = new Set(all.filter((_, index) => drawn[index]?.goes).map(({ invitation }) => invitation));

      const { mayGo, kept, undecided: open } = orderDuplicates(all, (one) => goes.has(one));

      const going = new Set(mayGo.map(({ identityId }) => identityId));
      const staying = all.filter(({ invitation }) => !going.has(invitation.identityId) && !goes.has(invitation));
      for (const { identityId } of mayGo) {
        const younger = staying.filter(
          (other) => (truth.get(other.invitation.identityId) ?? 0) > (truth.get(identityId) ?? 0),
        );
        expect(younger.map(({ invitation }) => invitation.identityId)).toContain(kept?.identityId);
      }
      for (const { identityId } of open) expect(going.has(identityId)).toBe(false);
    }),
    { numRuns: 5_000 },
  );
});
