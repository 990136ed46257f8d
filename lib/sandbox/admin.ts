import { z } from "zod";
import type { Answer } from "./answer.ts";
import type { ApiRequest } from "./api.ts";
import type { AssembledSandbox } from "./assemble.ts";
import type { FaultSpec } from "./faults.ts";
import { faultsOf } from "./identity-spec.ts";
import { DAY_MS, HOUR_MS } from "./time.ts";

/** `path` begins with `/admin`. No key is asked for: this part has no counterpart at the vendor's. */
export function handleAdmin(sandbox: AssembledSandbox, { method, path, body }: ApiRequest): Answer {
  const [, , resource = "", id = "", ...rest] = path.split("?")[0]?.split("/") ?? [];
  const handler = rest.length === 0 ? HANDLERS[`${method} ${resource}${id === "" ? "" : "/:id"}`] : undefined;
  if (handler === undefined) return problem(404, `The sandbox has nothing at ${method} ${path}.`);
  try {
    return handler(sandbox, decodeURIComponent(id), body);
  } catch (error) {
    const isCallers = [RangeError, SyntaxError, URIError].some((kind) => error instanceof kind);
    if (isCallers && error instanceof Error) return problem(400, error.message);
    throw error;
  }
}

type Handler = (sandbox: AssembledSandbox, id: string, body: string) => Answer;

const HANDLERS: Readonly<Record<string, Handler>> = {
  "GET state": (sandbox) => answer(200, stateOf(sandbox)),
  "GET calls": ({ world }) => answer(200, world.calls()),
  "GET runs": ({ world, clock }) => answer(200, world.runs(clock.now())),
  "GET faults": ({ faults }) => answer(200, faults.queued()),
  "POST faults"({ faults }, _id, body) {
    const specs: unknown = JSON.parse(body);
    // `add` checks every field, so what comes in may be anything.
    faults.add(...((Array.isArray(specs) ? specs : [specs]) as FaultSpec[]));
    return answer(200, faults.queued());
  },
  "DELETE faults"({ faults }) {
    faults.clear();
    return answer(200, []);
  },
  "GET invitations/:id"({ world, clock }, urn) {
    const standing = world.fateOf(urn, clock.now());
    return standing === null ? problem(404, `No invitation ${urn} has been sent yet.`) : answer(200, standing);
  },
  "POST advance"(sandbox, _id, body) {
    if (sandbox.advance === null) return problem(409, "This sandbox runs on a clock it was given.");
    const { days = 0, hours = 0 } = parse(advanceSchema, body);
    sandbox.advance(days * DAY_MS + hours * HOUR_MS);
    return answer(200, { now: new Date(sandbox.clock.now()).toISOString() });
  },
  "POST identities/:id"({ world, clock }, identityId, body) {
    const { connected } = parse(connectionSchema, body);
    world.setConnected(identityId, connected, clock.now());
    return answer(200, { uid: identityId, connected });
  },
};

const advanceSchema = z
  .strictObject({ days: z.number().min(0).optional(), hours: z.number().min(0).optional() })
  .refine(({ days, hours }) => (days ?? 0) + (hours ?? 0) > 0, "give days or hours, more than 0");
const connectionSchema = z.strictObject({ connected: z.boolean() });

function parse<Value>(schema: z.ZodType<Value>, body: string): Value {
  const result = schema.safeParse(JSON.parse(body));
  if (!result.success) throw new RangeError(faultsOf(result.error));
  return result.data;
}

function stateOf({ world, clock, advance }: AssembledSandbox): object {
  const now = clock.now();
  const calls = world.calls();
  return {
    now: new Date(now).toISOString(),
    epoch: world.spec.epoch,
    seed: world.spec.seed,
    clock: advance === null ? "given" : "own",
    identities: world.spec.identities.map(({ uid, name }) => ({
      uid,
      name,
      connected: world.isConnected(uid),
      counts: world.counts(uid, now),
    })),
    violations: world.violations(),
    calls: {
      total: calls.length,
      tookEffect: calls.filter(({ tookEffect }) => tookEffect).length,
      underWay: calls.filter(({ endedAt }) => endedAt === null).length,
      last: calls.slice(-20),
    },
  };
}

function answer(status: number, value: unknown): Answer {
  const headers = { "content-type": "application/json" };
  return { dropped: false, status, headers, body: JSON.stringify(value) };
}

const problem = (status: number, message: string): Answer => answer(status, { message });
