import { z } from "zod";
import { INVITATION_KINDS } from "./invitations.ts";
import { type Refusal, refuse } from "./reply.ts";
import type { Operation } from "./world.ts";

/** The actions of the vendor's that the sandbox knows, by the name in their address. */
export const LIVE_ACTIONS: ReadonlyMap<string, LiveAction> = new Map([
  ["linkedin-extract-sent-invitations", "list"],
  ["linkedin-withdraw-invitation", "withdraw"],
  ["linkedin-extract-connections", "connections"],
]);
export type LiveAction = "list" | "withdraw" | "connections";

/** How `custom_data` may come: the vendor's product page shows a string, its skill types an object. */
export const CUSTOM_DATA_SETTINGS = ["any", "text", "object", "none"] as const;
export type CustomDataSetting = (typeof CUSTOM_DATA_SETTINGS)[number];

const URN = /^urn:li:fsd_invitation:\d+$/;
export const isInvitationUrn = (value: unknown): value is string => typeof value === "string" && URN.test(value);
const uuid = z.guid();

/** Reads the body of a live call. `cursor` is the one in the address, if any. `customData` default: `any`. */
export function readLiveRequest(
  action: LiveAction,
  body: string,
  cursor: string | null,
  customData: CustomDataSetting = "any",
): Operation | Refusal {
  const request = objectIn(body);
  if (request === null) return bad("The body is not a JSON object.");
  if ("inputs" in request) return bad("Live mode takes `input`, one object; `inputs` is for async mode.");
  const identityId = readIdentity(request.identity_ids);
  if (typeof identityId !== "string") return identityId;
  const { identity_mode = "direct", parameters = {}, input = {} } = request;
  if (identity_mode !== "direct") return refuse("BAD_PARAMETERS", { message: "The sandbox knows only direct mode." });
  if (!isObject(parameters)) return bad("`parameters` is not an object.");
  if (!isObject(input)) return bad("`input` is not an object.");
  if (action !== "withdraw") return { action, identityId, cursor };

  const { linkedin_invitation_urn: urn, linkedin_invitation_type: type } = input;
  if (urn === undefined) return missing("input.linkedin_invitation_urn");
  if (type === undefined) return missing("input.linkedin_invitation_type");
  if (!isInvitationUrn(urn)) return bad("`linkedin_invitation_urn` is not an invitation's urn.");
  const kind = INVITATION_KINDS.find((one) => one === type);
  if (kind === undefined) return bad(`\`linkedin_invitation_type\` is not one of ${INVITATION_KINDS.join(", ")}.`);
  const fault = customDataFault(customData, input.custom_data);
  if (fault !== null) return bad(`\`custom_data\` is ${fault}.`);
  return { action, identityId, urn, kind };
}

/** What is wrong with it, or null. One that is left out is always taken: no document calls it required. */
function customDataFault(setting: CustomDataSetting, value: unknown): string | null {
  if (value === undefined || setting === "any") return null;
  if (setting === "none") return "not a field of this action";
  if (setting === "text") return typeof value === "string" ? null : "not a string";
  return isObject(value) ? null : "not an object";
}

export function readIdentity(ids: unknown): string | Refusal {
  if (ids === undefined) return missing("identity_ids");
  if (!Array.isArray(ids) || ids.length === 0) return bad("`identity_ids` is not a list of ids.");
  if (ids.length > 1) return bad("A call runs on one identity; `identity_ids` has several.");
  const result = uuid.safeParse(ids[0]);
  return result.success ? result.data : bad("`identity_ids` holds something that is not a UUID.");
}

export const bad = (message: string): Refusal => refuse("BAD_INPUT", { message });
export const missing = (field: string): Refusal => refuse("MISSING_PARAMETER", { message: `\`${field}\` is missing.` });

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Null for anything but a JSON object. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}
