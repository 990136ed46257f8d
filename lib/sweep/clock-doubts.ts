import type { Collaborators } from "../collaborators.ts";
import { later } from "../domain/time.ts";
import {
  ageTimeBy,
  isClockWrong,
  type WrongClockTime,
  wrongClockBlock,
  wrongClockTimes,
} from "../domain/wrong-clock.ts";
import type { GateResult } from "../ledger/gatekeeper.ts";

/** Whether ages can be told by our clock at all, as far as the API's answers say. */
export const isOurClockWrong = ({ edges, isOnlyClock }: Pick<Collaborators, "edges" | "isOnlyClock">): boolean =>
  isClockWrong(edges.clockOffsetMs(), isOnlyClock);

/** The instant by which ages are told now. */
export const ageTime = ({ edges, clock }: Pick<Collaborators, "edges" | "clock">): Date =>
  ageTimeBy(clock.now(), edges.clockOffsetMs());

/** What the API's clock says, as far as is known; ours where nothing else is. */
export const nowOfTheApi = ({ edges, clock }: Pick<Collaborators, "edges" | "clock">): Date =>
  later(clock.now(), -(edges.clockOffsetMs() ?? 0));

/**
 * Times of an identity that lie beyond any wait, whether or not they have closed its gate: a list that was read tomorrow
 * misleads today's as much as a call that is due next week. What a person has to end anyway is not among them.
 */
export async function timesAhead(
  { ledger: { identities }, clock }: Pick<Collaborators, "ledger" | "clock">,
  identityId: string,
  gate: GateResult,
): Promise<readonly WrongClockTime[]> {
  if (gate.open) return wrongClockTimes(gate.identity, clock.now());
  if (gate.why === "needs-person" || gate.why === "paused") return [];
  const block = gate.why === "workspace-stopped" ? await identities.workspaceBlock() : null;
  const found = await identities.find(identityId);
  return [...wrongClockTimes(found, clock.now()), ...wrongClockBlock(block, clock.now())];
}
