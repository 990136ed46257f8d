import { setTimeout as delay } from "node:timers/promises";
import type { Dispatcher } from "undici";
import { endpoint, readBase, WITHDRAW_PATH } from "./address.ts";
import { checkApiKey, type ReadApiKey } from "./call.ts";
import { createClockWatch } from "./clock-watch.ts";
import type { CustomDataShape } from "./custom-data.ts";
import type { EdgesFailure } from "./errors.ts";
import { type ConnectionsPage, listConnectionsSince } from "./list-connections.ts";
import {
  type IdentitiesAnswer,
  type IdentitiesEnd,
  type IdentitiesFrom,
  type IdentitiesPage,
  listIdentities,
  pagesOfIdentities,
} from "./list-identities.ts";
import { type ListingOptions, type ListingPage, listSentInvitations } from "./list-sent-invitations.ts";
import type { ListingEnd, PagingOptions } from "./paging.ts";
import type { EdgesPlan } from "./plan-rates.ts";
import { type RunOutputsAnswer, readWithdrawRunOutputs } from "./run-outputs.ts";
import { type RunAnswer, readWithdrawRun } from "./run-state.ts";
import { Agent } from "./undici.ts";
import { type WithdrawAnswer, type WithdrawalOrder, withdrawInvitation } from "./withdraw.ts";
import { type RunAccepted, startWithdrawRun, type WithdrawRunOrder } from "./withdraw-runs.ts";

export const EDGES_BASE_URL = "https://api.edges.run/v1";

export interface EdgesClientOptions {
  /** Default `https://api.edges.run/v1`. Only addresses under it are ever called. */
  readonly baseUrl?: string;
  /** Asked before each call; caching is its own business. `fresh`: the key it gave last was refused. */
  readonly apiKey: ReadApiKey;
  /** Default: an agent of the client's own, with connections kept for 4 s. */
  readonly dispatcher?: Dispatcher;
  /** Default: the system clock. */
  readonly now?: () => Date;
  readonly sleep?: (ms: number) => Promise<void>;
  /** In [0, 1). Default `Math.random`. */
  readonly random?: () => number;
  /** One call from connecting to the last byte, in milliseconds. Default 20,000. */
  readonly timeoutMs?: number;
  /** Gap between two pages, in milliseconds; up to half as much is added by chance. Default 2,000. */
  readonly pageWaitMs?: number;
  /** The workspace's plan, whose rate the list of identities keeps to. Default `trial`, the slowest. */
  readonly plan?: EdgesPlan;
  /** Pages of one listing, after which it ends as partial. Default 500. */
  readonly maxPages?: number;
  /** How a withdrawal carries the attempt's id as `custom_data`. Default null: it is left out. */
  readonly customData?: CustomDataShape | null;
  /** Told of each answer whose `Date` is more than two minutes off; milliseconds, positive when our clock is ahead. */
  readonly onClockOffset?: (offsetMs: number) => void;
}

/**
 * The calls this project makes. Failures of the API are values; what is thrown is a fault in the caller, and then
 * nothing was sent.
 */
export interface EdgesClient {
  /** @throws WithdrawalForbiddenError unless `order.mode` is `live` · TypeError for a malformed identity or URN */
  withdrawInvitation(order: WithdrawalOrder): Promise<WithdrawAnswer>;
  /**
   * Begins a run over up to 100 invitations, which goes on by itself.
   *
   * @throws WithdrawalForbiddenError unless `order.mode` is `live` · TypeError for a malformed order
   */
  startWithdrawRun(order: WithdrawRunOrder): Promise<RunAccepted>;
  /** @throws TypeError for a malformed uid */
  readWithdrawRun(runUid: string): Promise<RunAnswer>;
  /** @throws TypeError for a malformed uid */
  readWithdrawRunOutputs(runUid: string): Promise<RunOutputsAnswer>;
  /** @throws TypeError for a malformed identity */
  listSentInvitations(identityId: string, options?: ListingOptions): AsyncGenerator<ListingPage, ListingEnd, undefined>;
  /**
   * `endBy`: no call is repeated that could not end by then.
   *
   * @throws TypeError for a malformed identity or date
   */
  listConnectionsSince(
    identityId: string,
    since: Date,
    options?: Pick<PagingOptions, "endBy">,
  ): AsyncGenerator<ConnectionsPage, ListingEnd, undefined>;
  /** All identities of the workspace, or none of them. */
  listIdentities(): Promise<IdentitiesAnswer>;
  /** The same page by page, from any page on. */
  pagesOfIdentities(from?: IdentitiesFrom): AsyncGenerator<IdentitiesPage, IdentitiesEnd, undefined>;
  /** Whether there is an API key, without a call: the failure that any call would end with, or null. */
  checkApiKey(): Promise<EdgesFailure | null>;
  /**
   * How far our clock is from the API's by the last answer, in milliseconds, positive when ours is ahead. Null within two
   * minutes, and when nothing is known: no answer yet, none with a date, or none for five minutes.
   */
  clockOffsetMs(): number | null;
  /** Closes the client's own connections; a dispatcher that was handed in stays open. */
  close(): Promise<void>;
}

/** @throws TypeError when `baseUrl` is not a plain http(s) address */
export function createEdgesClient(options: EdgesClientOptions): EdgesClient {
  const timeoutMs = options.timeoutMs ?? 20_000;
  const dispatcher = options.dispatcher ?? createAgent(timeoutMs);
  const now = options.now ?? (() => new Date());
  const clockWatch = createClockWatch(now, options.onClockOffset);
  const settings: PagingOptions = {
    base: readBase(options.baseUrl ?? EDGES_BASE_URL),
    apiKey: options.apiKey,
    dispatcher,
    now,
    clockWatch,
    sleep: options.sleep ?? ((ms) => delay(ms)),
    random: options.random ?? Math.random,
    timeoutMs,
    pageWaitMs: options.pageWaitMs ?? 2000,
    maxPages: options.maxPages ?? 500,
  };
  const { customData = null, plan = "trial" } = options;
  return {
    withdrawInvitation: (order) => withdrawInvitation({ ...settings, customData }, order),
    startWithdrawRun: (order) => startWithdrawRun(settings, order),
    readWithdrawRun: (runUid) => readWithdrawRun(settings, runUid),
    readWithdrawRunOutputs: (runUid) => readWithdrawRunOutputs(settings, runUid),
    listSentInvitations: (identityId, listing) => listSentInvitations(settings, identityId, listing),
    listConnectionsSince: (identityId, since, endBy) => listConnectionsSince(settings, identityId, since, endBy),
    listIdentities: () => listIdentities({ ...settings, plan }),
    pagesOfIdentities: (from) => pagesOfIdentities({ ...settings, plan }, from),
    checkApiKey: () =>
      checkApiKey(settings, { method: "POST", address: endpoint(settings.base, WITHDRAW_PATH), body: null }),
    clockOffsetMs: clockWatch.offsetMs,
    close: async () => {
      if (options.dispatcher === undefined) await dispatcher.close();
    },
  };
}

/**
 * One request on a connection at a time: undici re-sends what was pipelined behind a connection that closed, and a
 * withdrawal must not be sent twice. Idle connections are dropped after 4 s even if the server offers more, because a
 * frozen function would come back to a connection that is long dead.
 */
function createAgent(timeoutMs: number): Agent {
  const keepAlive = { keepAliveTimeout: 4000, keepAliveMaxTimeout: 4000 };
  return new Agent({ pipelining: 1, ...keepAlive, connect: { timeout: timeoutMs } });
}
