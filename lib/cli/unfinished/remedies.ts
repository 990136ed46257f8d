import { OUTPUTS } from "../../contract/outputs.ts";
import { reactionTo } from "../../edges/error-labels.ts";
import type { EdgesFailure } from "../../edges/errors.ts";
import { failureName, NO_API_KEY } from "../../edges/failure-name.ts";

/** Where a remedy is to be carried out. */
export interface Place {
  readonly stack?: string | undefined;
  /** The options that name the target again, for commands that are suggested. */
  readonly again: string;
}

/** A command of ours, on the same target. */
export const suggest = (command: string, { again }: Place): string => `\`sweeper ${command}${again}\``;

/** The name that `failureName` gives a failure without a label. */
const STATUS = /^status-(\d{3})$/;

/** Whether a failure of this name stops every identity, as the label table has it. */
export function stopsWorkspace(name: string): boolean {
  const status = STATUS.exec(name)?.[1];
  const { reaction } = status === undefined ? reactionTo(name, 424, "list") : reactionTo(null, Number(status), "list");
  return reaction === "workspace-stopped" || name === NO_API_KEY;
}

const HERE = "EDGES_API_KEY (https://app.edges.run/settings/developers has the keys)";
const THERE = `the stack's secret, with the command in the stack's output ${OUTPUTS.fillInApiKey}`;

/** What makes Edges let the workspace in again. `name` null: it is not known what it was refused for. */
export function remedyOfWorkspace(name: string | null, { stack }: Place): string {
  const key = `put a key that Edges accepts in ${stack === undefined ? HERE : THERE}`;
  const plan = "look at the plan and its credits at https://app.edges.run";
  const remedy =
    name === "status-401" || name === NO_API_KEY
      ? key
      : name === "status-402" || name === "NO_ACCESS"
        ? plan
        : `${key}, or ${plan}`;
  return `${remedy}; the next run then goes on by itself`;
}

/** What to do after a command that ended because Edges refused what it cannot do without. Nothing was called. */
export function remedyOfFailure(failure: EdgesFailure): string {
  if (failure.reaction !== "workspace-stopped") return "nothing was called; try again later";
  const name = failure.status === 401 ? "status-401" : failureName(failure);
  if (name !== "status-401") return remedyOfWorkspace(name, { again: "" });
  return `the API key is refused: put one that Edges accepts in ${HERE}, or for a stack in ${THERE}`;
}
