import type { World } from "../../lib/sandbox/world.ts";
import type { Scenario } from "./scenario.ts";

/** The urn of the invitation that the scenario makes a bad one; null when it names none. `at`: when the first run begins. */
export function badInvitation({ bad, identities }: Scenario, world: World, at: number): string | null {
  if (bad == null) return null;
  const of = identities[bad.identity % identities.length];
  if (of === undefined) return null;
  const pending = world.trueStates(of.uid, at).filter(({ state, unreadable }) => state === "pending" && !unreadable);
  const oldestFirst = pending.sort((a, b) => a.sentAt - b.sentAt);
  return oldestFirst[bad.pick % Math.max(1, oldestFirst.length)]?.urn ?? null;
}
