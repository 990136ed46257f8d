import { Dispatcher } from "undici";
import { SECOND_MS } from "../../lib/domain/time.ts";
import type { Answer } from "../../lib/sandbox/answer.ts";
import type { Api, ApiRequest } from "../../lib/sandbox/api.ts";
import type { Action } from "../../lib/sandbox/call-log.ts";
import type { FaultQueue, FaultSpec } from "../../lib/sandbox/faults.ts";
import type { Rng } from "../../lib/sandbox/rng.ts";
import type { Call, Tell } from "./happenings.ts";
import type { Process } from "./process.ts";
import { type Scheduler, TURNS_FOR_A_BODY } from "./scheduler.ts";

/** What befalls one call between a function and Edges, or in Edges. */
export type CallFault =
  /** The request is under way for so long; what it does, it does then. */
  | { readonly kind: "late-request"; readonly seconds: number }
  /** All was done at once, and the answer is under way for so long. */
  | { readonly kind: "late-answer"; readonly seconds: number }
  | { readonly kind: "no-answer" }
  /** A list as it was three hours ago. */
  | { readonly kind: "stale-list" }
  /** A page whose items stand in another order than the documents say. */
  | { readonly kind: "unsorted" }
  /** A proxy sends the request again, and the first or the second answer comes through. */
  | { readonly kind: "twice"; readonly seconds: number; readonly answer: "first" | "second" }
  /** Edges or LinkedIn answer otherwise, as the sandbox knows how to. */
  | { readonly kind: "answer"; readonly fault: FaultSpec };

export interface WireOptions {
  readonly scheduler: Scheduler;
  readonly rng: Rng;
  readonly api: Api;
  /** Edges as it was some hours ago, for a list that is served late. */
  readonly staleApi: Api;
  readonly faults: FaultQueue;
  /** The key Edges takes now, and the one the sandbox knows it by. */
  readonly key: () => string;
  readonly sandboxKey: string;
  readonly faultFor: (call: Call) => CallFault | null;
  readonly tell: Tell;
  readonly trace: (line: () => string) => void;
  /** Told which call Edges is working on, so that an effect can be put down to it. */
  readonly onWork: (call: Call) => void;
}

/** The network between the real HTTP client of a function and the sandbox's logic, all in this process. */
export class Wire extends Dispatcher {
  readonly #options: WireOptions;
  readonly #process: () => Process;

  /** `process`: the one that the client's container works for now. */
  constructor(options: WireOptions, process: () => Process) {
    super();
    this.#options = options;
    this.#process = process;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { scheduler, rng, faultFor, trace } = this.#options;
    const process = this.#process();
    const request = toApiRequest(options);
    const call = callOf(request, process, scheduler.now());
    const fault = faultFor(call);
    let over = false;
    // The client gives up: whatever still comes is not heard.
    handler.onConnect?.((error) => {
      if (over) return;
      over = true;
      trace(() => `${process.name} gives up on ${nameOf(call)}`);
      handler.onError?.(error ?? new Error("given up"));
    });
    const deliver = (answer: Answer, afterMs: number): void => {
      scheduler.at(scheduler.now() + afterMs, () => {
        if (over || !process.alive()) return;
        over = true;
        this.#hear(call, answer, handler);
      });
    };
    const delay = 20 + Math.floor(rng() * 400);
    const underWay = fault?.kind === "late-request" ? fault.seconds * SECOND_MS : 0;
    scheduler.at(scheduler.now() + delay + underWay, () => {
      if (!process.alive() && rng() < 0.5) return;
      const back = 20 + Math.floor(rng() * 200);
      const late = fault?.kind === "late-answer" ? fault.seconds * SECOND_MS : 0;
      const first = fault?.kind !== "no-answer" && !(fault?.kind === "twice" && fault.answer === "second");
      if (fault !== null) trace(() => `${process.name} ${nameOf(call)}: ${describe(fault)}`);
      this.#arrive(request, call, fault, (answer) => first && deliver(answer, back + late));
      if (fault?.kind !== "twice") return;
      scheduler.at(scheduler.now() + fault.seconds * SECOND_MS, () => {
        trace(() => `${process.name} ${nameOf(call)} arrives once more`);
        this.#arrive(request, call, null, (answer) => !first && deliver(answer, back), true);
      });
    });
    return true;
  }

