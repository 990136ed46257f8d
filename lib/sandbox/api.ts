import { type Answer, createAnswerWriter, type ErrorShape } from "./answer.ts";
import { readAsyncRequest } from "./async-request.ts";
import type { Clock } from "./clock.ts";
import { readCursor } from "./cursor.ts";
import type { FaultQueue, FaultTarget } from "./faults.ts";
import { answerWith, type Outcome } from "./faulty-answer.ts";
import { type CustomDataSetting, readLiveRequest } from "./live-request.ts";
import { type CallRate, createPlanGate } from "./plan-rate.ts";
import { type Refusal, refuse, refuseWithoutLabel } from "./reply.ts";
import { routeOf } from "./routes.ts";
import type { Operation, World } from "./world.ts";

/** A request to the API without a socket. `path` starts with `/v1` and may carry a query; header names in lower case. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface ApiOptions {
  readonly world: World;
  readonly faults: FaultQueue;
  readonly clock: Clock;
  readonly apiKey: string;
  /** The address callers know, up to the host and port, such as `http://127.0.0.1:4010`. Read at every answer. */
  readonly origin: () => string;
  /** How long every call takes, and holds its identity. Default 0. */
  readonly latencyMs?: number | undefined;
  /** Enforces a plan's rate, such as those of `lib/edges/plan-rates.ts`. Default: none. */
  readonly rate?: CallRate | undefined;
  /** Default `alternate`. */
  readonly errorShape?: ErrorShape | undefined;
  /** The form in which a withdrawal's `custom_data` is taken. Default `any`. */
  readonly customData?: CustomDataSetting | undefined;
}

/**
 * The vendor's API up to, but without, the network: a simulation calls it in process under its own clock. Calls that
 * are refused at the door (key, shape, plan rate) never reach an identity and are not in the world's log.
 */
export interface Api {
  handle(request: ApiRequest): Promise<Answer>;
}

export function createApi(options: ApiOptions): Api {
  const { world, faults, clock, apiKey, origin, latencyMs = 0, rate, errorShape, customData } = options;
  const writer = createAnswerWriter(errorShape);
  const planGate = rate === undefined ? () => 0 : createPlanGate(rate);

  async function carryOut(operation: Operation, url: string): Promise<Answer> {
    const call = world.begin(operation, clock.now());
    // A busy identity is refused at once and uses up no fault: those are meant for calls that get through.
    const fault = call.refusal === null ? faults.take(targetOf(operation, clock.now())) : null;
    // Stands when carrying out throws, as with a full disk: the server tells the caller 500.
    let outcome: Outcome = { kind: "html", status: 500 };
    try {
      const wait = call.refusal === null ? latencyMs + (fault?.kind === "slow" ? fault.ms : 0) : 0;
      if (wait > 0) await clock.sleep(wait);
      outcome = answerWith(fault, () => call.perform(clock.now(), runFaultsOf(operation)));
    } finally {
      call.end({ answer: inShort(outcome), fault: fault?.kind ?? null }, clock.now());
    }
    return writer.write(outcome, url, fault?.errorShape);
  }

  const runFaultsOf = (operation: Operation) =>
    operation.action === "start-run" ? faults.takeForRun(operation.identityId) : [];

  return {
    async handle({ method, path, headers, body }) {
      const url = new URL(path, origin());
      const address = `${url.origin}${url.pathname}`;
      const refused = (refusal: Refusal) => writer.write({ kind: "reply", reply: refusal }, address);
      if (headers["x-api-key"] !== apiKey) {
        return refused(refuseWithoutLabel(401, "The API key is not valid."));
      }
      const route = routeOf(method, url);
      if (route.to === "nowhere") return refused(route.refusal);
      if (route.to === "limits") {
        const limits = world.limits(route.identityId, clock.now());
        return limits.ok ? json({ limits: limits.items }) : refused(limits);
      }
      if (route.to === "async") {
        const start = readAsyncRequest(body);
        return "ok" in start ? refused(start) : carryOut(start, address);
      }
      if (route.to === "run" || route.to === "identities") return carryOut(route.operation, address);
      const wait = planGate(clock.now());
      if (wait > 0) return refused(refuse("STATUS_429", { retryAfterSeconds: wait }));
      const operation = readLiveRequest(route.action, body, url.searchParams.get("cursor"), customData);
      return "ok" in operation ? refused(operation) : carryOut(operation, address);
    },
  };
}

function json(value: object): Answer {
  const headers = { "content-type": "application/json" };
  return { dropped: false, status: 200, headers, body: JSON.stringify(value) };
}

function targetOf(operation: Operation, now: number): FaultTarget {
  if (operation.action === "identities") return { action: "identities", identityId: null, page: operation.page };
  if ("runUid" in operation) return { action: operation.action, identityId: null, page: 1 };
  if (operation.action === "start-run" || operation.action === "withdraw" || operation.cursor === null) {
    return { action: operation.action, identityId: operation.identityId, page: 1 };
  }
  const { action, identityId } = operation;
  return { action, identityId, page: readCursor(operation.cursor, { action, identityId }, now)?.page ?? 1 };
}

function inShort(outcome: Outcome): "dropped" | { status: number; label: string | null } {
  if (outcome.kind === "dropped") return "dropped";
  if (outcome.kind === "html") return { status: outcome.status, label: null };
  const { reply } = outcome;
  return reply.ok ? { status: 200, label: null } : { status: reply.status, label: reply.label };
}
