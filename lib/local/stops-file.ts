import { existsSync, readFileSync } from "node:fs";
import * as z from "zod/mini";
import { MODES } from "../domain/mode.ts";
import { NO_STOPS, type StopOptions, type Stops } from "../domain/stops.ts";
import type { StopLedger } from "../ledger/stop-ledger.ts";
import { PolicyError } from "../settings/policy-error.ts";
import { replaceFile } from "./data-layout.ts";
import { inTurn } from "./in-turn.ts";

/** Nothing on this machine writes the policy but a person, so that live needs no order beside it. */
export const LOCAL_STOPS: StopOptions = { bornDry: false };

const since = z.iso.datetime();
const content = z.strictObject({
  version: z.literal(1),
  mode: z.nullable(z.strictObject({ mode: z.enum(MODES), since, lease: z.null() })),
  pauses: z.array(z.strictObject({ id: z.string(), since: z.optional(since), reason: z.optional(z.string()) })),
});

/**
 * The stops of one machine: a file beside the policy, read and replaced as a whole. It needs nothing of the ledger, so that
 * a stop can be given while a run has that open. No file is no stop; a file that cannot be read stops everything.
 */
export function createStopsFile(path: string): StopLedger {
  const read = (): Stops => {
    if (!existsSync(path)) return NO_STOPS;
    const { mode, pauses } = parse(readFile(path), path);
    return { mode, pauses };
  };
  const change = <Answer>(to: (stops: Stops) => { readonly stops: Stops; readonly answer: Answer }): Promise<Answer> =>
    inTurn(path, () => {
      const before = read();
      const { stops, answer } = to(before);
      if (stops !== before)
        replaceFile(path, `${JSON.stringify({ version: 1, ...stops }, null, 2)}\n`, { synced: true });
      return answer;
    });
  const without = (pauses: Stops["pauses"], id: string) => pauses.filter((one) => one.id !== id);
  return {
    read: async () => read(),
    pause: (pause) =>
      change((stops) => ({
        stops: { ...stops, pauses: [...without(stops.pauses, pause.id), pause] },
        answer: undefined,
      })),
    resume: (id) =>
      change((stops) => {
        const isThere = stops.pauses.some((one) => one.id === id);
        return { stops: isThere ? { ...stops, pauses: without(stops.pauses, id) } : stops, answer: undefined };
      }),
    setMode: (mode, seen) =>
      change((stops) => {
        const isSeen = seen === undefined || (seen?.since === stops.mode?.since && seen?.mode === stops.mode?.mode);
        return isSeen ? { stops: { ...stops, mode }, answer: true } : { stops, answer: false };
      }),
  };
}

function parse(text: string, path: string): z.output<typeof content> {
  const parsed = content.safeParse(jsonOf(text));
  if (!parsed.success) throw new PolicyError(unreadable(path, "it is not what `sweeper` writes"));
  return parsed.data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new PolicyError(unreadable(path, error instanceof Error ? error.message : String(error)));
  }
}

const unreadable = (path: string, why: string): string =>
  `${path}, which holds what people have stopped, cannot be read (${why}): no calls are made until it is restored. Deleting it lifts every stop`;
