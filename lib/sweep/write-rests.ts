import { unwrittenRest } from "../domain/rest.ts";
import { inParallel } from "./in-parallel.ts";
import { WRITES_AT_ONCE, type Writing } from "./write-context.ts";

/** Still listed after five calls: it rests, also where the holder of the last call has not lived to write so. */
export async function beginRests({ c, decision: { identityId, compared }, counts }: Writing): Promise<void> {
  const tried = [...compared.tried.values()];
  const unwritten = tried.flatMap((one) => {
    const rest = unwrittenRest(one);
    return rest === null ? [] : [{ invitationId: one.invitationId, rest }];
  });
  counts.unreachable += tried.filter((one) => one.rest !== null || unwrittenRest(one) !== null).length;
  await inParallel(WRITES_AT_ONCE, unwritten, async ({ invitationId, rest }) => {
    if (!(await c.ledger.invitations.beginRest(identityId, invitationId, rest))) return;
    c.log.info("rests after five calls in vain", { identityId, invitationId, until: rest.until.toISOString() });
  });
}
