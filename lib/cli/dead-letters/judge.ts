import {
  MessageError,
  parseSweepMessage,
  parseWithdrawMessage,
  type SweepMessage,
  type WithdrawMessage,
} from "../../contract/messages.ts";
import { withCatchUp } from "../../domain/catch-up.ts";
import type { GatedAction } from "../../domain/gate.ts";
import { policyFor } from "../../domain/policy.ts";
import { LedgerItemError } from "../../ledger/dynamo-item.ts";
import type { Ledger, RunRecord } from "../../ledger/ledger.ts";
import type { Clock } from "../../observe/clock.ts";
import { PolicyError } from "../../settings/policy-error.ts";
import type { PolicySource } from "../../settings/policy-source.ts";
import type { DeadLetter } from "./dead-letter.ts";
import { type Diagnosis, judgeStart, judgeSweep, judgeWithdraw, modeInTheWay, obstacleTo } from "./reasons.ts";
import { scheduledTimeIn } from "./scheduled-time.ts";

/** A dead letter with what the body and the ledger say of it. Ids are null where the body does not tell them. */
export interface JudgedLetter extends DeadLetter, Diagnosis {
  readonly identityId: string | null;
  readonly invitationId: string | null;
  readonly runId: string | null;
}

export interface Judge {
  readonly ledger: Ledger;
  readonly policy: PolicySource;
  readonly clock: Pick<Clock, "now">;
}

/** So many runs back are looked through for one that has made a message needless. */
const RUNS_LOOKED_THROUGH = 20;

export async function judge(j: Judge, letter: DeadLetter): Promise<JudgedLetter> {
  const named = { identityId: letter.group, invitationId: null, runId: null };
  try {
    return { ...letter, ...named, ...(await judgeByQueue(j, letter)) };
  } catch (error) {
    if (error instanceof MessageError) return { ...letter, ...named, reason: error.message, redrive: "never" };
    throw error;
  }
}

type Judgement = Diagnosis & Partial<Pick<JudgedLetter, "identityId" | "invitationId" | "runId">>;

async function judgeByQueue(j: Judge, letter: DeadLetter): Promise<Judgement> {
  switch (letter.queue) {
    case "start-run":
      return ofTheSchedule(j, letter);
    case "sweep": {
      const message = parseSweepMessage(letter.body);
      const { identityId, runId } = message;
      return { identityId, runId, ...(await readable(identityId, () => sweepDiagnosis(j, message))) };
    }
    case "withdraw": {
      const message = parseWithdrawMessage(letter.body);
      const { identityId, invitationId, runId } = message;
      return { identityId, invitationId, runId, ...(await readable(identityId, () => withdrawDiagnosis(j, message))) };
    }
  }
}

/** One item that cannot be read, which may well be why the message is here, must not hide all the other messages. */
async function readable(identityId: string, work: () => Promise<Diagnosis>): Promise<Diagnosis> {
  // `#` begins what is the ledger's own.
  if (identityId.startsWith("#")) return { reason: `"${identityId}" is not the id of an identity`, redrive: "never" };
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LedgerItemError)) throw error;
    return { reason: `mend the ledger first: ${error.message}`, redrive: "later" };
  }
}

async function withdrawDiagnosis(j: Judge, message: WithdrawMessage): Promise<Diagnosis> {
  const { identityId, invitationId } = message;
  const invitation = await j.ledger.invitations.find(identityId, invitationId);
  return judgeWithdraw(message, invitation, await obstacle(j, "withdraw", identityId), j.clock.now());
}

async function sweepDiagnosis(j: Judge, message: SweepMessage): Promise<Diagnosis> {
  const { identityId, runId } = message;
  const { runs } = j.ledger;
  const run = await runs.find(runId);
  const swept = (await runs.findSweep(runId, identityId)) !== null;
  const sweptSince = run === null || swept ? null : await laterSweep(j, run, identityId);
  return judgeSweep(message, { runKnown: run !== null, swept, sweptSince }, await obstacle(j, "list", identityId));
}

async function laterSweep({ ledger: { runs } }: Judge, run: RunRecord, identityId: string): Promise<string | null> {
  for (const { runId, startedAt } of await runs.latest(RUNS_LOOKED_THROUGH)) {
    if (startedAt <= run.startedAt) break;
    if ((await runs.findSweep(runId, identityId))?.listing === "complete") return runId;
  }
  return null;
}

async function ofTheSchedule(j: Judge, { body, error }: DeadLetter): Promise<Judgement> {
  const scheduledAt = scheduledTimeIn(body);
  if (scheduledAt === null) {
    return { reason: 'not what the schedule sends: its body has no "scheduledTime"', redrive: "never" };
  }
  const { runs } = j.ledger;
  const runId = scheduledAt.toISOString();
  const latest = await runs.latest(RUNS_LOOKED_THROUGH);
  const since = latest.find((run) => run.state === "started" && run.scheduledAt > scheduledAt);
  const facts = { run: await runs.find(runId), startedSince: since?.runId ?? null, error };
  return { runId, ...judgeStart(scheduledAt, facts, await policyInTheWay(j)) };
}

async function obstacle(j: Judge, action: GatedAction, identityId: string): Promise<string | null> {
  const { identities } = j.ledger;
  const policy = await policyOrFault(j);
  if (typeof policy === "string") return policy;
  const now = j.clock.now();
  const identity = await identities.find(identityId);
  const capped = withCatchUp(policyFor(policy, identityId), identity, now);
  return obstacleTo(action, capped, identity.gate, await identities.workspaceBlock(), now);
}

async function policyInTheWay(j: Judge): Promise<string | null> {
  const policy = await policyOrFault(j);
  if (typeof policy === "string") return policy;
  return policy.mode === "off" ? modeInTheWay(policy.mode) : null;
}

async function policyOrFault(j: Judge) {
  try {
    return (await j.policy.read()).policy;
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return `nothing is called: ${error.message.split("\n")[0]}`;
  }
}
