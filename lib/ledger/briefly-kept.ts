import type { Block } from "../domain/gate.ts";
import { isKept } from "../domain/kept-for.ts";
import { SECOND_MS } from "../domain/time.ts";
import type { Ledger } from "./ledger.ts";

/** How long a process goes by what it has read of these two, in milliseconds. */
export const KEPT_FOR_MS = 5 * SECOND_MS;

interface Kept<Value> {
  readonly at: Date;
  readonly value: Value;
}

/**
 * What puts before a ledger the memory of one process: what every withdrawal asks of the whole workspace is kept for a few seconds, whether
 * all identities are blocked, and whether there ever was a flag. Only who takes what stood there a moment ago is served from
 * it; that there was a flag once is so for ever.
 */
export function createBriefMemory(now: () => Date): (ledger: Ledger) => Ledger {
  let block: Kept<Block | null> | null = null;
  let any: Kept<boolean> | null = null;
  const isFresh = (kept: Kept<unknown>): boolean => isKept(kept.at, KEPT_FOR_MS, now());
  return ({ identities, flags, ...ledger }) => ({
    ...ledger,
    identities: {
      ...identities,
      async workspaceBlock(how) {
        if (how?.consistent === false && block !== null && isFresh(block)) return block.value;
        const at = now();
        const value = await identities.workspaceBlock(how);
        block = { at, value };
        return value;
      },
      async blockWorkspace(value) {
        await identities.blockWorkspace(value);
        block = { at: now(), value };
      },
    },
    flags: {
      ...flags,
      async any(how) {
        if (any?.value === true) return true;
        if (how?.consistent === false && any !== null && isFresh(any)) return false;
        const at = now();
        const value = await flags.any(how);
        any = { at, value };
        return value;
      },
    },
  });
}
