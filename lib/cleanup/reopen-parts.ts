import { leftOf, reopened } from "../domain/cleanup.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** Lets each part go on that something has stopped before all had their turn. May be repeated. */
export async function reopenParts({ cleanups }: Pick<Ledger, "cleanups">, cleanupId: string): Promise<void> {
  for await (const part of cleanups.parts(cleanupId)) {
    // One that was changed in between is at work: it needs nobody.
    if (part.state === "over" && leftOf(part) > 0) await cleanups.replacePart(part.version, reopened(part));
  }
}
