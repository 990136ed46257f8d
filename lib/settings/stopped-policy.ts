import type { Policy } from "../domain/policy.ts";
import { type ModeOrder, type StopOptions, type Stops, withStops } from "../domain/stops.ts";
import { PolicyError } from "./policy-error.ts";
import type { PolicySource } from "./policy-source.ts";
import type { PolicyStore } from "./policy-store.ts";

/** Where the stops are read, anew each time. */
export interface StopSource {
  read(): Promise<Stops>;
}

export interface StoppedPolicyOptions extends StopOptions {
  /**
   * Asked where the policy says live and nobody has ordered any mode: an order that it has found and noted, or null. For
   * stacks that were live before orders were kept.
   */
  readonly findOrder?: () => Promise<ModeOrder | null>;
}

/**
 * The policy that is in force, with the stops applied. The stops are read last, so that what is stopped now is not called.
 * Where they cannot be read nothing may be called: a `PolicyError`, as for a policy that cannot be read.
 */
export function stoppedPolicy(source: PolicySource, stops: StopSource, options: StoppedPolicyOptions): PolicySource {
  return {
    async read() {
      const { policy, version } = await source.read();
      const standing = await readStops(async () => ordered(policy, await stops.read(), options));
      return { policy: withStops(policy, standing, options), version };
    },
  };
}

/** The same for a policy that can be changed: its document stays what it is, without the stops. */
export function stoppedPolicyStore(store: PolicyStore, stops: StopSource, options: StopOptions): PolicyStore {
  return { ...store, read: stoppedPolicy(store, stops, options).read };
}

async function ordered(policy: Policy, stops: Stops, { bornDry, findOrder }: StoppedPolicyOptions): Promise<Stops> {
  if (!bornDry || findOrder === undefined || policy.mode !== "live" || stops.mode !== null) return stops;
  return { ...stops, mode: await findOrder() };
}

/** Throws `PolicyError` whatever goes wrong. */
async function readStops(read: () => Promise<Stops>): Promise<Stops> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PolicyError) throw error;
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new PolicyError(`the stops cannot be read, so that nobody can tell what may be called (${why})`);
  }
}
