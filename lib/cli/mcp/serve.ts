import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import type { Io } from "../io.ts";
import type { TargetOptions } from "../target.ts";
import { createMcpServer } from "./server.ts";

/**
 * Serves the tools over standard input and output until the input closes or a signal comes. The call under way is brought to
 * its end, so that the data folder is closed as after any command; a second signal ends at once.
 */
export async function serveStdio(options: TargetOptions, io: Io): Promise<void> {
  const { server, end } = createMcpServer(options, io);
  let takeBack = () => {};
  const closed = new Promise<void>((resolve) => {
    takeBack = io.onInterrupt(resolve);
    for (const event of ["end", "close", "error"]) process.stdin.once(event, () => resolve());
    server.server.onclose = resolve;
  });
  try {
    await server.connect(new StdioServerTransport());
    await closed;
    await end();
    await server.close();
  } finally {
    takeBack();
  }
}
