import { ANNOUNCED, announcementOf } from "../domain/announcement.ts";
import { isToGo } from "../domain/plan.ts";
import { inParallel } from "./in-parallel.ts";
import { WRITES_AT_ONCE, type Writing } from "./write-context.ts";

/**
 * Announces what a rule withdraws and nobody has been told of, in live mode alone: in any other nothing goes. In every
 * mode an invitation that is no longer to go loses its announcement, so that it is announced anew should it be to go
 * again; a rest takes nothing back, for what it ends in was told. A list in doubt does neither, unless the doubt is how
 * many are eligible. `ended`: found to have ended while the list was written.
 */
export async function writeAnnouncements({ c, context, decision }: Writing, ended: ReadonlySet<string>): Promise<void> {
  const { identityId, doubt, plan } = decision;
  if (doubt !== null && doubt !== "surge") return;
  const { invitations } = c.ledger;
  const { policy, message } = context;
  let [announced, takenBack] = [0, 0];
  await inParallel(WRITES_AT_ONCE, plan, async (planned) => {
    const { invitationId, announcement } = planned.invitation;
    if (announcement === null || isToGo(planned) || planned.reason === "resting") return;
    if (await invitations.takeBackAnnouncement(identityId, invitationId, announcement.at)) takenBack += 1;
  });
  const told = { at: c.clock.now(), runId: message.runId };
  const unannounced = policy.mode === "live" ? plan.filter(({ reason }) => reason === ANNOUNCED) : [];
  await inParallel(WRITES_AT_ONCE, unannounced, async ({ invitation: { invitationId, announcement }, would }) => {
    if (would === undefined || announcement !== null || ended.has(invitationId)) return;
    const made = announcementOf(told, would, policy.noticeDays);
    if (await invitations.announce(identityId, invitationId, made)) announced += 1;
  });
  const { runId } = message;
  if (announced > 0) c.log.info("withdrawals announced", { runId, identityId, count: announced });
  if (takenBack > 0) c.log.info("announcements taken back", { runId, identityId, count: takenBack });
}
