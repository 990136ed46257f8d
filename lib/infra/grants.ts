import type {
  CLEANUP_FUNCTION,
  DIGEST_FUNCTION,
  FunctionName,
  REQUEST_FUNCTION,
  ROLL_UP_FUNCTION,
} from "../contract/functions.ts";
import { DAYS } from "../ledger/dynamo-day-item.ts";
import { WORKSPACE } from "../ledger/dynamo-identity-item.ts";
import { ID_TRIALS } from "../ledger/dynamo-ids.ts";
import { STOPS } from "../ledger/dynamo-stops.ts";
import { WORKSPACE_FAULTS } from "../ledger/dynamo-workspace.ts";

/** What a function may be granted, named so that this list can be read without the rest of the stack. */
export type GrantTarget =
  | "table Invitations"
  | "index Invitations/pending"
  | "index Invitations/byPerson"
  | "index Invitations/byProfile"
  | "index Invitations/bySalesNavigator"
  | "index Invitations/announced"
  | "table Identities"
  | "table Runs"
  | "index Runs/latest"
  | "table Flags"
  | "queue StartRun"
  | "queue Sweep"
  | "queue Withdraw"
  | "dead letters of StartRun"
  | "policy parameter"
  | "API key secret"
  | "own log group";

export type DigestGrantTarget =
  | "table Invitations"
  | "index Invitations/pending"
  | "index Invitations/announced"
  | "index Invitations/outcomesByDay"
  | "table Identities"
  | "table Runs"
  | "index Runs/latest"
  | "reports of Digest"
  | "topic Digest"
  | "dead letters of Digest"
  | "policy parameter"
  | "own log group";

export type RollUpGrantTarget =
  | "table Invitations"
  | "index Invitations/outcomesByDay"
  | "table Runs"
  | "index Runs/latest"
  | "own log group";

export type RequestGrantTarget =
  | "table Invitations"
  | "index Invitations/byPerson"
  | "index Invitations/byProfile"
  | "index Invitations/bySalesNavigator"
  | "table Identities"
  | "table Runs"
  | "table Flags"
  | "queue Withdraw"
  | "dead letters of Events"
  | "policy parameter"
  | "own log group";

export type CleanupGrantTarget =
  | "table Invitations"
  | "index Invitations/byProfile"
  | "index Invitations/bySalesNavigator"
  | "table Identities"
  | "table Runs"
  | "table Flags"
  | "queue Cleanup"
  | "policy parameter"
  | "API key secret"
  | "own log group";

export interface Grant<Target extends string = GrantTarget> {
  readonly on: Target;
  readonly actions: readonly string[];
  /** Only items whose partition key is one of these. */
  readonly partitionKeys?: readonly string[];
}

