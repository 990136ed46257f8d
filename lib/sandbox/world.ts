import { type Account, createAccount } from "./account.ts";
import { type CallStart, createCallLog, type LoggedCall, type Violation } from "./call-log.ts";
import type { WorldEffect } from "./effect.ts";
import { resolveWorld, type WorldRequest, type WorldSpec } from "./identity-spec.ts";
import { identityItem } from "./items.ts";
import { type Refusal, type Reply, refuse } from "./reply.ts";
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
}

/** One call of the API on the world, already understood. Cursors are the texts an earlier answer gave. */
export type Operation =
  | { readonly action: "list" | "connections"; readonly identityId: string; readonly cursor: string | null }
  | { readonly action: "withdraw"; readonly identityId: string; readonly urn: string }
  | { readonly action: "identities"; readonly page: number; readonly retrieveAccounts: boolean };

/** A call under way. It holds its identity from `begin` to `end`; what it does, it does at the instant of `perform`. */
interface OpenCall {
  /** Set when the identity was busy: nothing may be performed, only ended. */
  readonly refusal: Refusal | null;
  perform(now: number): Reply;
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
  /** The vendor's `limits` resource for withdrawals; not a call on the identity. */
  limits(identityId: string, now: number): Reply;
  /** The truth about one invitation; null when none with that urn has been sent by `now`. */
  fateOf(urn: string, now: number): TrueState | null;
  /** The truth about everything an identity has sent by `now`, oldest first. Throws for an unknown identity. */
  trueStates(identityId: string, now: number): TrueState[];
  counts(identityId: string, now: number): Record<TrueStateName, number>;
  isConnected(identityId: string): boolean;
  setConnected(identityId: string, connected: boolean, now: number): void;
  calls(): readonly LoggedCall[];
  violations(): readonly Violation[];
  /** Makes an effect from a journal hold again. Throws a RangeError when it names an identity that is not there. */
  apply(effect: WorldEffect): void;
}

export function createWorld(options: WorldOptions): World {
  const { minGapSeconds = 55, onEffect = () => {}, ...request } = options;
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

  function perform(operation: Operation, now: number): Reply {
    if (operation.action === "identities") return identitiesPage(operation.page, operation.retrieveAccounts);
    const account = accounts.get(operation.identityId);
    if (account === undefined) return refuse("NO_VALID_ACCOUNT_CONFIGURED");
    if (operation.action === "withdraw") return account.withdraw(operation.urn, now);
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
    const { number, parallel } = log.begin(startOf(operation), now);
    return {
      refusal: parallel ? busy(now) : null,
      perform(at) {
        const reply = parallel ? busy(at) : perform(operation, at);
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
    if (effect.effect === "withdraw-call") log.recall(effect.identityId, effect.at);
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
    limits(identityId, now) {
      const account = accounts.get(identityId);
      return account === undefined ? refuse("NO_VALID_ACCOUNT_CONFIGURED") : { ok: true, items: [account.limits(now)] };
    },
    fateOf(urn, now) {
      for (const account of accounts.values()) {
        const standing = account.trueStateOf(urn, now);
        if (standing !== null) return standing;
      }
      return null;
    },
    trueStates: (identityId, now) => accountOf(identityId).trueStates(now),
    counts: (identityId, now) => countByState(accountOf(identityId).trueStates(now)),
    isConnected: (identityId) => accountOf(identityId).isConnected(),
    setConnected(identityId, connected, now) {
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
