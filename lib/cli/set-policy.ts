import { MODES, type Mode } from "../domain/mode.ts";
import type { Policy } from "../domain/policy.ts";
import type { LeaseName } from "../domain/stops.ts";
import { UsageError } from "./errors.ts";
import type { OpenPolicy } from "./open-policy.ts";
import { checked, isObject, store, withAssignments } from "./policy-change.ts";

export type PolicyChange =
  | { readonly kind: "file"; readonly document: unknown }
  | { readonly kind: "assignments"; readonly assignments: readonly string[] };

/** What stands around a stack's going live and dry. One machine has none of it. */
export interface LiveSwitch {
  /**
   * Before it is live. Throws `UsageError` where it may not be; then nothing is changed. `held`: what it holds already.
   */
  takeLease(held: LeaseName | null): Promise<LeaseName>;
  /** Once it is live. Never throws. */
  protect(): Promise<void>;
  /** Once it is dry. Never throws. */
  giveUpLease(held: LeaseName | null): Promise<void>;
}

export interface SetPolicyOptions {
  readonly now: Date;
  readonly live: LiveSwitch | null;
  /** Tells a person what did not go as planned. */
  tell(line: string): void;
}

/** In force, before and after; null where the stored policy cannot be read or is not valid. */
export interface SetPolicy {
  readonly before: Policy | null;
  readonly after: Policy | null;
  /** Of the stored policy; null where only a stop was written. */
  readonly version: number | null;
}

/**
 * Changes the policy, and the mode that a person orders. `off` is ordered by an assignment and by a file; `live` and
 * `dry-run`, which lift it, by an assignment alone: a whole new policy lifts no stop.
 *
 * @throws PolicyError for a policy with errors, UsageError where a mode may not be set
 */
export async function setPolicy(
  policies: OpenPolicy,
  change: PolicyChange,
  options: SetPolicyOptions,
): Promise<SetPolicy> {
  const before = await inForceOrNull(policies);
  const mode = orderedMode(change);
  const version = await (mode === null
    ? storeBesideStops(policies, change)
    : mode === "off"
      ? switchOff(policies, change, options)
      : setMode(policies, change, mode, options));
  return { before, after: await inForceOrNull(policies), version };
}

function orderedMode(change: PolicyChange): Mode | null {
  if (change.kind === "file") return isObject(change.document) && change.document.mode === "off" ? "off" : null;
  const document = withAssignments({}, change.assignments.filter(isMode));
  const mode = isObject(document) ? document.mode : undefined;
  return MODES.find((known) => known === mode) ?? null;
}

const isMode = (assignment: string): boolean => assignment.startsWith("mode=");

const changed = async (policies: OpenPolicy, change: PolicyChange): Promise<unknown> =>
  change.kind === "file" ? change.document : withAssignments((await policies.document()).document, change.assignments);

const storeChange = async (policies: OpenPolicy, change: PolicyChange): Promise<number> =>
  (await store(policies, await changed(policies, change))).version;

/** With stops that cannot be read nobody could say what the change comes to, so nothing is changed. */
async function storeBesideStops(policies: OpenPolicy, change: PolicyChange): Promise<number> {
  await policies.stops.read();
  return storeChange(policies, change);
}

/**
 * The kill switch. The stop goes first and needs nothing of the stored policy, which may be broken or out of reach; then
 * the policy says off too, for whoever reads that alone. One of the two is enough to stop the functions, the first alone to
 * keep them so.
 */
async function switchOff(policies: OpenPolicy, change: PolicyChange, { now, tell }: SetPolicyOptions) {
  const ordered = await orderOff(policies, now).then(
    () => null,
    (error: unknown) => ({ error }),
  );
  if (ordered !== null) {
    const version = await storeChange(policies, change);
    throw new Error(
      `policy version ${version} says off, but the stop beside it could not be written (${messageOf(ordered.error)}): it stands until a deployment or \`policy set\` writes another mode. Set mode=off again`,
    );
  }
  try {
    return await storeChange(policies, change);
  } catch (error) {
    const onlyOff = change.kind === "assignments" && change.assignments.every(isMode);
    if (!onlyOff || policies.goesByPolicyAlone) {
      tell(policies.goesByPolicyAlone ? OLDER_FUNCTIONS : "It is switched off all the same.");
      throw error;
    }
    tell(`switched off; the stored policy itself could not be changed: ${messageOf(error)}`);
    return null;
  }
}

const OLDER_FUNCTIONS =
  "this stack's functions are of an earlier version and go by the stored policy alone: it is NOT switched off until they are deployed anew";

/** What already is off stays so since the first time. A stop that cannot be read is written over. */
async function orderOff({ stops }: OpenPolicy, now: Date): Promise<void> {
  const there = await stops.read().then(
    ({ mode }) => mode,
    () => null,
  );
  const since = there?.mode === "off" ? there.since : now.toISOString();
  await stops.setMode({ mode: "off", since, lease: there?.lease ?? null });
}

/** The policy first: until the order stands, what was in force before stays so, or less. */
async function setMode(
  policies: OpenPolicy,
  change: PolicyChange,
  mode: Exclude<Mode, "off">,
  { now, live }: SetPolicyOptions,
): Promise<number> {
  const document = await changed(policies, change);
  checked(document);
  policies.check?.(document);
  const { mode: seen } = await policies.stops.read();
  const held = seen?.lease ?? null;
  const lease = mode === "live" && live !== null ? await live.takeLease(held) : null;
  const { version } = await store(policies, document);
  const since = seen?.mode === mode ? seen.since : now.toISOString();
  if (!(await policies.stops.setMode({ mode, since, lease }, seen))) {
    throw new UsageError(
      "somebody has set another mode at the same time, and that one stands: look with `sweeper policy show`, then set it again",
    );
  }
  if (mode === "live") await live?.protect();
  else await live?.giveUpLease(held);
  return version;
}

async function inForceOrNull(policies: OpenPolicy): Promise<Policy | null> {
  return policies.read().then(
    ({ policy }) => policy,
    () => null,
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
