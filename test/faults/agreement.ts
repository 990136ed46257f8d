import { DAY_MS } from "../../lib/domain/time.ts";
import type { TrackedInvitation } from "../../lib/domain/tracked-invitation.ts";
import type { Ledger, OutcomeRecord } from "../../lib/ledger/ledger.ts";
import type { AssembledSandbox } from "../../lib/sandbox/assemble.ts";
import type { LoggedCall } from "../../lib/sandbox/call-log.ts";
import type { TrueState, TrueStateName } from "../../lib/sandbox/true-state.ts";

const STALE_DAYS = 21;
/** Withdraw calls one invitation may cost, and an identity within 24 hours; the policy's defaults. */
const MAX_CALLS = 5;
const DAILY_CAP = 25;

/** What the ledger has to say of an invitation that stands so in truth. */
const TOLD_AS: Readonly<Record<TrueStateName, TrackedInvitation["state"]>> = {
  pending: "pending",
  withdrawn: "withdrawn",
  accepted: "accepted",
  declined: "gone",
  expired: "gone",
};

export interface Question {
  readonly ledger: Ledger;
  readonly sandbox: AssembledSandbox;
  readonly now: number;
  /** When the last run began, which nobody disturbed: what was stale then is settled, what ended before is told. */
  readonly lastRunAt: number;
  /** Outcomes that were on disk when a process was killed, and the withdraw calls made until then. */
  readonly writtenBefore: readonly Written[];
  /** Answers that may have been lost with a process: a killed function holds one at most. */
  readonly lostAtMost: number;
}

/** What the disk said at one moment. */
export interface Written {
  readonly ended: ReadonlyMap<string, TrackedInvitation["state"]>;
  readonly calls: number;
}

const idOf = (urn: string): string => urn.replace("urn:li:fsd_invitation:", "");

/**
 * Compares all that the ledger says, in its items and in both of its indexes, with all that the sandbox knows. Every
 * list is empty when they agree; the texts name the invitation.
 */
export async function disagreements(question: Question): Promise<Readonly<Record<string, readonly string[]>>> {
  const { ledger, sandbox, now, lastRunAt, writtenBefore, lostAtMost } = question;
  const { world } = sandbox;
  const found = {
    untrueOutcome: [] as string[],
    confirmedWrongly: [] as string[],
    lostFromView: [] as string[],
    outcomesNotOnce: [] as string[],
    leftUnsettled: [] as string[],
    calledAfterWritten: [] as string[],
    calledTooOften: [] as string[],
    calledTooYoung: [] as string[],
    moreAnswersLostThanKills: [] as string[],
    violations: world.violations().map(({ kind, detail }) => `${kind}: ${detail}`),
  };
  const withdrawals = world.calls().filter(({ action }) => action === "withdraw");
  const since = new Date(Date.parse(world.spec.epoch) - 7 * DAY_MS);
  const outcomes = await collect(ledger.invitations.outcomes({ since, until: new Date(now) }));
  const lost: string[] = [];

  for (const { uid } of world.spec.identities) {
    const open = (await collect(ledger.invitations.open(uid))).map(({ invitationId }) => invitationId);
    for (const standing of world.trueStates(uid, now)) {
      const id = idOf(standing.urn);
      const calls = withdrawals.filter(({ urn }) => urn === standing.urn);
      const item = await ledger.invitations.find(uid, id);
      if (calls.length > MAX_CALLS) found.calledTooOften.push(`${id}: ${calls.length} calls`);
      const young = calls.some(({ startedAt }) => startedAt - standing.sentAt < STALE_DAYS * DAY_MS);
      if (young) found.calledTooYoung.push(id);
      if (staleAndPending(standing, lastRunAt)) found.leftUnsettled.push(`${id}: ${item?.state}`);
      if (item === null) {
        if (standing.state === "pending" && standing.sentAt < lastRunAt) found.lostFromView.push(`${id}: no item`);
        continue;
      }
      const { state, ending } = item;
      // What ends after the last listing is for the next one to see.
      if (standing.endedAt !== null && standing.endedAt >= lastRunAt && standing.state !== "withdrawn") continue;
      if (state !== TOLD_AS[standing.state]) found.untrueOutcome.push(`${id}: ${state}, in truth ${standing.state}`);
      const inView = open.filter((one) => one === id).length;
      if (inView !== (ending === null ? 1 : 0)) found.lostFromView.push(`${id}: ${state}, ${inView} times among open`);
      if (!toldOnce(item, outcomes)) found.outcomesNotOnce.push(`${id}: ${state}`);
      if (state !== "withdrawn") continue;
      if (ending?.confirmed && !answeredAtLast(calls)) found.confirmedWrongly.push(`${id}: confirmed`);
      if (ending?.confirmed === false && calls.some(saidDone)) lost.push(id);
    }
  }
  if (lost.length > lostAtMost) found.moreAnswersLostThanKills.push(...lost);
  for (const { uid } of world.spec.identities) {
    const times = withdrawals.filter(({ identityId }) => identityId === uid).map(({ startedAt }) => startedAt);
    const most = Math.max(0, ...times.map((at) => times.filter((one) => one <= at && one > at - DAY_MS).length));
    if (most > DAILY_CAP) found.calledTooOften.push(`${uid}: ${most} calls in a day`);
  }
  for (const { ended, calls } of writtenBefore) {
    const later = withdrawals.filter(({ number, urn }) => number > calls && ended.has(idOf(urn ?? "")));
    found.calledAfterWritten.push(...later.map(({ urn }) => idOf(urn ?? "")));
  }
  return found;
}

/** What `disagreements` answers when there are none. */
export const AGREED: Readonly<Record<string, readonly string[]>> = {
  untrueOutcome: [],
  confirmedWrongly: [],
  lostFromView: [],
  outcomesNotOnce: [],
  leftUnsettled: [],
  calledAfterWritten: [],
  calledTooOften: [],
  calledTooYoung: [],
  moreAnswersLostThanKills: [],
  violations: [],
};

/** What stands on disk of every invitation that the sandbox knows. */
export async function writtenIn(ledger: Ledger, { world }: AssembledSandbox, now: number): Promise<Written> {
  const ended = new Map<string, TrackedInvitation["state"]>();
  for (const { uid } of world.spec.identities) {
    for (const { urn } of world.trueStates(uid, now)) {
      const item = await ledger.invitations.find(uid, idOf(urn));
      if (item !== null && item.ending !== null) ended.set(idOf(urn), item.state);
    }
  }
  return { ended, calls: world.calls().length };
}

const staleAndPending = ({ state, sentAt }: TrueState, at: number): boolean =>
  state === "pending" && at - sentAt >= STALE_DAYS * DAY_MS;

const saidDone = ({ tookEffect, answer, fault }: LoggedCall): boolean =>
  tookEffect && fault === null && answer !== null && answer !== "dropped" && answer.status === 200;

/** The last call is the one that took effect and said so. */
function answeredAtLast(calls: readonly LoggedCall[]): boolean {
  const last = calls.at(-1);
  return last !== undefined && saidDone(last);
}

function toldOnce({ invitationId, ending }: TrackedInvitation, outcomes: readonly OutcomeRecord[]): boolean {
  const told = outcomes.filter((one) => one.invitationId === invitationId);
  if (ending === null) return told.length === 0;
  return told.length === 1 && told[0]?.outcome === ending.outcome && told[0].confirmed === ending.confirmed;
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
