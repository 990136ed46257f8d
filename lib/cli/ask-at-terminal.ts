import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { InterruptedError } from "./errors.ts";

/**
 * Asks on standard error for a line of standard input, without the spaces around it. `hidden`: what is typed is not shown.
 *
 * @throws InterruptedError at Ctrl-C, and where the input ends
 */
export async function askAtTerminal(question: string, hidden: boolean): Promise<string> {
  const { stdin, stderr } = process;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (hidden) stderr.write(question);
  const lines = createInterface({ input: stdin, output: hidden ? nowhere : stderr, terminal: stdin.isTTY === true });
  try {
    return await new Promise<string>((resolve, reject) => {
      const interrupted = () => reject(new InterruptedError());
      lines.once("SIGINT", interrupted);
      lines.once("close", interrupted);
      lines.question(hidden ? "" : question).then((answer) => resolve(answer.trim()), reject);
    });
  } finally {
    lines.close();
    if (hidden) stderr.write("\n");
  }
}
