import { withCatchUp } from "../domain/catch-up.ts";
import {
  type Block,
  type GateRefusal,
  type GateRelease,
  type GateRequest,
  type GateState,
  releaseGate,
  tryGate,
} from "../domain/gate.ts";
import { later, SECOND_MS } from "../domain/time.ts";
import { WORKSPACE_BLOCK_MS } from "../domain/wrong-clock.ts";
import type { IdentityLedger, IdentityRecord } from "./ledger.ts";

export type GateResult =
  | { readonly open: true; readonly identity: IdentityRecord }
  | { readonly open: false; readonly why: GateRefusal | "workspace-stopped"; readonly until: Date | null };

/** Two passes at the same instant: one wins, the others read again. More rounds than this mean a crowd, so wait. */
const MAX_ROUNDS = 5;
const CROWDED_WAIT_MS = 5 * SECOND_MS;

/**
 * Takes the identity's gate, or says why not and until when. The conditional write of the gate is the lock.
 *
 * For a withdrawal the first look is as of a moment ago: what lets it in is written on the condition that nothing has changed,
 * and a refusal is looked at again before it counts. But for a gap, which never gets shorter, and the workspace's block: not
 * to have seen one of this moment is to have asked a moment before it.
 */
export async function enterGate(
  identities: IdentityLedger,
  identityId: string,
  request: GateRequest,
  now: Date,
): Promise<GateResult> {
  const isList = request.action === "list";
  const block = await workspaceBlockAt(identities, now, isList);
  if (block !== null) return { open: false, why: "workspace-stopped", until: block.until };
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    // A list goes by what its record says of earlier lists too, for which no condition stands.
    const consistent = isList || round > 1;
    const identity = await identities.find(identityId, { consistent });
    // With the cap of this moment: a limit met since the plan ends the catch-up at the next call.
    const capped = { ...request, policy: withCatchUp(request.policy, identity, now) };
    const decision = tryGate(identity.gate, capped, now);
    if (!decision.open && !consistent && decision.why !== "gap") continue;
    if (!decision.open) return decision;
    if (await identities.replaceGate(identityId, identity.version, decision.next)) {
      return { open: true, identity: { ...identity, gate: decision.next, version: identity.version + 1 } };
    }
  }
  return { open: false, why: "busy", until: later(now, CROWDED_WAIT_MS) };
}

/** The block that is in force; null when none is. One seen as of a moment ago is looked at again before it counts. */
async function workspaceBlockAt(identities: IdentityLedger, now: Date, consistent: boolean): Promise<Block | null> {
  const block = await identities.workspaceBlock({ consistent });
  if (block === null || block.until <= now) return null;
  return consistent ? block : workspaceBlockAt(identities, now, true);
}

export interface GateLeft {
  readonly before: GateState;
  readonly after: GateState;
}

/**
 * Lets the identity go, with the gap the release asks for. Null when the lease was no longer the holder's: it ran out
 * and somebody else has it, whose own release counts. May be repeated.
 *
 * @param entered the identity as entering the gate has left it, where the holder has kept that: it is not read again unless
 *   somebody has changed the gate since
 */
export async function leaveGate(
  identities: IdentityLedger,
  identityId: string,
  holder: string,
  release: GateRelease,
  now: Date,
  entered?: Pick<IdentityRecord, "gate" | "version">,
): Promise<GateLeft | null> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const known = round === 1 ? entered : undefined;
    const { gate, version } = known ?? (await identities.find(identityId));
    if (gate.lease?.holder !== holder) return null;
    const after = releaseGate(gate, release, now);
    if (await identities.replaceGate(identityId, version, after)) return { before: gate, after };
  }
  return null;
}

/** No key, a refused one, or a plan without credits: nothing is called for anybody until `until`, then one call finds out. */
export function workspaceBlock(now: Date, reason: Omit<Block, "until">): Block {
  return { ...reason, until: later(now, WORKSPACE_BLOCK_MS) };
}
