import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync } from "node:fs";
import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { writing } from "../sandbox/write-fault.ts";
import { replaceFile } from "./data-layout.ts";

/** A message that a run on this machine gave up, as it is kept. */
export interface KeptDeadLetter {
  readonly queue: "sweep" | "withdraw";
  readonly id: string;
  readonly body: string;
  readonly group: string | null;
  /** What the queue noted of it, in SQS's own words. */
  readonly attributes: Readonly<Record<string, string>>;
  /** When it was found among the dead letters, by the clock of the run. */
  readonly firstSeenAt: Date;
}

/** The dead letters of local mode. Whoever writes holds the ledger of the same folder, and so is alone. */
export interface DeadLetterFile {
  /** On disk when it returns. Throws `WriteFault`. */
  append(letters: readonly KeptDeadLetter[]): void;
  /** Oldest first; `damaged` are the numbers, from 1, of lines that cannot be read, such as one torn by a kill. */
  read(): { readonly letters: readonly KeptDeadLetter[]; readonly damaged: readonly number[] };
  /** In one step: a crash leaves all that were there, or those that remain. Lines that cannot be read stay. */
  remove(ids: ReadonlySet<string>): void;
}

const letterSchema = z.object({
  queue: z.enum(["sweep", "withdraw"]),
  id: z.string(),
  body: z.string(),
  group: z.nullable(z.string()),
  attributes: z.record(z.string(), z.string()),
  firstSeenAt: instant,
});

/** A JSON object a line. */
export function createDeadLetterFile(path: string): DeadLetterFile {
  return {
    append(letters) {
      if (letters.length === 0) return;
      const before = existsSync(path) ? readFileSync(path, "utf8") : "";
      // After a torn line, or the next letter would be torn with it.
      const separator = before === "" || before.endsWith("\n") ? "" : "\n";
      const text = separator + letters.map((letter) => `${JSON.stringify(letter)}\n`).join("");
      writing(path, () => appendSynced(path, text));
    },
    read() {
      const lines = linesIn(path).map(readLine);
      return {
        letters: lines.filter((one) => one !== null),
        damaged: lines.flatMap((one, index) => (one === null ? [index + 1] : [])),
      };
    },
    remove(ids) {
      const lines = linesIn(path);
      const left = lines.filter((line) => !ids.has(readLine(line)?.id ?? ""));
      if (left.length === lines.length) return;
      replaceFile(path, left.map((line) => `${line}\n`).join(""), { synced: true });
    },
  };
}

/** For a folder that is kept in memory and forgotten. */
export function forgottenDeadLetters(): DeadLetterFile {
  let kept: readonly KeptDeadLetter[] = [];
  return {
    append(letters) {
      kept = [...kept, ...letters];
    },
    read: () => ({ letters: kept, damaged: [] }),
    remove(ids) {
      kept = kept.filter(({ id }) => !ids.has(id));
    },
  };
}

function appendSynced(path: string, text: string): void {
  const file = openSync(path, "a");
  try {
    // In pieces where the disk takes no more at once; one that takes none throws.
    appendFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function linesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, "utf8").split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function readLine(line: string): KeptDeadLetter | null {
  try {
    const read = letterSchema.safeParse(JSON.parse(line));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
