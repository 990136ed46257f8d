import { type Account, createAccount } from "./account.ts";
import { type CallStart, createCallLog, type LoggedCall, type Violation } from "./call-log.ts";
import type { WorldEffect } from "./effect.ts";
import { resolveWorld, type WorldRequest, type WorldSpec } from "./identity-spec.ts";
import type { InvitationKind } from "./invitations.ts";
import { identityItem } from "./items.ts";
import { type Refusal, type Reply, refuse } from "./reply.ts";
import { type Run, type RunStatus, showRun, startItem, statusOf } from "./run.ts";
import { createRunBook } from "./run-book.ts";
import type { RunFault } from "./run-faults.ts";
import { SECOND_MS } from "./time.ts";
import { countByState, type TrueState, type TrueStateName } from "./true-state.ts";

/** The documents give no page size for identities. */
const IDENTITIES_PAGE_SIZE = 50;
/** What a second call on a busy identity is told to wait: a live call takes two to three seconds. */
const BUSY_RETRY_MS = 3 * SECOND_MS;

export interface WorldOptions extends WorldRequest {
  /** Shortest wait between two withdraw calls of an identity, from end to start, before it is a violation. Default 55. */
  readonly minGapSeconds?: number | undefined;
  /** Sees each effect before it takes hold, to write it down. When it throws, nothing has happened. */
  readonly onEffect?: ((effect: WorldEffect) => void) | undefined;
  /** False once runs may do nothing any more. Default: they always may. */
  readonly mayRunsWork?: (() => boolean) | undefined;
}

/** One call of the API on the world, already understood. Cursors are the texts an earlier answer gave. */
export type Operation =
  | { readonly action: "list" | "connections"; readonly identityId: string; readonly cursor: string | null }
  | { readonly action: "withdraw"; readonly identityId: string; readonly urn: string; readonly kind?: InvitationKind }
  | { readonly action: "start-run"; readonly identityId: string; readonly urns: readonly string[] }
  | { readonly action: "run-status" | "run-inputs" | "run-outputs"; readonly runUid: string }
  | { readonly action: "identities"; readonly page: number; readonly retrieveAccounts: boolean };

/** A call under way. It holds its identity from `begin` to `end`; what it does, it does at the instant of `perform`. */
interface OpenCall {
  /** Set when the identity was busy: nothing may be performed, only ended. */
  readonly refusal: Refusal | null;
  /** `runFaults` are those of the run that the call starts. */
  perform(now: number, runFaults?: readonly RunFault[]): Reply;
  end(how: Pick<LoggedCall, "answer" | "fault">, now: number): void;
}

/**
 * LinkedIn and the vendor as one value: no network and no clock. Every `now` is epoch milliseconds and every state is a
 * function of it, so time may be advanced in any steps and asking twice changes nothing. The five operations that
 * mirror the API begin and end at the same instant; `begin` is for calls that last.
 */
export interface World {
  readonly spec: WorldSpec;
  begin(operation: Operation, now: number): OpenCall;
  listSent(identityId: string, cursor: string | null, now: number): Reply;
  listConnections(identityId: string, cursor: string | null, now: number): Reply;
  withdraw(identityId: string, urn: string, now: number): Reply;
  listIdentities(page: number, now: number, retrieveAccounts?: boolean): Reply;
  /** Every asynchronous run as it stands, in the order they were started. */
  runs(now: number): readonly (Run & { readonly status: RunStatus })[];
  /** The vendor's `limits` resource for withdrawals; not a call on the identity. */
  limits(identityId: string, now: number): Reply;
  /** The truth about one invitation; null when none with that urn has been sent by `now`. */
  fateOf(urn: string, now: number): TrueState | null;
  /** The truth about everything an identity has sent by `now`, oldest first. Throws for an unknown identity. */
  trueStates(identityId: string, now: number): TrueState[];
  counts(identityId: string, now: number): Record<TrueStateName, number>;
  isConnected(identityId: string): boolean;
  setConnected(identityId: string, connected: boolean, now: number): void;
  /** In the order they were seen. Those of runs are seen when somebody next looks at the world. */
  calls(): readonly LoggedCall[];
  violations(): readonly Violation[];
  /** Makes an effect from a journal hold again. Throws a RangeError when it names an identity that is not there. */
  apply(effect: WorldEffect): void;
}

