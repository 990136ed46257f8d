import { LIVE_ACTIONS, type LiveAction } from "./live-request.ts";
import { type Refusal, refuse, refuseWithoutLabel } from "./reply.ts";
import type { Operation } from "./world.ts";

/** What an address of the API asks for. */
export type Route =
  | { readonly to: "live"; readonly action: LiveAction }
  | { readonly to: "async" }
  | { readonly to: "run"; readonly operation: Operation }
  | { readonly to: "limits"; readonly identityId: string }
  | { readonly to: "identities"; readonly operation: Operation }
  | { readonly to: "nowhere"; readonly refusal: Refusal };

const LIVE = /^\/v1\/actions\/([\w-]+)\/run\/live$/;
const ASYNC = "/v1/actions/linkedin-withdraw-invitation/run/async";
const RUN = /^\/v1\/runs\/([\w-]+)(?:\/(status|inputs|outputs))?$/;
const LIMITS = /^\/v1\/identities\/([\w-]+)\/actions\/linkedin-withdraw-invitation\/limits$/;
const IDENTITIES = "/v1/identities";

export function routeOf(method: string, { pathname, searchParams }: URL): Route {
  const action = LIVE_ACTIONS.get(LIVE.exec(pathname)?.[1] ?? "");
  if (action !== undefined) return method === "POST" ? { to: "live", action } : nowhere(405, "Use POST.");
  if (pathname === ASYNC) return method === "POST" ? { to: "async" } : nowhere(405, "Use POST.");
  const [, runUid, part = "status"] = RUN.exec(pathname) ?? [];
  if (runUid !== undefined) return method === "GET" ? runRoute(runUid, part) : nowhere(405, "Use GET.");
  const identityId = LIMITS.exec(pathname)?.[1];
  if (identityId === undefined && pathname !== IDENTITIES) {
    return nowhere(404, `The sandbox has nothing at ${pathname}.`);
  }
  if (method !== "GET") return nowhere(405, "Use GET.");
  return identityId === undefined ? identitiesRoute(searchParams) : { to: "limits", identityId };
}

function runRoute(runUid: string, part: string): Route {
  const action = part === "inputs" ? "run-inputs" : part === "outputs" ? "run-outputs" : "run-status";
  return { to: "run", operation: { action, runUid } };
}

function identitiesRoute(query: URLSearchParams): Route {
  const page = Number(query.get("page") ?? "1");
  if (!Number.isInteger(page) || page < 1) {
    return { to: "nowhere", refusal: refuse("BAD_PARAMETERS", { message: "`page` is a whole number from 1." }) };
  }
  const retrieveAccounts = query.get("retrieve_accounts") === "true";
  return { to: "identities", operation: { action: "identities", page, retrieveAccounts } };
}

function nowhere(status: number, message: string): Route {
  return { to: "nowhere", refusal: refuseWithoutLabel(status, message) };
}
