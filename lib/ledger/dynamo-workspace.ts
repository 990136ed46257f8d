import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { RUNS } from "../contract/tables.ts";
import { FRESH_WORKSPACE, type WorkspaceState } from "../domain/workspace.ts";
import type { Item } from "./dynamo-expression.ts";
import { count, failedCallField, readItem, stopField, toFailedCall, toInstant, toStop } from "./dynamo-item.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import type { WorkspaceLedger } from "./ledger.ts";

/** No run has this name: `#` sets our own items apart. */
export const WORKSPACE_FAULTS = "#workspace";
const KEY: Item = { [RUNS.partitionKey]: WORKSPACE_FAULTS, [RUNS.sortKey]: WORKSPACE_FAULTS };

const workspace = z.object({
  version: count,
  stop: z.nullable(stopField),
  stopped: z.array(z.object({ identityId: z.string(), runId: z.string(), why: z.string() })),
  rejected: z.array(failedCallField),
  trial: z.nullable(
    z.object({
      runId: z.string(),
      isPassed: z.boolean(),
      calls: z.array(z.object({ id: z.string(), until: instant })),
    }),
  ),
});

/** One item of the table of runs, which every function of a run reaches and nobody reads as a whole. */
export function createDynamoWorkspace(table: DynamoTable): WorkspaceLedger {
  return {
    async find(how) {
      const item = await table.get(KEY, how);
      if (item === null) return { version: 0, state: FRESH_WORKSPACE };
      const { version, ...state } = readItem(RUNS, workspace, item);
      return { version, state };
    },
    async replace(version, state) {
      const when = version === 0 ? "attribute_not_exists(#version)" : "#version = :version";
      const set = { ...attributesOf(state), version: version + 1 };
      return table.update(KEY, { set }, { when, given: version === 0 ? {} : { version }, as: newWriteName() });
    },
  };
}

const attributesOf = ({ stop, stopped, rejected, trial }: WorkspaceState): Item => ({
  stop: toStop(stop),
  stopped: stopped.map((one) => ({ ...one })),
  rejected: rejected.map(toFailedCall),
  trial:
    trial === null ? null : { ...trial, calls: trial.calls.map(({ id, until }) => ({ id, until: toInstant(until) })) },
});
