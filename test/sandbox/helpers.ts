import type { Clock } from "../../lib/sandbox/clock.ts";
import type { WorldIdentitySpec } from "../../lib/sandbox/identity-spec.ts";
import { type Sandbox, type SandboxServerOptions, startSandbox } from "../../lib/sandbox/server.ts";
import { afterEveryTest } from "../helpers/clean-up.ts";

export const EPOCH = new Date("2026-03-02T12:00:00.000Z");
export const T0 = EPOCH.getTime();

export const ANA = "11111111-1111-4111-8111-111111111111";
export const BEN = "22222222-2222-4222-8222-222222222222";
export const NOBODY = "99999999-9999-4999-8999-999999999999";

export function identity(spec: Partial<WorldIdentitySpec> = {}): WorldIdentitySpec {
  return { uid: ANA, name: "Ana", timezone: "Europe/Lisbon", backlog: 5, backlogDays: 60, ...spec };
}

/** Time stands still until a test moves it; whoever sleeps wakes when it has moved far enough. */
export interface ManualClock extends Clock {
  advance(ms: number): void;
  /** Resolves once so many are asleep. */
  asleep(count: number): Promise<void>;
}

export function manualClock(start: number = T0): ManualClock {
  let now = start;
  let sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  let watchers: { readonly count: number; readonly tell: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ until: now + ms, wake });
        for (const { count, tell } of watchers) if (sleepers.length >= count) tell();
        watchers = watchers.filter(({ count }) => sleepers.length < count);
      }),
    advance(ms) {
      now += ms;
      const due = sleepers.filter(({ until }) => until <= now);
      sleepers = sleepers.filter(({ until }) => until > now);
      for (const { wake } of due) wake();
    },
    asleep: (count) =>
      new Promise((tell) => {
        if (sleepers.length >= count) tell();
        else watchers.push({ count, tell });
      }),
  };
}

const running: Sandbox[] = [];
afterEveryTest(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** A sandbox of one identity on a standing clock, closed after the test. */
export async function sandboxFor(options: SandboxServerOptions = {}): Promise<Sandbox> {
  const defaults = { seed: 1, epoch: EPOCH, identities: [identity()], clock: manualClock() };
  const sandbox = await startSandbox({ ...defaults, ...options });
  running.push(sandbox);
  return sandbox;
}

/** An answer as far as a test looks at it. `json` is undefined when the body is not JSON. */
export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
  readonly label: string | undefined;
  readonly params: Readonly<Record<string, unknown>> | undefined;
}

async function ask(url: string, method: string, key: string | null, body?: unknown): Promise<Told> {
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json", ...(key === null ? {} : { "x-api-key": key }) },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = parsed(text);
  const error = json as Record<string, unknown> | undefined;
  return {
    ...{ status: response.status, headers: response.headers, text, json },
    label: (error?.error_label ?? error?.label) as string | undefined,
    params: error?.params as Record<string, unknown> | undefined,
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const live = (slug: string) => `/actions/${slug}/run/live`;
export const LIST = live("linkedin-extract-sent-invitations");
export const WITHDRAW = live("linkedin-withdraw-invitation");
const CONNECTIONS = live("linkedin-extract-connections");

/** The API as a client sees it. `list` and `connections` take a full URL from a header for a further page. */
export function clientOf(sandbox: Sandbox, key: string | null = sandbox.apiKey) {
  const post = (path: string, body: unknown) =>
    ask(path.startsWith("http") ? path : `${sandbox.url}${path}`, "POST", key, body);
  const body = (id: string) => ({ identity_ids: [id], identity_mode: "direct", parameters: {}, input: {} });
  return {
    post,
    get: (path: string) => ask(path.startsWith("http") ? path : `${sandbox.url}${path}`, "GET", key),
    list: (id: string = ANA, path: string = LIST) => post(path, body(id)),
    connections: (id: string = ANA, path: string = CONNECTIONS) => post(path, body(id)),
    withdraw: (urn: string, id: string = ANA) => post(WITHDRAW, withdrawBody(urn, id)),
    admin: (method: string, path: string, json?: unknown) =>
      ask(`${sandbox.url.replace(/\/v1$/, "")}/admin${path}`, method, null, json),
  };
}

export function withdrawBody(urn: string, id: string = ANA) {
  const input = { linkedin_invitation_urn: urn, linkedin_invitation_type: "CONNECTION" };
  return { identity_ids: [id], identity_mode: "direct", input };
}

export interface Row {
  readonly linkedin_invitation_id: string;
  readonly linkedin_invitation_urn: string;
  readonly linkedin_profile_id: number;
  readonly linkedin_profile_url: string;
  readonly full_name: string;
  readonly sent_date: string;
  readonly connected_at: string;
}

/** The rows of an answer that is a list. */
export function rowsOf({ json }: Told): Row[] {
  if (!Array.isArray(json)) throw new Error(`not a list: ${JSON.stringify(json)}`);
  return json;
}

export const urnsOf = (told: Told): string[] => rowsOf(told).map((row) => row.linkedin_invitation_urn);

/** Follows the next headers to the end and gives every page's answer. */
export async function allPages(first: Told, follow: (url: string) => Promise<Told>): Promise<Told[]> {
  const pages = [first];
  for (let next = first.headers.get("x-pagination-next"); next !== null; ) {
    const page = await follow(next);
    pages.push(page);
    next = page.headers.get("x-pagination-next");
  }
  return pages;
}

/** The time an invitation's id says, in epoch milliseconds, whether it is the truth or not. */
export const timeInId = (id: string): number => Number(BigInt(id) >> 22n);

/** Urns of pending invitations, oldest first, from the truth. */
export function pendingUrns(sandbox: Sandbox, id: string = ANA): string[] {
  const standings = sandbox.world.trueStates(id, sandbox.clock.now());
  return standings.filter(({ state }) => state === "pending").map(({ urn }) => urn);
}

export function firstPending(sandbox: Sandbox, id: string = ANA): string {
  const [urn] = pendingUrns(sandbox, id);
  if (urn === undefined) throw new Error("nothing is pending");
  return urn;
}
