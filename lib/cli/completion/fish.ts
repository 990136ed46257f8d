import type { CommandPlace, OptionPlace, Values, Word } from "./tree.ts";

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

/** fish reads it as a list of its own language, of which a plain word is one. */
const listed = (words: readonly Word[]): string => quoted(words.map(({ word }) => word).join(" "));

/** `-f`: no files but where `values` are some. */
function valuesOf(values: Values | null): string {
  if (values === null) return "";
  if (values.kind === "words") return ` -x -a ${listed(values.words)}`;
  return values.kind === "files" ? " -r -F" : " -x";
}

export function fishCompletion(places: readonly CommandPlace[]): string {
  const lines = places.flatMap(({ path, commands, options, values }) => {
    const at = `complete -c sweeper -n ${quoted(`__sweeper_at ${quoted(path)}`)}`;
    const words = [...commands, ...(values.kind === "words" ? values.words : [])];
    return [
      ...words.map(
        (one) => `${at} -a ${listed([one])}${one.description === "" ? "" : ` -d ${quoted(one.description)}`}`,
      ),
      ...(values.kind === "files" ? [`${at} -F`] : []),
      ...options.map((option) => `${at}${namesOf(option)}${valuesOf(option.values)} -d ${quoted(option.description)}`),
    ];
  });
  const taking = places.flatMap(({ options }) =>
    options.flatMap(({ word, values }) => (values === null ? [] : [word])),
  );
  return `# Completion of sweeper for fish. To have it in every shell: sweeper completion fish > ~/.config/fish/completions/sweeper.fish
set -g __sweeper_paths ${places.flatMap(({ path }) => (path === "" ? [] : [quoted(path)])).join(" ")}
set -g __sweeper_taking ${[...new Set(taking)].join(" ")}
# Whether the words before the cursor name this command; the value of an option is none of its name.
function __sweeper_at
    set -l at
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip -eq 1
            set skip 0
        else if string match -q -- '-*' $word
            contains -- $word $__sweeper_taking; and set skip 1
        else
            set -l next (string trim -- "$at $word")
            contains -- $next $__sweeper_paths; and set at $next
        end
    end
    test "$at" = "$argv[1]"
end
complete -c sweeper -f
${lines.join("\n")}`;
}

function namesOf({ word, short }: OptionPlace): string {
  const long = ` -l ${word.replace(/^--/, "")}`;
  return short === null ? long : ` -s ${short.replace(/^-/, "")}${long}`;
}
