import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { stringify } from "lossless-json";
import { onTestFinished } from "vitest";
import {
  asOf,
  type FieldConnection,
  type FieldIdentity,
  type FieldInvitation,
  type FieldState,
} from "./field-state.ts";

const SENT = "linkedin-extract-sent-invitations";
const CONNECTIONS = "linkedin-extract-connections";
const WITHDRAW = "linkedin-withdraw-invitation";
/** Items on a page, as the vendor documents them. */
const PAGE_SIZES: Readonly<Record<string, number>> = { [SENT]: 100, [CONNECTIONS]: 40 };

export interface FieldApiOptions {
  /** When "now" is: the state's instants are moved to be as old as they were. Default: the machine's clock. */
  readonly now?: Date;
  /** What the answers' `Date` header says; null for none. Default: `now`, as far as that is given. */
  readonly dateHeader?: Date | null | (() => Date);
  /** `number`: `linkedin_invitation_id` is a JSON number of nineteen digits. Default `text`, as documented. */
  readonly idsAs?: "text" | "number";
  /** Every page is the first one, under a new cursor each time, without end. Default false. */
  readonly ignoresCursors?: boolean;
  /** How a page names the next one, whose address is handed over. Default: by its whole address. */
  readonly namesNext?: (next: URL) => string;
  /** When a call comes in, for `FieldCall.at`. Default: the machine's clock. */
  readonly clock?: () => Date;
}

/** One call that got past the door (key, identity). */
export interface FieldCall {
  /** The action's name in its address, or `identities`. */
  readonly action: string;
  readonly identityId: string | null;
  /** What a withdrawal names; null for any other call. */
  readonly urn: string | null;
  /** The kind that a withdrawal names; null for any other call. */
  readonly kind: string | null;
  readonly at: Date;
}

export interface FieldApi {
  /** For `sweeper([...], { env })`, with `--edges real`. */
  readonly env: { readonly EDGES_BASE_URL: string; readonly EDGES_API_KEY: string };
  readonly calls: readonly FieldCall[];
  /** Urns whose withdrawal took effect, in order. */
  readonly withdrawn: readonly string[];
  /** What is listed and connected from now on; `change` sees the state with its dates as they are served. */
  become(change: (now: FieldState) => FieldState): void;
}

/**
 * A small HTTP server that speaks the API over a case's world, for what the sandbox has no setting for: items with odd
 * or absent fields, lists in any order, ids as numbers. It remembers what was withdrawn and nothing else. Closed when the
 * test is over.
 */
