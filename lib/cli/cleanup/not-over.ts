import { leftOf } from "../../domain/cleanup.ts";
import type { Target } from "../target.ts";

interface NotOver {
  readonly cleanupId: string;
  readonly left: number;
}

/** Looks through so many of the latest. */
const MAX_LOOKED_AT = 20;

/** Clean-ups with invitations that have not had their turn, newest first; what the run's cap has left out is over. */
export async function notOver({ ledger: { cleanups } }: Pick<Target, "ledger">): Promise<NotOver[]> {
  const found: NotOver[] = [];
  for (const { cleanupId } of await cleanups.latest(MAX_LOOKED_AT)) {
    let left = 0;
    for await (const part of cleanups.parts(cleanupId)) {
      if (part.state === "open" || part.stoppedBy !== "run-cap") left += leftOf(part);
    }
    if (left > 0) found.push({ cleanupId, left });
  }
  return found;
}
