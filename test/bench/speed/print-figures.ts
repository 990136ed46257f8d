import type { Figure } from "../meters/figure.ts";
import { figureInWords, goalInWords, peerInWords } from "../meters/in-words.ts";

/** For a part of the meter that is run by itself: nothing is kept and nothing is judged. */
export function printFigures(figures: readonly Figure[]): void {
  for (const one of figures) {
    process.stdout.write(`${one.what}: ${figureInWords(one)}; goal ${goalInWords(one)}; peer ${peerInWords(one)}\n`);
  }
}
