import { escaped } from "../report/printable.ts";
import { isForProgram, withIdentitiesShown } from "../report/reader.ts";
import type { Io } from "./io.ts";
import { coloured, isColoured, type NoticeKind } from "./terminal/colour.ts";

/** No notice of ours is as long; what a caller wrote and an error repeats may be. */
const MAX_NOTICE_LINE = 1000;

/** A text in lines of at most so many places. */
export type WrapText = (text: string, columns: number) => string;

/**
 * The one way to the terminal. Names, labels, files and arguments may hold anything, so whatever a command prints passes
 * here, also where a command has not thought of it. Then it is wrapped and coloured, where a terminal reads it.
 */
export function harmlessIo(io: Io, wrap: WrapText = (text) => text): Io {
  const onOut = screenFor(wrap, io.columns, isColoured(io.env, io.columns !== null));
  const noticeColumns = io.noticeColumns ?? null;
  const onErr = screenFor(wrap, noticeColumns, isColoured(io.env, noticeColumns !== null));
  // In a log file an id stays whole, for whoever looks for it.
  const notice = (text: string) => escaped(withIdentitiesShown(text, noticeColumns === null));
  return {
    ...io,
    // JSON and CSV stay as they are on a terminal too.
    out: (text) => io.out(isForProgram() ? escaped(text) : onOut(escaped(text))),
    err: (text, kind) => io.err(onErr(notice(text).split("\n").map(shortened).join("\n"), kind)),
    progress: (text) => io.progress(notice(text)),
    confirm: (question) => io.confirm(onErr(notice(question))),
    ask: (question, options) => io.ask(onErr(notice(question)), options),
  };
}

const screenFor =
  (wrap: WrapText, columns: number | null, hasColour: boolean) =>
  (text: string, kind?: NoticeKind): string => {
    const wrapped = columns === null ? text : wrap(text, columns);
    return hasColour ? coloured(wrapped, kind) : wrapped;
  };

const shortened = (line: string): string =>
  line.length > MAX_NOTICE_LINE ? `${line.slice(0, MAX_NOTICE_LINE)}…` : line;
