import type { Dispatcher } from "undici";
import request from "undici/lib/api/api-request.js";
import Agent from "undici/lib/dispatcher/agent.js";

/**
 * The parts of undici that are called here. Its entry brings fetch, caches, web sockets and mocks along: twice as much,
 * in every bundle and at every start.
 */
export { Agent };

/** undici's `request`, which answers once the headers are there. Never follows a redirect. */
export function requestBy(
  dispatcher: Dispatcher,
  address: URL,
  options: Omit<Dispatcher.RequestOptions, "origin" | "path">,
): Promise<Dispatcher.ResponseData> {
  return request.call(dispatcher, { ...options, origin: address.origin, path: address.pathname + address.search });
}
