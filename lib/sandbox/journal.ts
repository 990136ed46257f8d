import {
  appendFileSync,
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Effect } from "./effect.ts";
import type { WorldSpec } from "./identity-spec.ts";
import { effectLine, headerLine, readEffect, readHeader } from "./journal-lines.ts";
import { makeFolder } from "./make-folder.ts";
import { WriteFault, writing } from "./write-fault.ts";

/**
 * What makes a sandbox outlive its process: a header line with everything the world follows from, then one line for
 * each effect, handed to the operating system before the caller is answered. A killed process loses nothing; a machine
 * that loses power may lose the last lines, which is good enough for a stand-in. One process per file.
 */
export interface Journal {
  readonly world: WorldSpec;
  /** Effects found on opening, oldest first. */
  readonly effects: readonly Effect[];
  /** Bytes of an unfinished last line that were cut off on opening; 0 when there was none. */
  readonly tornBytes: number;
  /** Writes at once. Throws `WriteFault` when the line cannot be written; from then on every further call throws as well. */
  append(effect: Effect): void;
  close(): void;
}

/**
 * Opens a journal, or begins one. `decide` is given the world found in the file, or null when there is none yet, and
 * says which world it is to be; when it throws, the file stays as it is. A line that cannot be read, other than an
 * unfinished last one, throws an error naming file and line, and the file stays as it is.
 */
export function openJournal(file: string, decide: (found: WorldSpec | null) => WorldSpec): Journal {
  const content = existsSync(file) ? contentOf(file) : Buffer.alloc(0);
  const { lines, whole } = splitLines(content);
  const first = lines[0];
  const found = first === undefined ? null : readHeader(file, first);
  const effects = found === null ? [] : lines.slice(1).map((line, index) => readEffect(file, index + 2, line, found));
  const world = decide(found);
  if (found === null) begin(file, world);

  const finishes = found !== null && content.at(whole - 1) !== NEWLINE;
  const descriptor = writing(file, () => openSync(file, "a+"));
  try {
    writing(file, () => {
      if (found !== null) ftruncateSync(descriptor, whole);
      if (finishes) appendFileSync(descriptor, "\n");
    });
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  let unusable: string | null = null;
  return {
    world,
    effects,
    tornBytes: content.length - whole,
    append(effect) {
      if (unusable !== null) throw new Error(`The sandbox journal ${file} takes no more lines: ${unusable}.`);
      try {
        appendFileSync(descriptor, effectLine(effect));
      } catch (cause) {
        // Half a line may be there now. Another one behind it would turn a torn last line into a broken one.
        unusable = "an earlier line could not be written";
        throw new WriteFault(file, cause);
      }
    },
    close() {
      if (unusable === "it is closed") return;
      unusable = "it is closed";
      closeSync(descriptor);
    },
  };
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The sandbox journal ${file} cannot be read: ${why}.`, { cause });
  }
}

const NEWLINE = 0x0a;

/** The lines to believe, and how many bytes they take. An unfinished last line counts only if it reads as JSON. */
function splitLines(content: Buffer): { lines: string[]; whole: number } {
  const ended = content.lastIndexOf(NEWLINE) + 1;
  const lines = content.subarray(0, ended).toString().split("\n").slice(0, -1);
  const tail = content.subarray(ended).toString();
  // A file without one line end is none of ours, for a header appears whole or not at all: it is read, and refused.
  const believed = tail !== "" && (ended === 0 || isJson(tail));
  return believed ? { lines: [...lines, tail], whole: content.length } : { lines, whole: ended };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** By way of a second file, so that a crash leaves either no journal or one with its whole header. */
function begin(file: string, world: WorldSpec): void {
  writing(file, () => {
    makeFolder(dirname(file));
    writeFileSync(`${file}.new`, headerLine(world));
    renameSync(`${file}.new`, file);
  });
}