  #arrive(
    request: ApiRequest,
    call: Call,
    fault: CallFault | null,
    answered: (a: Answer) => void,
    again = false,
  ): void {
    const { api, staleApi, faults, key, sandboxKey, scheduler, tell, onWork } = this.#options;
    const accepted = request.headers["x-api-key"] === key();
    if (accepted && !again) tell({ kind: "call", call });
    if (fault?.kind === "answer") faults.add(fault.fault);
    onWork(call);
    scheduler.woke();
    const headers = { "x-api-key": accepted ? sandboxKey : "refused" };
    const handled = (fault?.kind === "stale-list" ? staleApi : api).handle({ ...request, headers });
    faults.clear();
    handled.then((answer) => {
      if (!again) call.endedAt = scheduler.now();
      answered(dated(fault?.kind === "unsorted" ? reversed(answer) : answer, scheduler.now()));
    }, onUnexpected);
  }

  #hear(call: Call, answer: Answer, handler: Dispatcher.DispatchHandler): void {
    const { scheduler, tell, trace } = this.#options;
    if (answer.dropped) {
      trace(() => `${call.process.name} ${nameOf(call)}: the connection drops`);
      const dropped = Object.assign(new Error("dropped"), { code: "UND_ERR_SOCKET" });
      scheduler.resume(call.process, () => handler.onError?.(dropped));
      return;
    }
    const { status, body, headers } = answer;
    const more = headers["x-pagination-next"] !== undefined;
    call.answer = { at: scheduler.now(), status, ...contentOf(body), more };
    trace(() => `${call.process.name} ${nameOf(call)}: ${status} ${call.answer?.label ?? ""}`);
    tell({ kind: "answered", call });
    scheduler.resume(
      call.process,
      () => {
        const raw = Object.entries(headers)
          .flat()
          .map((text) => Buffer.from(text));
        handler.onHeaders?.(status, raw, () => {}, "");
        handler.onData?.(Buffer.from(body));
        handler.onComplete?.([]);
      },
      TURNS_FOR_A_BODY,
    );
  }
}

/** Edges tells the time with each answer, by a clock that is right. */
function dated(answer: Answer, at: number): Answer {
  return answer.dropped ? answer : { ...answer, headers: { ...answer.headers, date: new Date(at).toUTCString() } };
}

function reversed(answer: Answer): Answer {
  const items: unknown = answer.dropped ? null : jsonIn(answer.body);
  return answer.dropped || !Array.isArray(items) ? answer : { ...answer, body: JSON.stringify(items.reverse()) };
}

let numbers = 0;

function callOf(request: ApiRequest, process: Process, sentAt: number): Call {
  numbers += 1;
  const action = actionOf(request);
  const input = request.body === "" ? {} : (JSON.parse(request.body) as { identity_ids?: string[]; input?: object });
  const urn = new Map<string, unknown>(Object.entries(input.input ?? {})).get("linkedin_invitation_urn");
  return {
    ...{ number: numbers, action, identityId: input.identity_ids?.[0] ?? null, process, sentAt },
    ...{ urn: typeof urn === "string" ? urn : null, firstPage: !request.path.includes("cursor=") },
    ...{ endedAt: null, took: false, answer: null },
  };
}

function toApiRequest({ method, path, headers, body }: Dispatcher.DispatchOptions): ApiRequest {
  const key = new Map<string, unknown>(Object.entries(headers ?? {})).get("X-API-Key");
  return {
    method,
    path,
    headers: { "x-api-key": typeof key === "string" ? key : "" },
    body: typeof body === "string" ? body : "",
  };
}

function actionOf({ path }: ApiRequest): Action {
  if (path.includes("withdraw-invitation")) return "withdraw";
  if (path.includes("sent-invitations")) return "list";
  return path.includes("connections") ? "connections" : "identities";
}

/** How a call is told in a trace. */
export const nameOf = ({ action, urn }: Pick<Call, "action" | "urn">): string =>
  urn === null ? `calls ${action}` : `calls ${action} ${urn.slice(-6)}`;

const describe = (fault: CallFault): string =>
  fault.kind === "answer" ? JSON.stringify(fault.fault) : JSON.stringify(fault);

function contentOf(body: string): { label: string | null; ids: string[] | null } {
  const json = jsonIn(body);
  if (typeof json !== "object" || json === null) return { label: null, ids: null };
  if (Array.isArray(json))
    return { label: null, ids: json.flatMap((item) => text(item, "linkedin_invitation_id") ?? []) };
  return { label: text(json, "error_label") ?? text(json, "label"), ids: null };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function text(from: object, field: string): string | null {
  const value: unknown = Reflect.get(from, field);
  return typeof value === "string" ? value : null;
}

function onUnexpected(error: unknown): never {
  throw error;
}
