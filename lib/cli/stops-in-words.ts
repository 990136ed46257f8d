import { EVERYBODY, type Pause, type Policy } from "../domain/policy.ts";
import { heldMode, type ModeOrder, type StopOptions, type Stops } from "../domain/stops.ts";
import { pauseInWords } from "../report/identity-table.ts";
import { timeInWords } from "../report/words.ts";

/**
 * Why another mode is in force than the stored policy says, and what lifts that; null where its own is. `stored` null: it
 * cannot be read. `verb` is "is", or "stays" after a change that did not lift it.
 */
export function modeInWords(
  stored: Pick<Policy, "mode"> | null,
  stops: Stops,
  options: StopOptions,
  again: string,
  verb: "is" | "stays",
): string | null {
  const set = `\`sweeper policy set mode=live${again}\``;
  const { mode: order } = stops;
  if (order?.mode === "off") return `mode ${verb} off: switched off since ${sinceInWords(order)}; ${set} lifts it`;
  const held = stored === null ? null : heldMode(stored, stops, options);
  if (held === null) return null;
  if (held.why === "never-live") {
    return `mode ${verb} dry-run: the stored policy says live, and nobody has set this stack to live; ${set} does`;
  }
  return `mode ${verb} dry-run: a person set it since ${sinceInWords(held)}, whatever is deployed; ${set} ends it`;
}

const sinceInWords = ({ since }: Pick<ModeOrder, "since">): string => `${timeInWords(new Date(since))}`;

/** A line for each pause that stands apart from the policy. */
export const pauseLines = ({ pauses }: Stops, again: string): string[] =>
  pauses.map((one) => `${whoOf(one)} is ${pauseInWords(one)}; \`sweeper resume ${one.id}${again}\` lifts it`);

/** A line for each that stands in the policy alone, as earlier versions wrote them. */
export const oldPauseLines = ({ paused }: Pick<Policy, "paused">, { pauses }: Stops, again: string): string[] =>
  paused
    .filter(({ id }) => !pauses.some((one) => one.id === id))
    .map(
      (one) =>
        `${whoOf(one)} is ${pauseInWords(one)}, by the policy alone, so that the next one that is written lifts it; \`sweeper pause ${one.id}${again}\` keeps it`,
    );

export const whoOf = ({ id }: Pick<Pause, "id">): string => (id === EVERYBODY ? "every identity" : id);
