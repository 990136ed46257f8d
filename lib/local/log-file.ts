import { closeSync, openSync, writeSync } from "node:fs";
import { allowedFields, type Log, type LogFields } from "../observe/log.ts";

export interface LogFile extends Log {
  close(): void;
}

/** The functions' log of local mode: a JSON object a line, appended at once so that a killed process loses none. */
export function createLogFile(path: string, now: () => Date): LogFile {
  const file = openSync(path, "a");
  const write = (level: string, message: string, fields: LogFields | undefined) => {
    const line = { at: now().toISOString(), level, message, ...allowedFields(fields) };
    writeSync(file, `${JSON.stringify(line)}\n`);
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
