import type { FunctionName } from "../contract/functions.ts";
import { WORKSPACE } from "../ledger/dynamo-identity-item.ts";

/** What a function may be granted, named so that this list can be read without the rest of the stack. */
export type GrantTarget =
  | "table Invitations"
  | "index Invitations/pending"
  | "table Identities"
  | "table Runs"
  | "table Flags"
  | "queue Sweep"
  | "queue Withdraw"
  | "dead letters of StartRun"
  | "policy parameter"
  | "API key secret"
  | "own log group";

export interface Grant {
  readonly on: GrantTarget;
  readonly actions: readonly string[];
  /** Only items whose partition key is one of these. */
  readonly partitionKeys?: readonly string[];
}

const LOG: Grant = { on: "own log group", actions: ["logs:CreateLogStream", "logs:PutLogEvents"] };
const READ_POLICY: Grant = { on: "policy parameter", actions: ["ssm:GetParameter"] };
const READ_API_KEY: Grant = { on: "API key secret", actions: ["secretsmanager:GetSecretValue"] };
/** For the pollers that Lambda runs in the function's name, and to hide a message that has to wait. */
const CONSUME = [
  "sqs:ReceiveMessage",
  "sqs:DeleteMessage",
  "sqs:GetQueueAttributes",
  "sqs:ChangeMessageVisibility",
] as const;

/**
 * All that each function may do, from what it does: the ledger's verbs it calls, and what each of them sends. Nobody
 * scans, nobody but start-run deletes, and what it deletes is one item. A test runs the functions and compares.
 */
export const GRANTS: Readonly<Record<FunctionName, readonly Grant[]>> = {
  "start-run": [
    LOG,
    READ_POLICY,
    READ_API_KEY,
    // begin, find, markStarted
    { on: "table Runs", actions: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"] },
    // workspaceBlock, blockWorkspace: no identity's own item
    {
      on: "table Identities",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
      partitionKeys: [WORKSPACE],
    },
    { on: "queue Sweep", actions: ["sqs:SendMessage"] },
    { on: "dead letters of StartRun", actions: ["sqs:SendMessage"] },
  ],
  sweep: [
    LOG,
    READ_POLICY,
    READ_API_KEY,
    { on: "queue Sweep", actions: CONSUME },
    // findSweep, recordSweep, reserve, loadProgress, saveProgress
    {
      on: "table Runs",
      actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    },
    // find, replaceGate, recordListing, setNeedsPerson, workspaceBlock
    { on: "table Identities", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
    // blockWorkspace
    { on: "table Identities", actions: ["dynamodb:PutItem"], partitionKeys: [WORKSPACE] },
    // appear, refineSentAt, end, reopen
    { on: "table Invitations", actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"] },
    // open
    { on: "index Invitations/pending", actions: ["dynamodb:Query"] },
    { on: "queue Withdraw", actions: ["sqs:SendMessage"] },
  ],
  withdraw: [
    LOG,
    READ_POLICY,
    READ_API_KEY,
    { on: "queue Withdraw", actions: CONSUME },
    // find, replaceGate, workspaceBlock
    { on: "table Identities", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
    // blockWorkspace
    { on: "table Identities", actions: ["dynamodb:PutItem"], partitionKeys: [WORKSPACE] },
    // find, claim, settle, leaveOpen
    { on: "table Invitations", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
    // find
    { on: "table Flags", actions: ["dynamodb:GetItem"] },
    // recordDeferral
    { on: "table Runs", actions: ["dynamodb:UpdateItem"] },
  ],
};
