import type { Config } from "../config.ts";
import { ENVIRONMENT, POWERTOOLS_ENVIRONMENT } from "../contract/environment.ts";
import { METRICS_NAMESPACE } from "../contract/metrics.ts";
import type { StateParts } from "./state-parts.ts";

/** What every function has in its environment: the ledger, the policy, and under which name it logs and counts. */
export function ledgerEnvironment(
  { stackName }: Config,
  { tables, policyParameter }: StateParts,
): Record<string, string> {
  return {
    [ENVIRONMENT.invitationsTable]: tables.invitations.tableName,
    [ENVIRONMENT.identitiesTable]: tables.identities.tableName,
    [ENVIRONMENT.runsTable]: tables.runs.tableName,
    [ENVIRONMENT.flagsTable]: tables.flags.tableName,
    [ENVIRONMENT.policyParameter]: policyParameter.parameterName,
    [POWERTOOLS_ENVIRONMENT.service]: stackName,
    [POWERTOOLS_ENVIRONMENT.metricsNamespace]: METRICS_NAMESPACE,
  };
}
