import type { Command, Option } from "commander";
import { knownKeys } from "../../domain/known-keys.ts";
import { policySchema } from "../../domain/policy-schema.ts";

/** What may stand at a place: some words, a file or folder, or something that nobody can list. */
export type Values = { readonly kind: "words"; readonly words: readonly Word[] } | { readonly kind: "files" | "free" };

export interface Word {
  readonly word: string;
  readonly description: string;
}

export interface OptionPlace extends Word {
  /** The word is its first name; the other one, such as `-V`, where it has two. */
  readonly short: string | null;
  /** Null: it takes no value. */
  readonly values: Values | null;
}

/** One command, by its whole name; that of the program is empty. */
export interface CommandPlace {
  readonly path: string;
  readonly commands: readonly Word[];
  readonly options: readonly OptionPlace[];
  readonly values: Values;
}

/** All commands of the program with what may follow them, as they are declared: the one source of every shell's script. */
export function completionTree(program: Command): readonly CommandPlace[] {
  const names = program.commands.map((command) => command.name());
  return placesOf(program, [], names);
}

function placesOf(command: Command, path: readonly string[], all: readonly string[]): readonly CommandPlace[] {
  const help = command.createHelp();
  const commands = help
    .visibleCommands(command)
    .map((sub) => ({ word: sub.name(), description: help.subcommandDescription(sub) }));
  const name = path.join(" ");
  const own: CommandPlace = {
    ...{ path: name, commands },
    options: help.visibleOptions(command).map(optionPlace),
    values: path[0] === "help" ? words(all) : argumentValues(command, name),
  };
  return [own, ...help.visibleCommands(command).flatMap((sub) => placesOf(sub, [...path, sub.name()], all))];
}

function optionPlace(option: Option): OptionPlace {
  const { long, short, description, argChoices, required, optional, flags } = option;
  const takesValue = required || optional;
  const values = argChoices === undefined ? byPlaceholder(flags) : words(argChoices);
  const isShort = long !== undefined && short !== undefined && long !== null && short !== null;
  return {
    ...{ word: long ?? short ?? flags, short: isShort ? short : null, description },
    values: takesValue ? values : null,
  };
}

/** By the first argument that says what it takes: a list of words, or by its name a file. */
function argumentValues(command: Command, path: string): Values {
  if (path === "policy set") return words(policyKeys().map((key) => `${key}=`));
  for (const argument of command.registeredArguments) {
    if (argument.argChoices !== undefined) return words(argument.argChoices);
    const values = byPlaceholder(argument.name());
    if (values.kind === "files") return values;
  }
  return { kind: "free" };
}

const byPlaceholder = (text: string): Values => ({ kind: /\b(file|folder)\b/.test(text) ? "files" : "free" });
const words = (list: readonly string[]): Values => ({
  kind: "words",
  words: list.map((word) => ({ word, description: "" })),
});

/** As `policy set` takes them, keys of an object after the object's own. */
export function policyKeys(): readonly string[] {
  const keys = knownKeys(policySchema, []);
  return keys.flatMap((key) => [key, ...knownKeys(policySchema, [key]).map((name) => `${key}.${name}`)]);
}
