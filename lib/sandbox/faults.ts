import { z } from "zod";
import { ACTIONS, type Action } from "./call-log.ts";
import { faultsOf } from "./identity-spec.ts";
import { seededRng } from "./rng.ts";
import { isRunFaultKind, RUN_FAULT_SHAPES, type RunFault, runFaultSchema } from "./run-faults.ts";

const common = {
  action: z.enum([...ACTIONS, "run", "any"]).default("any"),
  /** Only calls of this identity; all when left out. */
  identityId: z.guid().optional(),
  /** How many matching calls are hit. Default 1, or no end when there is a `rate`. */
  times: z.int().min(1).optional(),
  /** The chance, drawn from the seed, that a matching call is hit. Default: always. */
  rate: z.number().gt(0).max(1).optional(),
  /** Which field carries the label; the sandbox's own setting when left out. */
  errorShape: z.enum(["error_label", "label"]).optional(),
};
/** Whether the call is carried out although its answer says otherwise or nothing. */
const takesEffect = (byDefault: boolean) => z.boolean().default(byDefault);
const httpStatus = z.int().min(400).max(599);
/** An error can also come with the status of a success. */
const labelStatus = z.union([z.literal(200), httpStatus]);

/** One entry for each kind of fault, with what it takes. Instants and effects are told in `faulty-answer.ts`. */
const faultSchema = z
  .discriminatedUnion("kind", [
    /** A right answer, `ms` milliseconds late; the effect comes late as well. */
    z.strictObject({ kind: z.literal("slow"), ...common, ms: z.number().min(0) }),
    /** The connection is cut, nothing was done. */
    z.strictObject({ kind: z.literal("drop-before-effect"), ...common }),
    /** The connection is cut, all was done. */
    z.strictObject({ kind: z.literal("drop-after-effect"), ...common }),
    /** `LK_524` although all was done. */
    z.strictObject({ kind: z.literal("timeout-after-effect"), ...common }),
    /** A bare status with an HTML page, as a proxy answers. */
    z.strictObject({
      ...{ kind: z.literal("status"), ...common, status: httpStatus.default(503), takesEffect: takesEffect(false) },
    }),
    /** The right answer, cut in the middle. */
    z.strictObject({ kind: z.literal("broken-json"), ...common, takesEffect: takesEffect(true) }),
    /** An error under a label that is in nobody's table. */
    z.strictObject({ kind: z.literal("unknown-label"), ...common, takesEffect: takesEffect(false) }),
    /** Any error. */
    z.strictObject({
      ...{ kind: z.literal("label"), ...common, label: z.string().min(1), status: labelStatus.default(424) },
      ...{ params: z.record(z.string(), z.unknown()).optional(), takesEffect: takesEffect(false) },
    }),
    /** The same page once more behind the next cursor. */
    z.strictObject({ kind: z.literal("repeated-page"), ...common }),
    /** The next page begins `items` rows too early. */
    z.strictObject({ kind: z.literal("overlapping-pages"), ...common, items: z.int().min(1).default(10) }),
    /** No next cursor although there is more. */
    z.strictObject({ kind: z.literal("early-end"), ...common }),
    /** The page with this number, from 1, answers `LK_ERROR`. */
    z.strictObject({ kind: z.literal("failing-page"), ...common, page: z.int().min(1).default(2) }),
    /** 200 with an empty list although there are items, or although the withdrawal took effect. */
    z.strictObject({ kind: z.literal("empty-answer"), ...common }),
    /** A run's status in a word that nobody has listed. */
    z.strictObject({ kind: z.literal("status-word"), ...common, word: z.string().min(1).default("AWAITING_REVIEW") }),
    z.strictObject({ ...common, ...RUN_FAULT_SHAPES["forgotten-run"] }),
    z.strictObject({ ...common, ...RUN_FAULT_SHAPES["stuck-run"] }),
    z.strictObject({ ...common, ...RUN_FAULT_SHAPES["invalid-run"] }),
    z.strictObject({ ...common, ...RUN_FAULT_SHAPES["lost-outputs"] }),
    z.strictObject({ ...common, ...RUN_FAULT_SHAPES["unnamed-output"] }),
    z.strictObject({ ...common, ...RUN_FAULT_SHAPES["input-label"] }),
    /** `AUTH_EXPIRED`. */
    z.strictObject({ kind: z.literal("session-expired"), ...common }),
    /** `STATUS_429` with `Retry-After`, in seconds. */
    z.strictObject({ kind: z.literal("rate-limited"), ...common, retryAfterSeconds: z.int().min(0).default(30) }),
  ])
  .refine((fault) => fault.action === "any" || mayApply(fault.kind, fault.action), {
    message: "this kind does not apply to this action",
  });

