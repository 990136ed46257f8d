import { CfnQueryDefinition, type LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import { functionsOf, type Parts } from "./parts.ts";

/** A query as CloudWatch Logs Insights runs it. */
export interface SavedQuery {
  /** In the console they stand in a folder with the stack's name. */
  readonly name: string;
  readonly lines: readonly string[];
}

/** Queries worth having at hand. The texts after `message =` are those that the functions log; a test compares them. */
export const SAVED_QUERIES = [
  {
    name: "One invitation's whole story",
    lines: [
      "fields @timestamp, service, message, outcome, reaction, reason, label, ref, attemptId, attempts, runId",
      'filter invitationId = "PUT-THE-ID-HERE"',
      "sort @timestamp asc",
      "limit 1000",
    ],
  },
  {
    name: "Refusals by label",
    lines: [
      'filter message = "not withdrawn"',
      "stats count(*) as calls, count_distinct(identityId) as identities, latest(ref) as lastRef by label, reaction",
      "sort calls desc",
    ],
  },
  {
    name: "Deferrals by reason",
    lines: [
      'filter message = "deferred to the next run"',
      "stats count(*) as invitations, count_distinct(identityId) as identities by reason, bin(1d)",
      "sort invitations desc",
    ],
  },
  {
    name: "Slow sweeps",
    lines: [
      'filter message = "sweep finished"',
      "fields @timestamp, identityId, listed, pages, appeared, queued, durationMs / 1000 as seconds",
      "sort seconds desc",
      "limit 50",
    ],
  },
] as const satisfies readonly SavedQuery[];

/** Health of each identity, from its latest sweep; a query and no metric, which would cost by the identity. */
export const HEALTH_PER_IDENTITY: SavedQuery = {
  name: "Health per identity",
  lines: [
    'filter message = "sweep finished" or message = "sweep held"',
    "stats latest(listed) as pending, latest(eligible) as eligible, latest(queued) as queued, latest(trust) as listing, latest(reason) as lastHeld, max(@timestamp) as lastSweep by identityId",
    "sort pending desc",
    "limit 100",
  ],
};

export const queryText = ({ lines }: SavedQuery): string => lines.join("\n| ");

export const namesOf = (logGroups: readonly LogGroup[]): string[] => logGroups.map(({ logGroupName }) => logGroupName);

/** Saves the queries over the logs of all functions. */
export function saveQueries(scope: Construct, parts: Parts): void {
  for (const [index, query] of SAVED_QUERIES.entries()) {
    new CfnQueryDefinition(scope, `Query${index + 1}`, {
      name: `${parts.config.stackName}/${query.name}`,
      queryString: queryText(query),
      logGroupNames: namesOf(functionsOf(parts).map(({ logGroup }) => logGroup)),
    });
  }
}