export async function fieldApi(given: FieldState, options: FieldApiOptions = {}): Promise<FieldApi> {
  let state = asOf(given, options.now ?? new Date());
  const world: World = { options, calls: [], withdrawn: [], faultsUsed: new Map(), state: () => state };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      stampDate(response, options);
      send(handle(world, request, Buffer.concat(chunks).toString()), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const { port } = server.address() as AddressInfo;
  return {
    env: { EDGES_BASE_URL: `http://127.0.0.1:${port}/v1`, EDGES_API_KEY: keyOf(given) },
    calls: world.calls,
    withdrawn: world.withdrawn,
    become(change) {
      state = change(state);
    },
  };
}

interface World {
  readonly options: FieldApiOptions;
  readonly calls: FieldCall[];
  readonly withdrawn: string[];
  /** How often each fault has answered, by its place in the state. */
  readonly faultsUsed: Map<number, number>;
  readonly state: () => FieldState;
}

const now = ({ options: { clock = () => new Date() } }: World): Date => clock();
const keyOf = ({ key = "k-field" }: FieldState): string => key;
const digitsOf = ({ id }: FieldInvitation): string => String(id);
const urnOf = (one: FieldInvitation): string => `urn:li:fsd_invitation:${digitsOf(one)}`;

/** What goes out: items with status 200, an error, nothing as long as anybody listens, or null for a connection that is cut. */
type FieldAnswer =
  | { readonly items: readonly object[]; readonly next?: string | undefined }
  | { readonly status: number; readonly label: string | null }
  | "hang"
  | null;

function handle(world: World, { url = "/", headers }: IncomingMessage, body: string): FieldAnswer {
  const { pathname, searchParams } = new URL(url, `http://${headers.host}`);
  if (headers["x-api-key"] !== keyOf(world.state())) return { status: 401, label: null };
  if (pathname === "/v1/identities") return identitiesOn(world, searchParams.get("page"));
  const action = /^\/v1\/actions\/([\w-]+)\/run\/live$/.exec(pathname)?.[1] ?? "";
  const { identity_ids, input } = JSON.parse(body);
  const identityId = String(identity_ids?.[0]);
  const identity = world.state().identities[identityId];
  if (identity === undefined) return { status: 400, label: "BAD_INPUT" };
  const urn = action === WITHDRAW ? String(input?.linkedin_invitation_urn) : null;
  const kind = urn === null ? null : String(input?.linkedin_invitation_type);
  world.calls.push({ action, identityId, urn, kind, at: now(world) });
  const fault = faultFor(world, action, urn);
  if (fault !== undefined) return fault;
  if (identity.auth === false) return { status: 424, label: "AUTH_EXPIRED" };
  if (urn !== null) return withdraw(world, identity, urn);
  const items = action === SENT ? pendingItems(world, identity) : (identity.connections ?? []).map(connectionItem);
  const page = Number(searchParams.get("cursor") ?? 0);
  const size = PAGE_SIZES[action];
  if (size === undefined) return { status: 404, label: null };
  const from = world.options.ignoresCursors === true ? 0 : page * size;
  const hasMore = items.length > from + size;
  const { namesNext = ({ href }) => href } = world.options;
  return {
    // What was withdrawn keeps its place: a page's items do not move up while a list is read.
    items: items.slice(from, from + size).flatMap((one) => one ?? []),
    next: hasMore ? namesNext(new URL(`http://${headers.host}${pathname}?cursor=${page + 1}`)) : undefined,
  };
}

function identitiesOn(world: World, page: string | null): FieldAnswer {
  world.calls.push({ action: "identities", identityId: null, urn: null, kind: null, at: now(world) });
  const items = Object.entries(world.state().identities).map(([uid, { name, auth = true }]) => ({
    ...{ uid, name, type: "engagement", timezone: "UTC", is_active: true },
    accounts: [{ integration: "linkedin", name, status: auth ? "VALID" : "INVALID" }],
  }));
  return { items: page === "1" ? items : [] };
}

/** The answer of the first fault that matches and is not used up; undefined when there is none. */
function faultFor({ state, faultsUsed }: World, action: string, urn: string | null): FieldAnswer | undefined {
  for (const [index, { match, do: what, times = 1 }] of (state().faults ?? []).entries()) {
    const used = faultsUsed.get(index) ?? 0;
    const isMeant = (match.action ?? action) === action && (match.urn ?? urn) === urn;
    if (!isMeant || used >= times) continue;
    faultsUsed.set(index, used + 1);
    if (what === "hang") return what;
    const [, status, label = null] = /^status:(\d{3})(?::(\w+))?$/.exec(what) ?? [];
    return status === undefined ? null : { status: Number(status), label };
  }
  return undefined;
}

function withdraw(world: World, identity: FieldIdentity, urn: string): FieldAnswer {
  const found = identity.invitations.find((one) => urnOf(one) === urn && isPending(world, one));
  if (found === undefined) return { status: 424, label: "STATUS_404" };
  world.withdrawn.push(urn);
  return { items: [{ linkedin_invitation_id: idOf(world, found), linkedin_invitation_urn: urn }] };
}

const isPending = ({ withdrawn }: World, one: FieldInvitation): boolean =>
  (one.status ?? "pending") === "pending" && !withdrawn.includes(urnOf(one));

const idOf = ({ options }: World, one: FieldInvitation): string | bigint =>
  options.idsAs === "number" ? BigInt(digitsOf(one)) : digitsOf(one);

/** An item for each invitation that the state lists; null for one that was withdrawn since. */
function pendingItems(world: World, { invitations }: FieldIdentity): (object | null)[] {
  const listed = invitations.filter(({ status = "pending" }) => status === "pending");
  return listed.map((one) => {
    if (!isPending(world, one)) return null;
    return item(
      {
        linkedin_invitation_id: idOf(world, one),
        linkedin_invitation_urn: urnOf(one),
        sent_date: one.sent_date,
        ...personFields(one.profile_id, one.name),
      },
      one.extra,
    );
  });
}

const connectionItem = (one: FieldConnection): object =>
  item({ connected_at: one.connected_at, ...personFields(one.profile_id) }, one.extra);

const personFields = (profileId: number, name = `Person ${profileId}`) => ({
  linkedin_profile_url: `https://www.linkedin.com/in/person-${profileId}`,
  job_title: "Head of Testing",
  full_name: name,
  sales_navigator_profile_id: `ACwAA${String(profileId).padStart(10, "0")}`,
  linkedin_profile_id: profileId,
});

function item(fields: object, extra: FieldInvitation["extra"] = {}): object {
  const entries = Object.entries({ ...fields, ...extra });
  return Object.fromEntries(entries.filter(([, value]) => value !== "__absent__"));
}

/** Node's own date, which is the machine's, stays where nothing else is asked for. */
function stampDate(response: ServerResponse, { now, dateHeader = now }: FieldApiOptions): void {
  if (dateHeader === null) response.sendDate = false;
  else if (dateHeader !== undefined) {
    response.setHeader("date", (typeof dateHeader === "function" ? dateHeader() : dateHeader).toUTCString());
  }
}

function send(answer: FieldAnswer, response: ServerResponse): void {
  if (answer === "hang") return;
  if (answer === null) {
    response.destroy();
    return;
  }
  const { status, headers, body } =
    "items" in answer
      ? {
          status: 200,
          headers: answer.next === undefined ? {} : { "x-pagination-next": answer.next },
          body: answer.items,
        }
      : { status: answer.status, headers: {}, body: errorOf(answer) };
  response.writeHead(status, { "content-type": "application/json", ...headers });
  // Writes a bigint as the number it is.
  response.end(stringify(body));
}

const errorOf = ({ status, label }: { status: number; label: string | null }): object => ({
  ...(label !== null && { error_label: label }),
  ...{ message: "made up", status_code: status },
});
