import type { FunctionName } from "./process.ts";

const COMMON = [
  "policy.read",
  "identities.find",
  "identities.workspaceBlock",
  "identities.replaceGate",
  "key.read",
] as const;

/** Where faults strike: the steps each function has, by the names that a trace shows. */
export const STEPS: Readonly<Record<FunctionName, readonly [string, ...string[]]>> = {
  "start-run": ["policy.read", "runs.begin", "key.read", "Sweep-queue.send", "runs.markStarted"],
  sweep: [
    ...COMMON,
    "runs.findSweep",
    "runs.loadProgress",
    "invitations.open",
    "invitations.appear",
    "invitations.end",
    "invitations.reopen",
    "flags.any",
    "flags.findMany",
    "flags.claimAddress",
    "identities.recordListing",
    "identities.setNeedsPerson",
    "runs.reserve",
    "Withdraw-queue.send",
    "runs.saveProgress",
    "runs.recordSweep",
    "Sweep-queue.hide",
  ],
  withdraw: [
    ...COMMON,
    "invitations.find",
    "flags.findMany",
    "invitations.claim",
    "invitations.claim",
    "invitations.settle",
    "invitations.settle",
    "invitations.settle",
    "invitations.leaveOpen",
    "runs.recordDeferral",
    "Withdraw-queue.hide",
    "identities.blockWorkspace",
  ],
  request: ["policy.read", "invitations.find", "invitations.ask", "Withdraw-queue.send"],
};
