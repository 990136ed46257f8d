import { Argument, type Command } from "commander";
import { DATA_ROOT } from "../../local/data-layout.ts";
import { parseFolder, parseStackName } from "../arguments.ts";
import { UsageError } from "../errors.ts";
import type { Io } from "../io.ts";
import { placeOf } from "../name-target.ts";
import { readSavedTarget, savedTargetFile, saveTarget } from "../saved-target.ts";
import { targetName } from "../target-place.ts";

interface UseOptions {
  readonly data: string;
  readonly json?: boolean;
}

type Kind = "sandbox" | "real" | "stack";

const NONE_SAVED =
  "no target is saved: commands work on the sandbox, and those that write ask for a target when EDGES_API_KEY is set";

export function addUse(program: Command, io: Io): void {
  program
    .command("use")
    .addArgument(
      new Argument("[target]", "the sandbox, the real API, or a deployed stack").choices(["sandbox", "real", "stack"]),
    )
    .argument("[name]", "the name of the stack", parseStackName)
    .option("--data <folder>", "whose target it is", parseFolder, DATA_ROOT)
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      "\n--edges and --stack still name another target for one command. A stack is saved with its region and account, the real\nAPI with its address: where the same words lead elsewhere later, commands are refused.\n\nExample:\n  $ sweeper use real\n  $ sweeper use stack invite-sweeper\n  $ sweeper use",
    )
    .action(async (kind: Kind | undefined, name: string | undefined, options: UseOptions) => {
      if (kind === undefined) show(options, io);
      else await save(kind, name, options, io);
    });
}

function show({ data, json }: UseOptions, io: Io): void {
  const saved = readSavedTarget(data);
  const target = saved === null ? null : targetName(saved);
  if (json) io.out(JSON.stringify({ target, file: savedTargetFile(data) }, null, 2));
  else io.out(target ?? NONE_SAVED);
}

/** A stack is looked up first: a slip of the pen is not saved, and where it is, is saved with it. */
async function save(kind: Kind, name: string | undefined, { data, json }: UseOptions, io: Io): Promise<void> {
  const place = await placeOf(choiceOf(kind, name), io);
  saveTarget(data, place);
  const [target, file] = [targetName(place), savedTargetFile(data)];
  if (json) io.out(JSON.stringify({ target, file }, null, 2));
  else io.out(`${target}, from now on (saved in ${file})`);
}

function choiceOf(kind: Kind, name: string | undefined) {
  if (kind !== "stack") {
    if (name !== undefined) throw new UsageError(`only a stack has a name: sweeper use ${kind}`);
    return { kind };
  }
  if (name === undefined) throw new UsageError("name the stack: sweeper use stack NAME");
  return { kind, stack: name };
}
