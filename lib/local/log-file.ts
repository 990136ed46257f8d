import { appendFileSync, closeSync, openSync } from "node:fs";
import { allowedFields, type Log, type LogFields } from "../observe/log.ts";
import { writing } from "../sandbox/write-fault.ts";
import { endsTorn } from "./torn-line.ts";

export interface LogFile extends Log {
  close(): void;
}

/**
 * The functions' log of local mode: a JSON object a line, appended at once so that a killed process loses none. A line that
 * cannot be written must not end what it is about, such as a withdrawal that is not booked yet: `onFault` is told, and
 * no more lines are written, because half of one may be there.
 *
 * @throws WriteFault when the file cannot be opened
 */
export function createLogFile(path: string, now: () => Date, onFault: (fault: Error) => void): LogFile {
  const file = writing(path, () => openSync(path, "a+"));
  let faulty = false;
  let separator = endsTorn(file) ? "\n" : "";
  const write = (level: string, message: string, fields: LogFields | undefined) => {
    if (faulty) return;
    const line = { at: now().toISOString(), level, message, ...allowedFields(fields) };
    try {
      writing(path, () => appendFileSync(file, `${separator}${JSON.stringify(line)}\n`));
      separator = "";
    } catch (error) {
      faulty = true;
      onFault(error instanceof Error ? error : new Error(String(error)));
    }
  };
  return {
    info: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
    close: () => closeSync(file),
  };
}

/** For what must not leave a trace, such as a preview. */
export const SILENT_LOG: LogFile = { info: () => {}, warn: () => {}, error: () => {}, close: () => {} };
