import { bad, isInvitationUrn, missing, objectIn, readIdentity } from "./live-request.ts";
import { type Refusal, refuse } from "./reply.ts";
import type { Operation } from "./world.ts";

/** Recommended at the vendor's, and a rule here. */
const MAX_INPUTS = 100;

/** Reads the body of `linkedin-withdraw-invitation/run/async`. No callback is asked for: the documents contradict each other. */
export function readAsyncRequest(body: string): Operation | Refusal {
  const request = objectIn(body);
  if (request === null) return bad("The body is not a JSON object.");
  if ("input" in request) return bad("Async mode takes `inputs`, a list; `input` is for live mode.");
  const identityId = readIdentity(request.identity_ids);
  if (typeof identityId !== "string") return identityId;
  const { identity_mode = "direct", inputs } = request;
  if (identity_mode !== "direct") return refuse("BAD_PARAMETERS", { message: "The sandbox knows only direct mode." });
  if (inputs === undefined) return missing("inputs");
  if (!Array.isArray(inputs) || inputs.length === 0) return bad("`inputs` is not a list of inputs.");
  if (inputs.length > MAX_INPUTS) return bad(`\`inputs\` has ${inputs.length} inputs; ${MAX_INPUTS} are allowed.`);
  const urns = inputs.map(
    (input: unknown) => (input as { linkedin_invitation_urn?: unknown } | null)?.linkedin_invitation_urn,
  );
  const read = urns.filter(isInvitationUrn);
  if (read.length < urns.length) return bad("`linkedin_invitation_urn` of an input is not an invitation's urn.");
  return { action: "start-run", identityId, urns: read };
}
