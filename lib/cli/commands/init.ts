import { type Command, Option } from "commander";
import { DATA_ROOT } from "../../local/data-layout.ts";
import { parseFolder, parseStackName } from "../arguments.ts";
import { EXIT } from "../errors.ts";
import { initialise } from "../init/initialise.ts";
import { QUESTIONS } from "../init/questions.ts";
import type { Io } from "../io.ts";

const HELP = `
At a terminal it asks for what no option says, with the present value as default; Ctrl-C changes nothing. It shows what
would be changed, old → new, and asks before it writes: cdk.json of this folder (context inviteSweeper, these keys alone),
the policy of this machine, and the target that commands work on from then on. To run it again is safe. The mode is left
as it is: nothing goes live by this command. The API key is kept nowhere.

Exit code: 0 written, or nothing to change; 2 an answer is not accepted, or somebody said no; 4 written, and the key could
not be tried; 130 Ctrl-C.

Example:
  $ sweeper init
  $ sweeper init --local --yes --time-zone Europe/Berlin --threshold 21
  $ sweeper init --stack invite-sweeper --yes --email ops@example.com`;

export function addInit(program: Command, io: Io, endWith: (code: number) => void): void {
  const command = program
    .command("init")
    .addOption(new Option("--local", "it runs on this machine").conflicts("stack"))
    .option("--stack <name>", "it runs on AWS, as a stack of this name", parseStackName)
    .option("--key-file <file>", "a file with the Edges API key, - for standard input; default: EDGES_API_KEY");
  for (const { flag, placeholder, help } of Object.values(QUESTIONS)) command.option(`--${flag} ${placeholder}`, help);
  command
    .option("--data <folder>", "whose target and policy it is", parseFolder, DATA_ROOT)
    .option("--yes", "ask nothing: what no option says stays as it is")
    .option("--json", "print JSON")
    .addHelpText("after", HELP)
    .action(async (options) => {
      const { isKeyTried } = await initialise(options, io);
      endWith(isKeyTried ? EXIT.done : EXIT.inPart);
    });
}
