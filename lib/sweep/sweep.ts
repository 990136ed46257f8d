import type { Collaborators } from "../collaborators.ts";
import type { SweepMessage } from "../contract/messages.ts";
import { policyFor } from "../domain/policy.ts";
import { ACK, type MessageResult } from "../queue/message-result.ts";
import { readPolicyOrNull } from "../settings/read-policy.ts";
import { closeSweep, decideListed, writeSweep } from "./finish-sweep.ts";
import { held, type ListResult, listIdentity } from "./list-identity.ts";
import type { SweepContext } from "./sweep-context.ts";

/**
 * Sweeps one identity: list, decide, write, queue, record. Repeating a finished sweep does nothing; one that died
 * half-way is done again from the listing, which is harmless: the claim keeps a second message for an invitation from
 * being a second call.
 */
export async function sweep(c: Collaborators, message: SweepMessage, deadline: Date): Promise<MessageResult> {
  const listed = await beginSweep(c, message, deadline);
  if (listed.kind === "not-listed") return listed.result;
  await closeSweep(c, await writeSweep(c, listed, await decideListed(c, listed, [])));
  return ACK;
}

/** The first step: a list, unless the sweep is finished, or held, or has to wait. */
export async function beginSweep(c: Collaborators, message: SweepMessage, deadline: Date): Promise<ListResult> {
  const done = { kind: "not-listed", result: ACK } as const;
  if ((await c.ledger.runs.findSweep(message.runId, message.identityId)) !== null) return done;
  const context = await contextOf(c, message, deadline);
  return context === null ? done : listIdentity(c, context);
}

/** The sweep has waited for its turn as often as it may: it is held, and the next run sweeps the identity again. */
export async function giveUpSweep(c: Collaborators, message: SweepMessage, deadline: Date): Promise<void> {
  const context = await contextOf(c, message, deadline);
  if (context !== null) await held(c, context, "blocked");
}

/** Null when the policy cannot be read: then nothing may be called, and the alarm tells. */
async function contextOf(c: Collaborators, message: SweepMessage, deadline: Date): Promise<SweepContext | null> {
  const versioned = await readPolicyOrNull(c);
  if (versioned === null) return null;
  return {
    message,
    policy: policyFor(versioned.policy, message.identityId),
    policyOf: (identityId) => policyFor(versioned.policy, identityId),
    policyVersion: versioned.version,
    runCap: versioned.policy.runCap,
    holder: c.newId(),
    startedAt: c.clock.now(),
    deadline,
  };
}
