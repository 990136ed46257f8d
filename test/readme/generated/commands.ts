import { COMMANDS, commandName } from "../../../lib/cli/command-list.ts";
import { markdownTable } from "./marked.ts";

/** The README's table of commands, in the order of `sweeper --help`. */
export function commandsTable(): string {
  const rows = COMMANDS.map((row) => {
    const args = row.usage
      .split(" ")
      .slice(1)
      .filter((word) => word !== "[options]");
    return [`\`${[commandName(row), ...args].join(" ")}\``, row.description];
  });
  return markdownTable(["command", "does"], rows);
}
