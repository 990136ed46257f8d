import type { Collaborators } from "../collaborators.ts";
import { parseInboundRequest } from "../contract/inbound-requests.ts";
import { handleRequest, type RequestResult } from "./handle-request.ts";

/** What a rule of the event bus invokes. Throws `MessageError` for an event that cannot be carried out as it is. */
export async function onRequest(c: Collaborators, event: unknown): Promise<RequestResult> {
  return handleRequest(c, parseInboundRequest(event));
}
