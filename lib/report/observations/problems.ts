import { counted } from "../words.ts";

/** Something in a file that keeps it from being analysed. */
export interface Problem {
  /** Line of the file, counted from 1; null for the file as a whole. */
  readonly line: number | null;
  /** The heading it stands under; null for the line as a whole. */
  readonly column: string | null;
  /** What was found and what to write. */
  readonly fault: string;
}

/** A file cannot be analysed. The message names every problem up to ten, and how many more there are. */
export class ObservationsError extends Error {
  override readonly name = "ObservationsError";
}

const MAX_TOLD = 10;

/** The problems of a file: all are counted, the first ten kept. */
export class Problems {
  readonly #first: Problem[] = [];
  #count = 0;

  add(...problems: readonly Problem[]): void {
    for (const problem of problems) {
      this.#count += 1;
      if (this.#first.length < MAX_TOLD) this.#first.push(problem);
    }
  }

  /** @throws ObservationsError when there are any */
  check(): void {
    if (this.#count === 0) return;
    const told = this.#first.map(inWords);
    if (told.length === 1) throw new ObservationsError(told[0]);
    const more = this.#count - told.length;
    throw new ObservationsError(
      [
        `${counted(this.#count, "problem")}; nothing was analysed:`,
        ...told.map((text) => `  ${text}`),
        ...(more > 0 ? [`  and ${more.toLocaleString("en-US")} more`] : []),
      ].join("\n"),
    );
  }
}

function inWords({ line, column, fault }: Problem): string {
  const place = [...(line === null ? [] : [`line ${line}`]), ...(column === null ? [] : [`"${column}"`])].join(", ");
  return place === "" ? fault : `${place}: ${fault}`;
}
