import { CALL_COUNTS_MS } from "../../../lib/domain/gate.ts";
import { invitationIdOf } from "../../../lib/domain/linkedin-ids.ts";
import { DAY_MS } from "../../../lib/domain/time.ts";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import type { LoggedCall } from "../../../lib/sandbox/call-log.ts";
import type { World } from "../../../lib/sandbox/world.ts";

export interface Played {
  readonly seed: number;
  /** Promises that were broken, with where. */
  readonly broken: readonly string[];
  readonly chosen: number;
  readonly runs: number;
  readonly inputs: number;
  readonly withdrawn: number;
  readonly crashes: number;
  readonly lostStarts: number;
}

/** What must hold of the calls, however it went. */
export function judgeCalls(world: World, chosen: ReadonlySet<string>, dailyCap: number, now: number): string[] {
  const broken: string[] = [];
  const runs = world.runs(now);
  const inputs = runs.flatMap(({ urns }) => urns);
  for (const urn of inputs) if (!chosen.has(urn)) broken.push(`called outside the chosen set: ${urn}`);
  // One that the API has refused as a whole has called for nobody.
  const accepted = runs.filter(({ status }) => status !== "INVALID").flatMap(({ urns }) => urns);
  for (const urn of new Set(accepted)) {
    if (accepted.filter((one) => one === urn).length > 1) broken.push(`submitted twice: ${urn}`);
  }
  const calls = world.calls().filter(({ action }) => action === "withdraw");
  const effective = calls.flatMap(({ tookEffect, urn }) => (tookEffect ? (urn ?? []) : []));
  if (new Set(effective).size < effective.length) broken.push("two calls took effect on one invitation");
  for (const identityId of new Set(calls.flatMap((call) => call.identityId ?? []))) {
    const times = calls.filter((call) => call.identityId === identityId).map(({ startedAt }) => startedAt);
    broken.push(
      ...overCap(
        identityId,
        times.sort((a, b) => a - b),
        dailyCap,
      ),
    );
  }
  for (const { kind, detail } of world.violations()) broken.push(`violation ${kind}: ${detail}`);
  return broken;
}

function overCap(identityId: string, times: readonly number[], dailyCap: number): string[] {
  const tooMany = times.some((at, index) => {
    const first = times[index - dailyCap];
    return first !== undefined && at - first < Math.min(DAY_MS, CALL_COUNTS_MS);
  });
  return tooMany ? [`more than ${dailyCap} calls in 24 hours: ${identityId}`] : [];
}

/** After the lists the ledger has to say of each invitation what is true. */
export async function judgeLedger(
  world: World,
  { invitations }: Pick<Ledger, "invitations">,
  identityIds: readonly string[],
  now: number,
): Promise<string[]> {
  const broken: string[] = [];
  for (const identityId of identityIds) {
    for (const { urn, state } of world.trueStates(identityId, now)) {
      const held = await invitations.find(identityId, invitationIdOf(urn) ?? "");
      if (held === null) continue;
      if ((held.state === "withdrawn") !== (state === "withdrawn")) {
        broken.push(`the ledger says ${held.state} of one that is ${state}: ${urn}`);
      }
      if (held.state === "withdrawing") broken.push(`still withdrawing after the lists: ${urn} (${state})`);
    }
  }
  return broken;
}

export const countCalls = (calls: readonly LoggedCall[]): number => calls.filter((call) => call.tookEffect).length;