/** As it is asked for; the defaults may be left out. */
export type FaultSpec = Readonly<z.input<typeof faultSchema>>;
export type Fault = Readonly<z.output<typeof faultSchema>>;
/** One that hits a single call, and not a run as a whole. */
export type CallFault = Exclude<Fault, { kind: RunFault["kind"] }>;

export interface FaultQueue {
  /** Adds to the end. Throws a RangeError naming every mistake, and then adds none of them. */
  add(...specs: readonly FaultSpec[]): void;
  clear(): void;
  /** What is still to come, with the number of calls left; null is no end. */
  queued(): readonly (Fault & { readonly left: number | null })[];
  /** The fault for this call, used up by it: the first in the queue that matches. A call has one fault at most. */
  take(call: FaultTarget): CallFault | null;
  /** The faults of a run that begins, used up by it: the first of each kind. */
  takeForRun(identityId: string): readonly RunFault[];
}

export interface FaultTarget {
  readonly action: Action;
  readonly identityId: string | null;
  /** Page number from 1; 1 for a call without pages. */
  readonly page: number;
}

interface Queued {
  readonly fault: Fault;
  left: number;
}

const isOfRun = (fault: Fault): fault is Exclude<Fault, CallFault> => isRunFaultKind(fault.kind);

/** Without what says which runs it hits. */
function runFaultOf(fault: Exclude<Fault, CallFault>): RunFault {
  const { action: _action, identityId: _identityId, times: _times, rate: _rate, errorShape: _shape, ...own } = fault;
  return runFaultSchema.parse(own);
}

/** Without any `rate` no number is drawn and the seed does not matter. */
export function createFaultQueue(seed: number): FaultQueue {
  const rng = seededRng(seed, "faults");
  let queue: Queued[] = [];
  /** The first in the queue that `isMeant` says, used up once. */
  function use(isMeant: (queued: Queued) => boolean): Fault | null {
    const hit = queue.find(
      (queued) => isMeant(queued) && (queued.fault.rate === undefined || rng() < queued.fault.rate),
    );
    if (hit === undefined) return null;
    hit.left -= 1;
    queue = queue.filter(({ left }) => left > 0);
    return hit.fault;
  }
  return {
    add(...specs) {
      const result = z.array(faultSchema).safeParse(specs);
      if (!result.success) throw new RangeError(`no such fault: ${faultsOf(result.error)}`);
      const unlessTold = (fault: Fault) => (fault.rate === undefined ? 1 : Number.POSITIVE_INFINITY);
      queue.push(...result.data.map((fault) => ({ fault, left: fault.times ?? unlessTold(fault) })));
    },
    clear() {
      queue = [];
    },
    queued: () => queue.map(({ fault, left }) => ({ ...fault, left: Number.isFinite(left) ? left : null })),
    take(target) {
      const hit = use(({ fault }) => matches(fault, target));
      return hit === null || isOfRun(hit) ? null : hit;
    },
    takeForRun(identityId) {
      const taken = Object.keys(RUN_FAULT_SHAPES).map((kind) =>
        use(({ fault }) => fault.kind === kind && (fault.identityId ?? identityId) === identityId),
      );
      return taken.filter((fault) => fault !== null && isOfRun(fault)).map(runFaultOf);
    },
  };
}

function matches(fault: Fault, { action, identityId, page }: FaultTarget): boolean {
  if (isOfRun(fault)) return false;
  if (fault.action === "any" ? !actionsOf(fault.kind).includes(action) : fault.action !== action) return false;
  if (fault.identityId !== undefined && fault.identityId !== identityId) return false;
  return fault.kind !== "failing-page" || fault.page === page;
}

/** An empty answer to a withdrawal, and of a run's outputs, has to be asked for by name. */
const mayApply = (kind: string, action: Action | "run"): boolean =>
  actionsOf(kind).includes(action) || (kind === "empty-answer" && (action === "withdraw" || action === "run-outputs"));

/** What a fault hits that names no action. */
function actionsOf(kind: string): readonly (Action | "run")[] {
  if (isRunFaultKind(kind)) return ["run"];
  switch (kind) {
    case "status-word":
      return ["run-status"];
    case "repeated-page":
    case "overlapping-pages":
    case "early-end":
    case "failing-page":
      return ["list", "connections"];
    case "empty-answer":
      return ["list", "connections", "identities"];
    default:
      return ACTIONS;
  }
}
