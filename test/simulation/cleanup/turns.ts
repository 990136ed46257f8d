import type { Rng } from "../../../lib/sandbox/rng.ts";
import { Crash } from "../../helpers/crash.ts";

/** Several processes, of which one at a time makes one call; which one is drawn. */
export interface Turns {
  /** `target` with each of its calls a turn of its own; the `dieAt`-th kills the process, before or after its effect. */
  process<Target extends object>(target: Target, death: Death | null): Target;
}

export interface Death {
  readonly at: number;
  readonly when: "before" | "after";
  calls: number;
}

/** Answers item by item: a reading, which is not cut in pieces. */
const ITERATED = new Set(["open", "outcomes", "ofPerson", "ofProfile", "ofSalesNavigator", "all", "sweeps", "parts"]);

export function createTurns(rng: Rng): Turns {
  const parked: (() => Promise<void>)[] = [];
  let isBusy = false;
  const next = async (): Promise<void> => {
    if (isBusy || parked.length === 0) return;
    isBusy = true;
    const [turn] = parked.splice(Math.floor(rng() * parked.length), 1);
    await turn?.();
    isBusy = false;
    setImmediate(() => void next());
  };
  const inTurn = <Result>(effect: () => Promise<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      parked.push(() => effect().then(resolve, reject));
      setImmediate(() => void next());
    });
  const process = <Target extends object>(target: Target, death: Death | null): Target =>
    new Proxy(target, {
      get(from, key) {
        const value: unknown = Reflect.get(from, key);
        if (typeof value === "object" && value !== null) return process(value, death);
        if (typeof value !== "function") return value;
        return (...args: unknown[]) => {
          const call = () => Reflect.apply(value, from, args) as unknown;
          if (ITERATED.has(String(key)) || String(key).startsWith("list") || key === "clockOffsetMs") return call();
          return inTurn(async () => {
            if (death !== null) death.calls += 1;
            const dies = death !== null && death.calls >= death.at;
            if (dies && death.calls > death.at) throw new Crash("dead already");
            if (dies && death.when === "before") throw new Crash(`before ${String(key)}`);
            const result = await call();
            if (dies) throw new Crash(`after ${String(key)}`);
            return result;
          });
        };
      },
    });
  return { process };
}
