import * as z from "zod/mini";
import type { Mode } from "../domain/mode.ts";
import { endpoint, requireIdentity } from "./address.ts";
import { type CallOptions, call } from "./call.ts";
import { type EdgesFailure, WithdrawalForbiddenError } from "./errors.ts";
import { failureOf } from "./failures.ts";
import { invitationUrn } from "./fields.ts";
import type { EdgesRequest } from "./request.ts";
import { ofRun, readRunUid } from "./run.ts";

export type { RunOutput } from "./run-results.ts";

/** The vendor recommends about so many invitations a run. */
export const MAX_RUN_INPUTS = 100;

const START_PATH = "/actions/linkedin-withdraw-invitation/run/async";

export interface WithdrawRunOrder {
  readonly identityId: string;
  /** `urn:li:fsd_invitation:<digits>`, 1 to 100 of them, each once. */
  readonly urns: readonly string[];
  /** The mode in force at this moment; anything but `live` is refused before anything is sent. */
  readonly mode: Mode;
}

export type RunAccepted =
  | { readonly kind: "accepted"; readonly runUid: string }
  | { readonly kind: "failed"; readonly failure: EdgesFailure };

interface StartOptions extends CallOptions {
  readonly base: URL;
}

/**
 * Hands the vendor a list of invitations to take back, one after the other, at its own pace and over the rolling limit.
 * This cannot be undone, and nobody knows a way to stop it: the documents have a run that is stopped, and no call that
 * stops one. Never repeated, save after a 401 (see `call`): a start whose answer is lost may be under way.
 *
 * Documented: the body, and `run_uid` in the answer. A callback is required on one page and optional on another: none is
 * sent, for there is nobody to receive one. Should Edges insist on it, the start is refused (400) and nothing has happened.
 * Not documented: the status of the answer (200, 201 and 202 are taken), and what becomes of an answer without `run_uid`,
 * which is a failure that may have taken effect.
 *
 * @throws WithdrawalForbiddenError in any mode but `live`; nothing was sent
 * @throws TypeError for an identity or an urn that cannot be one, none or more than 100 urns, or one twice; nothing was sent
 */
export async function startWithdrawRun(options: StartOptions, order: WithdrawRunOrder): Promise<RunAccepted> {
  if (order.mode !== "live") throw new WithdrawalForbiddenError(order.mode);
  requireIdentity(order.identityId);
  requireUrns(order.urns);
  const body = JSON.stringify({
    identity_ids: [order.identityId],
    identity_mode: "direct",
    inputs: order.urns.map((urn) => ({ linkedin_invitation_urn: urn })),
  });
  const request: EdgesRequest = {
    ...{ method: "POST", address: endpoint(options.base, START_PATH), body },
    startsRun: true,
  };
  const answer = await call(options, request);
  if (!answer.ok) return { kind: "failed", failure: ofRun(answer.failure) };
  const runUid = readRunUid(answer.json);
  if (runUid !== null) return { kind: "accepted", runUid };
  return { kind: "failed", failure: failureOf(request, "answer names no run", { status: answer.status }) };
}

function requireUrns(urns: readonly string[]): void {
  if (urns.length < 1 || urns.length > MAX_RUN_INPUTS) {
    throw new TypeError(`a run takes 1 to ${MAX_RUN_INPUTS} invitations; these are ${urns.length}`);
  }
  if (!urns.every((urn) => z.safeParse(invitationUrn, urn).success)) {
    throw new TypeError("an invitation's URN reads urn:li:fsd_invitation:<digits>; one of these does not");
  }
  if (new Set(urns).size < urns.length)
    throw new TypeError("a run takes each invitation once; one of these comes twice");
}
