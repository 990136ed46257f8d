import type { TrueState } from "../../lib/sandbox/true-state.ts";
import { ANA, ageAt, NOBODY_ANSWERS } from "../helpers/test-bed.ts";
import type { Outside, OutsideOptions } from "./outside.ts";

/** One account on which nothing happens by itself, with `backlog` invitations sent over `backlogDays`. */
export function quietWorld(backlog: number, backlogDays = 60): OutsideOptions {
  return {
    identities: [{ uid: ANA, name: "Ana", timezone: "UTC", backlog, backlogDays }],
    fates: NOBODY_ANSWERS,
  };
}

/** Its stale invitations, oldest first: the order of the calls. */
export function staleIn({ sandbox, now }: Outside): TrueState[] {
  const standings = sandbox.world.trueStates(ANA, now());
  return standings.filter((one) => one.state === "pending" && ageAt(one, new Date(now())) >= 21);
}

/** Withdraw calls that were made for an invitation. */
export function callsFor({ sandbox }: Outside, { urn }: TrueState): number {
  return sandbox.world.calls().filter((call) => call.urn === urn).length;
}
