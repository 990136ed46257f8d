import { EVERYBODY, type Pause, type Policy } from "../domain/policy.ts";
import { pauseInWords } from "../report/identity-table.ts";
import type { Io } from "./io.ts";
import { isObject } from "./policy-change.ts";

/** Sets an identity's pause, or everybody's, in a copy of the document; one that is there already is replaced. */
export function withPause(document: unknown, pause: Pause): unknown {
  const copy: unknown = structuredClone(document);
  if (!isObject(copy)) return copy;
  const others = pausesIn(copy).filter((one) => !(isObject(one) && one.id === pause.id));
  copy.paused = [...others, pause];
  return copy;
}

/** Takes a pause out of a copy of the document, and `paused` out of the identity's own entry. */
export function withoutPause(document: unknown, id: string): unknown {
  const copy: unknown = structuredClone(document);
  if (!isObject(copy)) return copy;
  if (Array.isArray(copy.paused)) copy.paused = pausesIn(copy).filter((one) => !(isObject(one) && one.id === id));
  const entries: readonly unknown[] = Array.isArray(copy.identities) ? copy.identities : [];
  for (const entry of entries) if (isObject(entry) && entry.id === id) delete entry.paused;
  return copy;
}

/** Whoever wonders why nothing happened to an identity reads it here. */
export function printPauses({ paused }: Pick<Policy, "paused">, io: Pick<Io, "err">): void {
  for (const pause of paused) {
    io.err(`left out: ${pause.id === EVERYBODY ? "every identity" : pause.id} is ${pauseInWords(pause)}`, "warning");
  }
}

function pausesIn({ paused }: Record<string, unknown>): readonly unknown[] {
  return Array.isArray(paused) ? paused : [];
}
