import { type CleanupMessage, messageBody } from "../contract/messages.ts";
import { type ChosenInvitation, cleanupIdOf } from "../domain/cleanup.ts";
import type { OutgoingMessage } from "../queue/queue.ts";
import type { CleanupCollaborators } from "./cleanup-step.ts";

/** What a person has agreed to, by identity, in the order of the calls. */
export type CleanupChoice = ReadonlyMap<string, readonly ChosenInvitation[]>;

/** Keeps what was chosen, before anything is called; answers the clean-up's id. Nothing beyond it is ever called for. */
export async function startCleanup(
  { ledger, clock, newId, log }: Pick<CleanupCollaborators, "ledger" | "clock" | "newId" | "log">,
  choice: CleanupChoice,
): Promise<string> {
  const startedAt = clock.now();
  const cleanupId = cleanupIdOf(startedAt, newId());
  const chosen = new Map([...choice].filter(([, all]) => all.length > 0));
  await ledger.cleanups.begin({ cleanupId, startedAt, chosen });
  const invitations = [...chosen.values()].reduce((sum, all) => sum + all.length, 0);
  log.info("a clean-up has begun", { runId: cleanupId, count: invitations });
  return cleanupId;
}

/** The messages that have a stack carry it out, one for each identity. Sending them again is harmless. */
export const cleanupMessages = (cleanupId: string, identityIds: Iterable<string>): OutgoingMessage[] =>
  [...identityIds].map((identityId) => cleanupMessage({ v: 1, kind: "cleanup", cleanupId, identityId }, cleanupId));

/** `dedup`: sets two messages of the same part apart. */
export const cleanupMessage = (message: CleanupMessage, dedup: string): OutgoingMessage => ({
  group: message.identityId,
  dedup: `${dedup}/${message.identityId}`,
  body: messageBody(message),
});
