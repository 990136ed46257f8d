import type { ModeOrder } from "../domain/stops.ts";
import type { Log } from "../observe/log.ts";

/** As far as this looks at the ledger. */
interface PastRuns {
  /** Newest first. */
  latest(limit: number): Promise<readonly { readonly mode: string }[]>;
}

interface Orders {
  setMode(order: ModeOrder, seen: ModeOrder | null): Promise<boolean>;
}

/**
 * For a stack that was live before orders were kept: where its latest run was live, so it stays, and that is noted. Only the
 * latest counts: where a person had gone back to dry runs, a deployment that says live again is no order.
 */
export function findLiveOrder(c: {
  readonly runs: PastRuns;
  readonly stops: Orders;
  readonly now: () => Date;
  readonly log: Log;
}): () => Promise<ModeOrder | null> {
  return async () => {
    const [latest] = await c.runs.latest(1);
    if (latest?.mode !== "live") {
      c.log.warn("the policy says live, but nobody has set mode=live on this stack: dry run");
      return null;
    }
    const order: ModeOrder = { mode: "live", since: c.now().toISOString(), lease: null };
    // Somebody may have ordered another mode just now: then the next reading has it, and this one stays dry.
    if (!(await c.stops.setMode(order, null))) return null;
    c.log.info("this stack was live before such orders were kept: it stays live, and that is noted");
    return order;
  };
}
