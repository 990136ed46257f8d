import { escaped } from "../report/printable.ts";
import type { Io } from "./io.ts";

/** No notice of ours is as long; what a caller wrote and an error repeats may be. */
const MAX_NOTICE_LINE = 1000;

/**
 * The one way to the terminal. Names, labels, files and arguments may hold anything, so whatever a command prints passes
 * here, also where a command has not thought of it.
 */
export function harmlessIo(io: Io): Io {
  return {
    ...io,
    out: (text) => io.out(escaped(text)),
    err: (text) => io.err(escaped(text).split("\n").map(shortened).join("\n")),
    progress: (text) => io.progress(escaped(text)),
    confirm: (question) => io.confirm(escaped(question)),
  };
}

const shortened = (line: string): string =>
  line.length > MAX_NOTICE_LINE ? `${line.slice(0, MAX_NOTICE_LINE)}…` : line;
