import { type Argument, type Command, InvalidArgumentError, type Option } from "commander";
import { didYouMean } from "../domain/did-you-mean.ts";

/** Whatever a command's options and arguments may be one of: a mistyped one is told with the nearest, as commands are. */
export function suggestChoices(command: Command): void {
  for (const place of [...command.options, ...command.registeredArguments]) suggest(place);
}

function suggest(place: Option | Argument): void {
  const { argChoices } = place;
  if (argChoices === undefined) return;
  place.argParser((text) => {
    if (argChoices.includes(text)) return text;
    const allowed = `Allowed choices are ${argChoices.join(", ")}`;
    throw new InvalidArgumentError(`${allowed}${didYouMean(text, argChoices) || "."}`);
  });
}
