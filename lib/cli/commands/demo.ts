import type { Command } from "commander";
import { parseWholeNumber } from "../arguments.ts";
import { type DemoOptions, runDemo } from "../demo/run-demo.ts";
import type { Io } from "../io.ts";

const DEFAULT_DAYS = 90;

export function addDemo(program: Command, io: Io, endWith: (code: number) => void): void {
  program
    .command("demo")
    .option("--days <number>", "how many days to play", parseWholeNumber(1), DEFAULT_DAYS)
    .option("--real", "over embedded DynamoDB and SQS, as run does; takes minutes", false)
    .addHelpText("after", "\nExample:\n  $ sweeper demo\n  $ sweeper demo --days 30")
    .action(async (options: DemoOptions) => endWith(await runDemo(io, options)));
}
