import { type Command, Option } from "commander";

export interface CsvOptions {
  readonly csv?: boolean;
}

/** `--csv`, for commands whose result is rows. */
export function withCsvOption(command: Command, rows: string): Command {
  return command.addOption(new Option("--csv", `print CSV: ${rows}`).conflicts("json"));
}
