import { expect, it } from "vitest";
import { FRESH_GATE } from "../../lib/domain/gate.ts";
import { holdBack } from "../../lib/domain/hold-back.ts";
import { planSweep } from "../../lib/domain/plan.ts";
import { at, identityPolicy, NO_FLAGS, planInput } from "./helpers/records.ts";

const NOW = at("2026-04-01T00:00:00.000Z");

it("calls for those never tried first, then for those tried in vain, the latest last", () => {
  const tried = (invitationId: string, day: number, more: object = {}) =>
    planInput({ invitationId, lastTriedAt: at(`2026-03-${day}T06:00:00.000Z`), ...more });
  const invitations = [
    tried("requested-and-tried", 31, { isRequested: true }),
    tried("tried-last", 31),
    tried("tried-before", 30),
    planInput({ invitationId: "older", sentAt: at("2026-02-01T00:00:00.000Z") }),
    planInput({ invitationId: "old" }),
    planInput({ invitationId: "requested", isRequested: true }),
  ];
  const policy = identityPolicy();

  const { today } = holdBack(planSweep(invitations, NO_FLAGS, policy, NOW), "believed", FRESH_GATE, policy, NOW);

  expect(today.map(({ invitation }) => invitation.invitationId)).toEqual([
    ...["requested", "older", "old", "tried-before", "requested-and-tried", "tried-last"],
  ]);
});
