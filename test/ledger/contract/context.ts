import { beforeEach } from "vitest";
import type { Ledger } from "../../../lib/ledger/ledger.ts";
import { NOW } from "../../helpers/dynamo-records.ts";

/** Makes an empty ledger whose time is `now`. */
export type MakeLedger = (options: { readonly now: () => Date }) => Promise<Ledger>;

export interface Context {
  /** Empty at the start of each test. */
  ledger: Ledger;
  /** The ledger's time; `NOW` at the start of each test. */
  now: Date;
}

/** To be called in a `describe`: what it answers is filled before each of its tests. */
export function eachWithLedger(makeLedger: MakeLedger): Context {
  const context: Partial<Context> = {};
  beforeEach(async () => {
    context.now = NOW;
    context.ledger = await makeLedger({ now: () => given(context.now) });
  });
  return {
    get ledger() {
      return given(context.ledger);
    },
    get now() {
      return given(context.now);
    },
    set now(now) {
      context.now = now;
    },
  };
}

function given<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error("only there during a test");
  return value;
}

/** How many of several racers had luck. */
export const winners = (answers: readonly boolean[]): number => answers.filter((won) => won).length;