const LOG: Grant<"own log group"> = { on: "own log group", actions: ["logs:CreateLogStream", "logs:PutLogEvents"] };
const READ_POLICY: Grant<"policy parameter"> = { on: "policy parameter", actions: ["ssm:GetParameter"] };
/** Before every call, with the policy: what people have stopped. */
const READ_STOPS: Grant<"table Runs"> = { on: "table Runs", actions: ["dynamodb:Query"], partitionKeys: [STOPS] };
const READ_API_KEY: Grant<"API key secret"> = { on: "API key secret", actions: ["secretsmanager:GetSecretValue"] };
/** ofProfile, ofSalesNavigator: of a flagged address that is nobody's yet, whether others are known under it. */
const WHO_ELSE_IS_UNDER_A_KEY: readonly Grant<"index Invitations/byProfile" | "index Invitations/bySalesNavigator">[] =
  [
    { on: "index Invitations/byProfile", actions: ["dynamodb:Query"] },
    { on: "index Invitations/bySalesNavigator", actions: ["dynamodb:Query"] },
  ];
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
    // the stops; begin, find, markStartFailed, setShare, markFed, markStarted, close, loadStart, startIds, saveStart, countSweeps, and the note that such a stack stays live
    {
      on: "table Runs",
      actions: [
        ...["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:BatchGetItem"],
        ...["dynamodb:UpdateItem", "dynamodb:Query"],
      ],
    },
    // latest: also whether a stack of an earlier version was live
    { on: "index Runs/latest", actions: ["dynamodb:Query"] },
    // workspaceBlock, blockWorkspace: no identity's own item
    {
      on: "table Identities",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
      partitionKeys: [WORKSPACE],
    },
    // turns
    { on: "table Identities", actions: ["dynamodb:BatchGetItem"] },
    // It sends, and looks how many messages wait.
    { on: "queue Sweep", actions: ["sqs:SendMessage", "sqs:GetQueueAttributes"] },
    { on: "queue Withdraw", actions: ["sqs:GetQueueAttributes"] },
    // Its own messages: it sends them, and Lambda's pollers receive them in its name.
    {
      on: "queue StartRun",
      actions: ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
    },
    { on: "dead letters of StartRun", actions: ["sqs:SendMessage"] },
  ],
  sweep: [
    LOG,
    READ_POLICY,
    READ_STOPS,
    READ_API_KEY,
    { on: "queue Sweep", actions: CONSUME },
    // findSweep, recordSweep, reserve, loadProgress, saveProgress, noteLister
    {
      on: "table Runs",
      actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    },
    // find, replaceGate, recordListing, recordServed, releaseSurge, setNeedsPerson, workspaceBlock
    { on: "table Identities", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
    // blockWorkspace
    { on: "table Identities", actions: ["dynamodb:PutItem"], partitionKeys: [WORKSPACE] },
    // insertIfAbsent, narrowSent, noteUnreadable, announce, takeBackAnnouncement, end, reopen, mendEnding, ofPerson, ofProfile, ofSalesNavigator, markDuplicate
    {
      on: "table Invitations",
      actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
    },
    // ofPerson
    { on: "index Invitations/byPerson", actions: ["dynamodb:Query"] },
    ...WHO_ELSE_IS_UNDER_A_KEY,
    // any, findMany, claimAddress
    { on: "table Flags", actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:UpdateItem"] },
    // open
    { on: "index Invitations/pending", actions: ["dynamodb:Query"] },
    // announced
    { on: "index Invitations/announced", actions: ["dynamodb:Query"] },
    { on: "queue Withdraw", actions: ["sqs:SendMessage"] },
  ],
  withdraw: [
    LOG,
    READ_POLICY,
    READ_STOPS,
    READ_API_KEY,
    { on: "queue Withdraw", actions: CONSUME },
    // find, replaceGate, workspaceBlock
    { on: "table Identities", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
    // blockWorkspace
    { on: "table Identities", actions: ["dynamodb:PutItem"], partitionKeys: [WORKSPACE] },
    // find, claim, settle, leaveOpen, ofProfile, ofSalesNavigator
    { on: "table Invitations", actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:UpdateItem"] },
    ...WHO_ELSE_IS_UNDER_A_KEY,
    // any, findMany
    { on: "table Flags", actions: ["dynamodb:BatchGetItem"] },
    // recordDeferral, replace
    { on: "table Runs", actions: ["dynamodb:UpdateItem"] },
    // calibration
    { on: "table Runs", actions: ["dynamodb:GetItem"], partitionKeys: [ID_TRIALS] },
    // What is known of the workspace's faults: find
    { on: "table Runs", actions: ["dynamodb:GetItem"], partitionKeys: [WORKSPACE_FAULTS] },
  ],
};

/** Carrying out a request: looking people up, storing the request, and sending the same messages as a sweep. */
export const REQUEST_GRANTS: Readonly<Record<typeof REQUEST_FUNCTION, readonly Grant<RequestGrantTarget>[]>> = {
  request: [
    LOG,
    READ_POLICY,
    READ_STOPS,
    // find, ofPerson, ofProfile, ofSalesNavigator, requestWithdrawal
    { on: "table Invitations", actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:UpdateItem"] },
    { on: "index Invitations/byPerson", actions: ["dynamodb:Query"] },
    { on: "index Invitations/byProfile", actions: ["dynamodb:Query"] },
    { on: "index Invitations/bySalesNavigator", actions: ["dynamodb:Query"] },
    // all: an invitation that is named without its identity is looked for under every one
    { on: "table Identities", actions: ["dynamodb:Scan"] },
    // add, findMany
    { on: "table Flags", actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchGetItem"] },
    { on: "queue Withdraw", actions: ["sqs:SendMessage"] },
    { on: "dead letters of Events", actions: ["sqs:SendMessage"] },
  ],
};

/**
 * The digest reads the ledger and writes nothing to it. It scans one table, as none of the functions of a run may: a
 * report is about every identity there is, and that table holds one small item for each.
 */
export const DIGEST_GRANTS: Readonly<Record<typeof DIGEST_FUNCTION, readonly Grant<DigestGrantTarget>[]>> = {
  digest: [
    LOG,
    READ_POLICY,
    // all
    { on: "table Identities", actions: ["dynamodb:Scan"] },
    // workspaceBlock
    { on: "table Identities", actions: ["dynamodb:GetItem"], partitionKeys: [WORKSPACE] },
    // open
    { on: "index Invitations/pending", actions: ["dynamodb:Query"] },
    // announced
    { on: "index Invitations/announced", actions: ["dynamodb:Query"] },
    // outcomes
    { on: "index Invitations/outcomesByDay", actions: ["dynamodb:Query"] },
    // findMany, and outcomes with from when on each can have been sent
    { on: "table Invitations", actions: ["dynamodb:BatchGetItem"] },
    // sweeps, allNotConnected, the stops, and outcomes of packed days
    { on: "table Runs", actions: ["dynamodb:Query", "dynamodb:BatchGetItem"] },
    // calibration
    { on: "table Runs", actions: ["dynamodb:GetItem"], partitionKeys: [ID_TRIALS] },
    // latest, oldest
    { on: "index Runs/latest", actions: ["dynamodb:Query"] },
    // A link reads in the name of whoever made it.
    { on: "reports of Digest", actions: ["s3:PutObject", "s3:GetObject"] },
    { on: "topic Digest", actions: ["sns:Publish"] },
    { on: "dead letters of Digest", actions: ["sqs:SendMessage"] },
  ],
};

/** Packing days: it reads what has ended and writes the packed days, which are no run's and no identity's. */
export const ROLL_UP_GRANTS: Readonly<Record<typeof ROLL_UP_FUNCTION, readonly Grant<RollUpGrantTarget>[]>> = {
  "roll-up": [
    LOG,
    // oldest
    { on: "index Runs/latest", actions: ["dynamodb:Query"] },
    // due, pack, check
    {
      on: "table Runs",
      actions: ["dynamodb:Query", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      partitionKeys: [DAYS],
    },
    { on: "index Invitations/outcomesByDay", actions: ["dynamodb:Query"] },
    { on: "table Invitations", actions: ["dynamodb:BatchGetItem"] },
  ],
};

/** Following a clean-up by hand: what the withdraw function may, and to keep the clean-up itself. */
export const CLEANUP_GRANTS: Readonly<Record<typeof CLEANUP_FUNCTION, readonly Grant<CleanupGrantTarget>[]>> = {
  cleanup: [
    LOG,
    READ_POLICY,
    READ_API_KEY,
    { on: "queue Cleanup", actions: [...CONSUME, "sqs:SendMessage"] },
    // find, replaceGate, workspaceBlock
    { on: "table Identities", actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"] },
    // blockWorkspace
    { on: "table Identities", actions: ["dynamodb:PutItem"], partitionKeys: [WORKSPACE] },
    // find, claim, settle, leaveOpen, ofProfile, ofSalesNavigator
    { on: "table Invitations", actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:UpdateItem"] },
    ...WHO_ELSE_IS_UNDER_A_KEY,
    // any, findMany
    { on: "table Flags", actions: ["dynamodb:BatchGetItem"] },
    // The stops, the clean-up and its batches, places under the run's cap, calibration, the workspace's faults
    {
      on: "table Runs",
      actions: ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"],
    },
  ],
};
