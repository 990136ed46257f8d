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

/** Takes the identity's gate, or says why not and until when. The conditional write of the gate is the lock. */
export async function enterGate(
  identities: IdentityLedger,
  identityId: string,
  request: GateRequest,
  now: Date,
): Promise<GateResult> {
  const block = await identities.workspaceBlock();
  if (block !== null && block.until > now) return { open: false, why: "workspace-stopped", until: block.until };
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const identity = await identities.find(identityId);
    // With the cap of this moment: a limit met since the plan ends the catch-up at the next call.
    const capped = { ...request, policy: withCatchUp(request.policy, identity, now) };
    const decision = tryGate(identity.gate, capped, now);
    if (!decision.open) return decision;
    if (await identities.replaceGate(identityId, identity.version, decision.next)) {
      return { open: true, identity: { ...identity, gate: decision.next, version: identity.version + 1 } };
    }
  }
  return { open: false, why: "busy", until: later(now, CROWDED_WAIT_MS) };
}

export interface GateLeft {
  readonly before: GateState;
  readonly after: GateState;
}

/**
 * Lets the identity go, with the gap the release asks for. Null when the lease was no longer the holder's: it ran out
 * and somebody else has it, whose own release counts. May be repeated.
 */
export async function leaveGate(
  identities: IdentityLedger,
  identityId: string,
  holder: string,
  release: GateRelease,
  now: Date,
): Promise<GateLeft | null> {
  for (let round = 1; round <= MAX_ROUNDS; round += 1) {
    const { gate, version } = await identities.find(identityId);
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
