import { decideClaim } from "../../../lib/domain/attempt.ts";
import { endingOf } from "../../../lib/domain/ending.ts";
import { DEFAULT_POLICY } from "../../../lib/domain/policy.ts";
import { later, SECOND_MS } from "../../../lib/domain/time.ts";
import type { TrackedInvitation } from "../../../lib/domain/tracked-invitation.ts";
import type { Sweeper } from "./sweeper.ts";
import { NOTHING_USED, type Usage, usedMore } from "./usage.ts";
import { type MeteredWorld, runOn } from "./world.ts";

/** The least that a withdrawal can take and still be sure of itself: a claim, the call, and the ending. One of each. */
export async function withdrawalFloor(
  world: MeteredWorld,
  { ledger }: Sweeper,
  identityId: string,
  day: number,
  count: number,
): Promise<Usage> {
  const oldest: TrackedInvitation[] = [];
  for await (const { invitationId } of ledger.invitations.open(identityId)) {
    const found = await ledger.invitations.find(identityId, invitationId);
    if (found !== null) oldest.push(found);
    if (oldest.length === count) break;
  }
  const used = await world.usageOf(runOn(day), async () => {
    for (const [index, invitation] of oldest.entries()) {
      await world.clock.moveTo(later(runOn(day), index * DEFAULT_POLICY.gapSeconds.max * SECOND_MS));
      await world.invoke("withdraws", () => claimCallSettle(world, ledger, invitation));
    }
  });
  return usedMore(used, NOTHING_USED, count);
}

async function claimCallSettle(
  { clock, edges }: MeteredWorld,
  ledger: Sweeper["ledger"],
  invitation: TrackedInvitation,
): Promise<void> {
  const { identityId, invitationId, urn, kind } = invitation;
  const attemptId = `floor-${invitationId}`;
  const run = { runId: "floor", reason: "stale" } as const;
  const decision = decideClaim(invitation, { attemptId, ...run }, clock.now());
  if (!decision.go || !(await ledger.invitations.claim(invitation, decision.claim))) throw new Error("no claim");
  await edges.withdrawInvitation({ identityId, invitationId, urn, kind, attemptId, mode: "live" });
  const policy = DEFAULT_POLICY;
  const ending = endingOf(invitation, "withdrawn", clock.now(), true, { policy, policyVersion: 1, ...run });
  if (!(await ledger.invitations.settle(identityId, invitationId, attemptId, ending, null)))
    throw new Error("unsettled");
}
