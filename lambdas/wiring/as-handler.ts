import { METRICS } from "../../lib/contract/metrics.ts";
import type { Metrics } from "../../lib/observe/metrics.ts";
import { PolicyError } from "../../lib/settings/policy-error.ts";

export interface Runtime<Collaborators> {
  readonly collaborators: Collaborators;
  /** Writes what was counted. */
  flush(): void;
}

/** A use case as a Lambda handler: collaborators made at the first event, metrics written after every invocation. */
export function asHandler<Collaborators extends { readonly metrics: Metrics }, Event, Context, Answer>(
  create: (env: NodeJS.ProcessEnv) => Runtime<Collaborators>,
  use: (c: Collaborators, event: Event, context: Context) => Promise<Answer>,
): (event: Event, context: Context) => Promise<Answer> {
  let runtime: Runtime<Collaborators> | undefined;
  return async (event, context) => {
    runtime ??= create(process.env);
    try {
      return await use(runtime.collaborators, event, context);
    } catch (error) {
      // Where a use case cannot go on without a policy it throws; the alarm's metric counts that too.
      if (error instanceof PolicyError) runtime.collaborators.metrics.count(METRICS.policyUnreadable);
      throw error;
    } finally {
      runtime.flush();
    }
  };
}
