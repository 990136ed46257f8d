import { parseWithdrawMessage } from "../contract/messages.ts";
import type { Agreed } from "../sweep/queue-today.ts";
import type { EventSource } from "./runner.ts";
import type { Workspace } from "./workspace.ts";

/**
 * The withdraw function for what a person has agreed to, whichever way a message came: from a sweep of this process or
 * of a bundle. Anything else is put off to the next run without a call, and recorded as that.
 */
export function agreedOnly(
  handle: EventSource["handle"],
  agreed: Agreed,
  { ledger, log }: Pick<Workspace, "ledger" | "log">,
): EventSource["handle"] {
  return async (event, context) => {
    for (const { body } of event.Records) {
      const { runId, identityId, invitationId } = parseWithdrawMessage(body);
      if (agreed({ identityId, invitationId })) continue;
      await ledger.runs.recordDeferral(runId, identityId, invitationId, "not-in-plan");
      log.info("deferred to the next run", { runId, identityId, invitationId, reason: "not-in-plan" });
      // The runner's batches are of one.
      return { batchItemFailures: [] };
    }
    return handle(event, context);
  };
}
