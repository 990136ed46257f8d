import { advanceCleanup } from "../../../lib/cleanup/advance.ts";
import type { CleanupCollaborators, CleanupStep } from "../../../lib/cleanup/cleanup-step.ts";
import { startCleanup } from "../../../lib/cleanup/start-cleanup.ts";
import type { CleanupPart } from "../../../lib/domain/cleanup.ts";
import type { Policy } from "../../../lib/domain/policy.ts";
import { later, SECOND_MS } from "../../../lib/domain/time.ts";
import type { TrueState } from "../../../lib/sandbox/true-state.ts";
import { withoutWaiting } from "../../helpers/hand-delivery.ts";
import {
  ANA,
  account,
  idOf,
  policyOf,
  staleAt,
  type TestBed,
  type TestBedOptions,
  testBedFor,
} from "../../helpers/test-bed.ts";

/** A clean-up of all that is stale, under way on a test bed. */
export interface CleanupBed {
  readonly bed: TestBed;
  readonly c: CleanupCollaborators;
  readonly cleanupId: string;
  readonly chosen: readonly TrueState[];
  /** One step; the clock stays where it is. */
  step(by?: CleanupCollaborators): Promise<CleanupStep>;
  /** Steps and waits until it is over, or until `stop` says so of a wait. */
  finish(stop?: (step: CleanupStep) => boolean): Promise<CleanupStep>;
  part(): Promise<CleanupPart>;
  /** Urns of all starts, a list for each. */
  submitted(): readonly (readonly string[])[];
  withdrawn(): readonly string[];
}

/** The first run has put all into the ledger and withdrawn nothing; then 30 of 60 or so are chosen. */
export async function cleanupBedFor(
  options: TestBedOptions = {},
  policy: Partial<Policy> = {},
  limit = Number.POSITIVE_INFINITY,
): Promise<CleanupBed> {
  const bed = await testBedFor({ identities: [account({ backlog: 60 })], ...options });
  await bed.run({ mode: "dry-run" });
  // The gap after the list is over.
  bed.advance(0.1);
  const chosen = staleAt(bed.truth(), bed.now()).slice(0, limit);
  const c: CleanupCollaborators = { ...bed.workspace, policy: policyOf(policy), pollMs: 30 * SECOND_MS };
  const cleanupId = await startCleanup(
    c,
    new Map([[ANA, chosen.map(({ urn }) => ({ invitationId: idOf(urn), reason: "stale" as const }))]]),
  );
  const key = { cleanupId, identityId: ANA };
  const step = (by = c) => withoutWaiting(bed, advanceCleanup(by, key));
  return {
    ...{ bed, c, cleanupId, chosen, step },
    async finish(stop = () => false) {
      for (let steps = 0; steps < 5_000; steps += 1) {
        const now = await step();
        if (now.kind === "over" || stop(now)) return now;
        bed.workspace.clock.advance(later(now.until, SECOND_MS));
      }
      throw new Error("it is never over");
    },
    async part() {
      const part = await bed.workspace.ledger.cleanups.findPart(cleanupId, ANA);
      if (part === null) throw new Error("the part is not in the ledger");
      return part;
    },
    submitted: () => bed.sandbox.world.runs(bed.now().getTime()).map(({ urns }) => urns),
    withdrawn: () => bed.truth().flatMap(({ urn, state }) => (state === "withdrawn" ? [urn] : [])),
  };
}