export function createWorld(options: WorldOptions): World {
  const { minGapSeconds = 55, onEffect = () => {}, mayRunsWork = () => true, ...request } = options;
  const spec = resolveWorld(request);
  const log = createCallLog(minGapSeconds);
  const accounts = new Map<string, Account>(
    spec.identities.map((identity, slot) => [identity.uid, createAccount(spec, identity, slot, onEffect)]),
  );

  function accountOf(identityId: string): Account {
    const account = accounts.get(identityId);
    if (account === undefined) throw new RangeError(`there is no identity ${identityId} in this sandbox`);
    return account;
  }

  const runs = createRunBook({
    ...{ seed: spec.seed, accountOf, record: onEffect },
    onStep({ runUid, identityId }, { urn, at, took: tookEffect, label }) {
      const answer = { status: label === null ? 200 : 424, label };
      log.add({ action: "withdraw", identityId, urn, runUid }, { answer, tookEffect }, at);
      log.recall(identityId, at);
    },
  });
  /** Before anything is looked at: the runs have gone on by themselves. */
  function workOffRuns(now: number): void {
    if (mayRunsWork()) runs.workOff(now);
  }

  function perform(operation: Operation, now: number, runFaults: readonly RunFault[]): Reply {
    if (operation.action === "identities") return identitiesPage(operation.page, operation.retrieveAccounts);
    workOffRuns(now);
    if ("runUid" in operation) return showRun(runs.find(operation.runUid), operation.action, now);
    const account = accounts.get(operation.identityId);
    if (account === undefined) return refuse("NO_VALID_ACCOUNT_CONFIGURED");
    if (operation.action === "start-run") {
      const { identityId, urns } = operation;
      return {
        ok: true,
        isSingle: true,
        items: [startItem(runs.start({ identityId, urns, at: now, faults: runFaults }))],
      };
    }
    if (operation.action === "withdraw") return account.withdraw(operation.urn, operation.kind ?? "CONNECTION", now);
    return operation.action === "list"
      ? account.listSent(operation.cursor, now)
      : account.listConnections(operation.cursor, now);
  }

  function identitiesPage(page: number, retrieveAccounts: boolean): Reply {
    const all = [...accounts.values()];
    const start = (page - 1) * IDENTITIES_PAGE_SIZE;
    return {
      ok: true,
      items: all
        .slice(start, start + IDENTITIES_PAGE_SIZE)
        .map((account) => identityItem(account.spec, account.isConnected(), retrieveAccounts)),
      pages: {
        next: start + IDENTITIES_PAGE_SIZE < all.length ? page + 1 : null,
        previous: page > 1 ? page - 1 : null,
      },
    };
  }

  function begin(operation: Operation, now: number): OpenCall {
    workOffRuns(now);
    const start = startOf(operation);
    const runAtWork = start.identityId === null ? undefined : runs.atWork(start.identityId)?.runUid;
    const { number, parallel } = log.begin(start, now, runAtWork);
    return {
      refusal: parallel ? busy(now) : null,
      perform(at, runFaults = []) {
        const reply = parallel ? busy(at) : perform(operation, at, runFaults);
        if (operation.action === "withdraw" && reply.ok) log.noteEffect(number);
        return reply;
      },
      end: (how, at) => log.end(number, how, at),
    };
  }

  function atOnce(operation: Operation, now: number): Reply {
    const call = begin(operation, now);
    const reply = call.perform(now);
    call.end(
      { answer: { status: reply.ok ? 200 : reply.status, label: reply.ok ? null : reply.label }, fault: null },
      now,
    );
    return reply;
  }

  function apply(effect: WorldEffect): void {
    accountOf(effect.identityId).apply(effect);
    if (effect.effect === "run" || effect.effect === "run-input") runs.apply(effect);
    if (effect.effect === "withdraw-call" || effect.effect === "run-input") log.recall(effect.identityId, effect.at);
  }

  function trueStates(identityId: string, now: number): TrueState[] {
    workOffRuns(now);
    return accountOf(identityId).trueStates(now);
  }

  return {
    spec,
    begin,
    apply,
    listSent: (identityId, cursor, now) => atOnce({ action: "list", identityId, cursor }, now),
    listConnections: (identityId, cursor, now) => atOnce({ action: "connections", identityId, cursor }, now),
    withdraw: (identityId, urn, now) => atOnce({ action: "withdraw", identityId, urn }, now),
    listIdentities: (page, now, retrieveAccounts = true) =>
      atOnce({ action: "identities", page, retrieveAccounts }, now),
    runs(now) {
      workOffRuns(now);
      return runs.all().map((run) => ({ ...run, status: statusOf(run, now) }));
    },
    limits(identityId, now) {
      workOffRuns(now);
      const account = accounts.get(identityId);
      return account === undefined ? refuse("NO_VALID_ACCOUNT_CONFIGURED") : { ok: true, items: [account.limits(now)] };
    },
    fateOf(urn, now) {
      workOffRuns(now);
      for (const account of accounts.values()) {
        const standing = account.trueStateOf(urn, now);
        if (standing !== null) return standing;
      }
      return null;
    },
    trueStates,
    counts: (identityId, now) => countByState(trueStates(identityId, now)),
    isConnected: (identityId) => accountOf(identityId).isConnected(),
    setConnected(identityId, connected, now) {
      workOffRuns(now);
      const account = accountOf(identityId);
      const effect: WorldEffect = { effect: "connection", identityId, at: now, connected };
      onEffect(effect);
      account.apply(effect);
    },
    calls: log.calls,
    violations: log.violations,
  };
}

function startOf(operation: Operation): CallStart {
  if (operation.action === "identities") return { action: "identities", identityId: null };
  if ("runUid" in operation) return { action: operation.action, identityId: null, runUid: operation.runUid };
  const urn = operation.action === "withdraw" ? operation.urn : null;
  return { action: operation.action, identityId: operation.identityId, urn };
}

/** The documents say "no parallel live calls for the same identity" and name no label; this one has the status 409. */
function busy(now: number): Refusal {
  const postponed_until = new Date(now + BUSY_RETRY_MS).toISOString();
  return refuse("LIMIT_REACHED", {
    status: 409,
    message: "Another live call of this identity is under way.",
    params: { postponed_until, appendix: "parallel" },
  });
}
