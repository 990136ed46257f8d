import { isDeepStrictEqual } from "node:util";
import type { ErrorShape } from "./answer.ts";
import { type Api, createApi } from "./api.ts";
import { type Clock, createOwnClock, MAX_LEAD_MS, type OwnClock } from "./clock.ts";
import { DEMO_API_KEY, DEMO_TEAM } from "./demo-team.ts";
import type { Effect } from "./effect.ts";
import { createFaultQueue, type FaultQueue, type FaultSpec } from "./faults.ts";
import { type IdMinting, resolveWorld, type WorldRequest, type WorldSpec } from "./identity-spec.ts";
import { type Journal, openJournal } from "./journal.ts";
import type { CustomDataSetting } from "./live-request.ts";
import type { CallRate } from "./plan-rate.ts";
import { createWorld, type World } from "./world.ts";
import { WriteFault } from "./write-fault.ts";

type PartOfWorld = { readonly [Field in keyof WorldRequest]?: WorldRequest[Field] | undefined };

/** What of a world is not said comes from the data file, and without one from the demo team and the clock. */
export interface SandboxOptions extends PartOfWorld {
  /** Mints the ids of every identity like this. Default: as each identity says for itself. */
  readonly idMinting?: IdMinting | undefined;
  /** Default 55, see `WorldOptions`. */
  readonly minGapSeconds?: number | undefined;
  /** Default `sandbox-key`. */
  readonly apiKey?: string | undefined;
  /** Default: the machine's clock, which `POST /admin/advance` puts forward. */
  readonly clock?: Clock | undefined;
  /** Milliseconds every call takes. Default 0. */
  readonly latencyMs?: number | undefined;
  /** Enforces the call rate of a plan. Default: none. */
  readonly rate?: CallRate | undefined;
  /** Which field carries an error's label. Default: `alternate`. */
  readonly errorShape?: ErrorShape | undefined;
  /** The form in which a withdrawal's `custom_data` is taken; any other is refused. Default: `any`. */
  readonly customData?: CustomDataSetting | undefined;
  /** Faults from the first call on. */
  readonly faults?: readonly FaultSpec[] | undefined;
  /** Where withdrawals and the like are kept over a restart. Default: nowhere. */
  readonly dataFile?: string | undefined;
  /** Told when the data file cannot be written: nothing takes effect any more, and callers are answered 500. */
  readonly onDataFault?: ((fault: Error) => void) | undefined;
}

/** A sandbox without a network. */
export interface AssembledSandbox {
  readonly api: Api;
  readonly apiKey: string;
  readonly world: World;
  readonly faults: FaultQueue;
  readonly clock: Clock;
  /** Puts the clock forward; null when the clock is not the sandbox's own. */
  readonly advance: ((ms: number) => void) | null;
  /** Bytes of an unfinished last line cut off the data file. */
  readonly tornBytes: number;
  /** From here on nothing takes effect; what there is can still be looked at. */
  close(): void;
}

/** `origin` is the address callers know, such as `http://127.0.0.1:4010`; read at every answer. */
export function assembleSandbox(options: SandboxOptions, origin: () => string): AssembledSandbox {
  const {
    clock: injected,
    dataFile,
    apiKey = DEMO_API_KEY,
    latencyMs,
    rate,
    errorShape,
    customData,
    minGapSeconds,
  } = options;
  const own: OwnClock | null = injected === undefined ? createOwnClock() : null;
  const clock = injected ?? own ?? createOwnClock();
  const decide = (found: WorldSpec | null) => decideWorld(options, found, clock.now(), dataFile);
  const journal: Journal | null = dataFile === undefined ? null : openJournal(dataFile, decide);
  const spec = journal?.world ?? decide(null);
  const { onDataFault = () => {} } = options;
  const append = (effect: Effect) => {
    try {
      journal?.append(effect);
    } catch (error) {
      if (error instanceof WriteFault) onDataFault(error);
      throw error;
    }
  };
  let closed = false;

  const world = createWorld({
    ...{ ...spec, epoch: new Date(spec.epoch) },
    minGapSeconds,
    mayRunsWork: () => !closed,
    onEffect(effect) {
      // A call may still be under way when the sandbox is closed, or killed: either way it must do nothing.
      if (closed) throw new Error("The sandbox is closed.");
      append(effect);
    },
  });
  for (const effect of journal?.effects ?? []) {
    if (effect.effect === "clock") own?.setAhead(effect.aheadMs);
    else world.apply(effect);
  }

  const faults = createFaultQueue(spec.seed);
  faults.add(...(options.faults ?? []));
  const advance = (by: OwnClock, ms: number): void => {
    const aheadMs = by.aheadMs() + ms;
    if (aheadMs > MAX_LEAD_MS) throw new RangeError(`the clock cannot run ahead by more than ${MAX_LEAD_MS} ms`);
    append({ effect: "clock", aheadMs });
    by.setAhead(aheadMs);
  };
  return {
    api: createApi({ world, faults, clock, apiKey, origin, latencyMs, rate, errorShape, customData }),
    ...{ apiKey, world, faults, clock, tornBytes: journal?.tornBytes ?? 0 },
    advance: own === null ? null : (ms) => advance(own, ms),
    close() {
      closed = true;
      journal?.close();
    },
  };
}

/** What the caller says must be what the file says: the file's effects mean nothing in another world. */
function decideWorld(options: SandboxOptions, found: WorldSpec | null, now: number, file = ""): WorldSpec {
  const base: WorldRequest =
    found === null ? { ...DEMO_TEAM, epoch: new Date(now) } : { ...found, epoch: new Date(found.epoch) };
  // Without its own team a caller's people are not the demo's: what they leave out is empty, not borrowed.
  const shared = options.identities === undefined || found !== null ? base.sharedPeopleShare : undefined;
  const { idMinting } = options;
  const identities = options.identities ?? base.identities;
  const wanted = resolveWorld({
    seed: options.seed ?? base.seed,
    epoch: options.epoch ?? base.epoch,
    identities: idMinting === undefined ? identities : identities.map((identity) => ({ ...identity, idMinting })),
    sharedPeopleShare: options.sharedPeopleShare ?? shared,
    fates: options.fates ?? base.fates,
  });
  if (found === null) return wanted;
  const other = (Object.keys(wanted) as (keyof WorldSpec)[]).filter(
    (key) => !isDeepStrictEqual(wanted[key], found[key]),
  );
  if (other.length === 0) return found;
  // Identities that are the file's own can differ in the one thing that is said of all of them.
  const names = other.map((key) => (key === "identities" && options.identities === undefined ? "idMinting" : key));
  throw new Error(
    `The sandbox data in ${file} was made with another ${names.join(", ")}. ` +
      "Ask for the same, leave it out, or move the file away to begin anew.",
  );
}
