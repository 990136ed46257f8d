import type { SweepMessage } from "../contract/messages.ts";
import type { IdentityPolicy } from "../domain/policy.ts";

/** One identity's sweep under way. */
export interface SweepContext {
  readonly message: SweepMessage;
  readonly policy: IdentityPolicy;
  /** The same of every identity. */
  readonly policyOf: (identityId: string) => IdentityPolicy;
  readonly policyVersion: number;
  readonly runCap: number;
  /** Holds the gate while listing. */
  readonly holder: string;
  readonly startedAt: Date;
  /** When the function will be stopped. */
  readonly deadline: Date;
}
