import type { EdgesClient } from "./edges/client.ts";
import type { GapMemory } from "./ledger/gap-memory.ts";
import type { Ledger } from "./ledger/ledger.ts";
import type { Clock } from "./observe/clock.ts";
import type { Log } from "./observe/log.ts";
import type { Metrics } from "./observe/metrics.ts";
import type { Queue } from "./queue/queue.ts";
import type { PolicySource } from "./settings/policy-source.ts";

/** All a use case touches besides its message. Handed in, so that tests and the simulation can hand in their own. */
export interface Collaborators {
  readonly clock: Clock;
  /** Evenly drawn from [0, 1). */
  readonly random: () => number;
  /** A new unique id, for attempts and gate holders. */
  readonly newId: () => string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly policy: PolicySource;
  readonly ledger: Ledger;
  readonly edges: EdgesClient;
  /** Everything that reads and writes this ledger goes by this one clock, as on one machine. Default false. */
  readonly isOnlyClock?: boolean;
  /** Left out: the ledger is asked each time. */
  readonly gaps?: GapMemory;
  readonly queues: { readonly sweep: Queue; readonly withdraw: Queue };
}
