import { MODES, type Mode } from "./mode.ts";
import type { Pause, Policy } from "./policy.ts";

/**
 * What a person has ordered and only a person takes back. It is kept apart from the policy, where no deployment and no new
 * policy writes, is read with the policy before every call, and wins over it.
 */
export interface Stops {
  /** The mode that a person set last; null where nobody has. */
  readonly mode: ModeOrder | null;
  readonly pauses: readonly Pause[];
}

export interface ModeOrder {
  readonly mode: Mode;
  /** ISO 8601. */
  readonly since: string;
  /** What this stack holds so that no other goes live on the same accounts; null where it holds nothing. */
  readonly lease: LeaseName | null;
}

/** An SSM parameter, and the region it is in. */
export interface LeaseName {
  readonly name: string;
  readonly region: string;
}

export const NO_STOPS: Stops = { mode: null, pauses: [] };

export interface StopOptions {
  /** Whether `live` needs a person's order: on a stack it does, for a second one works on the same LinkedIn accounts. */
  readonly bornDry: boolean;
}

/**
 * The policy that is in force: its mode goes no further than a person's order, and what is paused by either is paused. A
 * pause that stands in the policy itself, as earlier versions wrote them, still counts.
 */
export function withStops(policy: Policy, { mode, pauses }: Stops, { bornDry }: StopOptions): Policy {
  const stopped = new Set(pauses.map(({ id }) => id));
  return {
    ...policy,
    mode: lesser(policy.mode, furthest(mode, bornDry)),
    paused: [...policy.paused.filter(({ id }) => !stopped.has(id)), ...pauses],
  };
}

/** How far the policy's mode may go. */
function furthest(order: ModeOrder | null, bornDry: boolean): Mode {
  if (order?.mode === "off") return "off";
  return bornDry && order?.mode !== "live" ? "dry-run" : "live";
}

const lesser = (one: Mode, other: Mode): Mode => (MODES.indexOf(one) < MODES.indexOf(other) ? one : other);

/** Why less is in force than the policy says. */
export type HeldMode =
  | { readonly why: "switched-off" | "set-to-dry-run"; readonly since: string }
  /** Nobody has set this stack to live. */
  | { readonly why: "never-live" };

/** Null where the policy's own mode is in force. */
export function heldMode(
  policy: Pick<Policy, "mode">,
  { mode: order }: Stops,
  { bornDry }: StopOptions,
): HeldMode | null {
  if (lesser(policy.mode, furthest(order, bornDry)) === policy.mode) return null;
  if (order === null) return { why: "never-live" };
  return { why: order.mode === "off" ? "switched-off" : "set-to-dry-run", since: order.since };
}
