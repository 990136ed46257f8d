import * as z from "zod/mini";
import type { Mode } from "../domain/mode.ts";
import { own } from "../domain/own-property.ts";
import { endpoint, requireIdentity, WITHDRAW_PATH } from "./address.ts";
import { type CallOptions, call } from "./call.ts";
import { type CustomDataShape, customDataOf } from "./custom-data.ts";
import { type EdgesFailure, WithdrawalForbiddenError } from "./errors.ts";
import { failureOf } from "./failures.ts";
import { invitationUrn } from "./fields.ts";
import { readInvitationIds } from "./invitation-ids.ts";
import type { EdgesRequest } from "./request.ts";

export interface WithdrawalOrder {
  readonly identityId: string;
  readonly invitationId: string;
  /** `urn:li:fsd_invitation:<digits>`: what the call names. */
  readonly urn: string;
  /** What the call says it takes back, such as `CONNECTION`. */
  readonly kind: string;
  /** Travels as `custom_data` where that is asked for, so that a call can be found again in the vendor's own log. */
  readonly attemptId: string;
  /** The mode in force at this moment; anything but `live` is refused before anything is sent. */
  readonly mode: Mode;
}

export interface WithdrawOptions extends CallOptions {
  readonly base: URL;
  /** How `custom_data` is sent; null leaves it out. */
  readonly customData: CustomDataShape | null;
}

export type WithdrawAnswer = { readonly kind: "done" } | { readonly kind: "failed"; readonly failure: EdgesFailure };

/**
 * Takes one invitation back. This cannot be undone, and the person cannot be invited again for up to three weeks.
 * Whatever the API does comes back as a value; a call is never repeated, save after a 401 (see `call`).
 *
 * @throws WithdrawalForbiddenError in any mode but `live`; nothing was sent
 * @throws TypeError for an identity or a URN that cannot be one; nothing was sent
 */
export async function withdrawInvitation(options: WithdrawOptions, order: WithdrawalOrder): Promise<WithdrawAnswer> {
  if (order.mode !== "live") throw new WithdrawalForbiddenError(order.mode);
  requireIdentity(order.identityId);
  if (!z.safeParse(invitationUrn, order.urn).success) {
    throw new TypeError("an invitation's URN reads urn:li:fsd_invitation:<digits>; this one does not");
  }
  const body = bodyOf(order, options.customData);
  const request: EdgesRequest = { method: "POST", address: endpoint(options.base, WITHDRAW_PATH), body };
  const answer = await call(options, request);
  if (!answer.ok) return { kind: "failed", failure: answer.failure };
  if (namesInvitation(answer.json, order)) return { kind: "done" };
  const failure = failureOf(request, "answer does not name the invitation", { status: answer.status });
  return { kind: "failed", failure };
}

/** The fields of a withdrawal's body, for whoever has to find out which of them the API takes no longer. */
export const REQUEST_SHAPE =
  "identity_ids, identity_mode, input.linkedin_invitation_urn, input.linkedin_invitation_type (and input.custom_data where EDGES_CUSTOM_DATA is set)";

/** In the order of the vendor's own example. */
function bodyOf(order: WithdrawalOrder, customData: CustomDataShape | null): string {
  return JSON.stringify({
    identity_ids: [order.identityId],
    identity_mode: "direct",
    input: {
      linkedin_invitation_urn: order.urn,
      linkedin_invitation_type: order.kind,
      ...customDataOf(customData, order.attemptId),
    },
  });
}

/**
 * Whether the answer confirms this very invitation. The documented answer is an array with one item that repeats id
 * and URN; either will do, but one that differs does not, and an empty array confirms nothing. An id that has lost its
 * last digits on the way confirms nothing by itself, and nothing else beside the right URN.
 */
function namesInvitation(json: unknown, order: WithdrawalOrder): boolean {
  const first: unknown = Array.isArray(json) ? json[0] : undefined;
  const isAbsent = (field: string) => (own(first, field) ?? null) === null;
  const { id, urn } = readInvitationIds(first);
  if (urn === null) return isAbsent("linkedin_invitation_urn") && id === order.invitationId;
  return urn === order.urn && (isAbsent("linkedin_invitation_id") || id === order.invitationId);
}
