import { HOUR_MS } from "../../lib/domain/time.ts";
import type { FunctionName } from "./process.ts";

/** By how much the functions' clocks are off, besides the two seconds that any two may differ by. */
export interface Clocks {
  /** Milliseconds, negative when slow. `of` null: of a function that does not work. */
  aheadMs(of: FunctionName | null): number;
  set(of: FunctionName | "all", aheadHours: number): void;
  /** All of them are right again. */
  right(): void;
  wasWrong(): boolean;
}

/** `note` is told of each. */
export function createClocks(note: (what: string) => void): Clocks {
  const ahead = new Map<FunctionName | "all", number>();
  let wasWrong = false;
  return {
    aheadMs: (of) => ahead.get("all") ?? (of === null ? 0 : (ahead.get(of) ?? 0)),
    set(of, aheadHours) {
      wasWrong = true;
      note(`fault: a clock ${aheadHours > 0 ? "fast" : "slow"}`);
      ahead.set(of, aheadHours * HOUR_MS);
    },
    right: () => ahead.clear(),
    wasWrong: () => wasWrong,
  };
}
