import type { Command } from "commander";
import { showAsToPrograms } from "../../report/reader.ts";
import type { Io } from "../io.ts";
import { type TargetOptions, withTargetOptions } from "../target.ts";

export function addMcp(program: Command, io: Io): void {
  // Two of its tools write, so the target has to be beyond doubt from the start.
  withTargetOptions(program.command("mcp"), io, "writes")
    .addHelpText(
      "after",
      '\nSpeaks the protocol on standard input and output, notices go to standard error. No tool withdraws anything: a request is\nstored, and a live run carries it out. The settings of a client:\n  {"command": "npx",\n   "args": ["--no-install", "sweeper", "mcp", "--stack", "invite-sweeper"]}\n\nExample:\n  $ sweeper mcp --stack invite-sweeper',
    )
    .action(async (options: TargetOptions) => {
      showAsToPrograms();
      // No other command pays for the protocol's library.
      const { serveStdio } = await import("../mcp/serve.ts");
      await serveStdio(options, io);
    });
}
