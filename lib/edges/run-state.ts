import { own } from "../domain/own-property.ts";
import { endpoint } from "./address.ts";
import { call } from "./call.ts";
import type { EdgesFailure } from "./errors.ts";
import { failureOf, UNPRINTABLE } from "./failures.ts";
import type { PagingOptions } from "./paging.ts";
import type { EdgesRequest } from "./request.ts";
import { ofRun, readRunUid, requireRunUid } from "./run.ts";
import { retried } from "./tries.ts";

/** How often a run's state is asked for before a failure is one. */
const TRIES = 3;

type RunPhase = "under-way" | "over" | "refused";

/**
 * The statuses the vendor's reference lists. Only three are an end: a run that is `STOPPED` can be resumed, and what
 * `BLOCKED` means differs from page to page (a limit, or a wrong input), so both count as under way. `PENDING` is what the
 * answer to a start shows. The documents say of `INVALID` that the run has bad input and was not carried out.
 */
const PHASES: Readonly<Record<string, RunPhase>> = {
  PENDING: "under-way",
  CREATED: "under-way",
  QUEUED: "under-way",
  SCHEDULED: "under-way",
  BLOCKED: "under-way",
  RUNNING: "under-way",
  STOPPED: "under-way",
  SUCCEEDED: "over",
  PARTIAL_SUCCEEDED: "over",
  FAILED: "over",
  INVALID: "refused",
};

export interface RunState {
  /** In capitals; `(unprintable)` when what came is not a status' shape. */
  readonly status: string;
  /** `refused`: by the documents the run had no effect at all. `under-way` also for a status nobody has listed. */
  readonly phase: RunPhase;
  readonly unlisted: boolean;
}

export type RunAnswer =
  | { readonly kind: "state"; readonly state: RunState }
  /** The API says that there is no such run. */
  | { readonly kind: "unknown-run" }
  | { readonly kind: "failed"; readonly failure: EdgesFailure };

/**
 * How far a run is, by `GET /runs/{run_uid}`. May be repeated, and is, as a page of a listing is.
 *
 * A 404 says that there is no such run only where it is the API's own, which is JSON: a proxy's page says nothing.
 *
 * @throws TypeError for what cannot be a run's uid; nothing was sent
 */
export async function readWithdrawRun(options: PagingOptions, runUid: string): Promise<RunAnswer> {
  requireRunUid(runUid);
  const request: EdgesRequest = { method: "GET", address: endpoint(options.base, `/runs/${runUid}`), body: null };
  const answer = await retried(options, TRIES, () => call(options, request));
  if (!answer.ok) {
    const { failure, isJson = false } = answer;
    return failure.status === 404 && isJson ? { kind: "unknown-run" } : { kind: "failed", failure: ofRun(failure) };
  }
  if ((readRunUid(answer.json) ?? runUid) !== runUid) {
    return { kind: "failed", failure: failureOf(request, "answer is of another run", { status: answer.status }) };
  }
  return { kind: "state", state: stateOf(own(answer.json, "status")) };
}

function stateOf(value: unknown): RunState {
  const text = typeof value === "string" ? value.trim().toUpperCase() : "";
  const status = /^[A-Z_]{1,40}$/.test(text) ? text : UNPRINTABLE;
  const phase = Object.hasOwn(PHASES, status) ? PHASES[status] : undefined;
  return { status, phase: phase ?? "under-way", unlisted: phase === undefined };
}
