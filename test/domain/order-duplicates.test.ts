import { describe, expect, it } from "vitest";
import { orderDuplicates } from "../../lib/domain/order-duplicates.ts";
import type { TrackedInvitation } from "../../lib/domain/tracked-invitation.ts";
import { at, tracked } from "./helpers/records.ts";

const sent = (identityId: string, day: number, more: Partial<TrackedInvitation> = {}) =>
  tracked({
    identityId,
    invitationId: `7${day}`,
    sentAt: at(`2026-03-${String(day).padStart(2, "0")}T00:00:00.000Z`),
    ...more,
  });
const keyOf = ({ identityId, invitationId }: TrackedInvitation) => ({ identityId, invitationId });
const stays = () => false;

describe("of the open invitations to one person", () => {
  const [oldest, middle, youngest] = [sent("a", 1), sent("b", 2), sent("c", 3)];

  it("all but the youngest may go, and are noted as older", () => {
    expect(orderDuplicates([youngest, oldest, middle], stays)).toEqual({
      mayGo: [oldest, middle].map(keyOf),
      kept: keyOf(youngest),
      notes: [oldest, middle].map((one) => ({ invitation: keyOf(one), of: keyOf(youngest) })),
    });
  });

  it("one alone is no duplicate", () => {
    expect(orderDuplicates([oldest], stays)).toEqual({ mayGo: [], kept: null, notes: [] });
  });

  it("none goes for one that goes itself, or of which an answer is out", () => {
    expect(orderDuplicates([oldest, youngest], (one) => one === youngest)).toMatchObject({ mayGo: [], kept: null });
    expect(orderDuplicates([oldest, { ...youngest, state: "withdrawing" }], stays)).toMatchObject({
      mayGo: [],
      kept: null,
    });
  });

  it.each([
    ["older", 0],
    ["younger", 1],
  ])("none is older while the %s one has a date that cannot be read", (_, which) => {
    const pair = [oldest, youngest].map((one, index) =>
      index === which ? { ...one, unreadableAt: one.firstSeenAt } : one,
    );

    expect(orderDuplicates(pair, stays)).toEqual({ mayGo: [], kept: null, notes: [] });
  });

  it("what was decided stands although a date has been read better since", () => {
    const noted = { ...sent("a", 5), duplicateOf: keyOf(middle) };

    expect(orderDuplicates([noted, middle], stays)).toEqual({ mayGo: [keyOf(noted)], kept: keyOf(middle), notes: [] });
  });
});
