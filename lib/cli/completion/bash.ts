import type { CommandPlace, Values } from "./tree.ts";

/** Between single quotes, for any of the shells of Unix. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const wordsIn = (values: Values): string =>
  values.kind === "words" ? values.words.map(({ word }) => word).join(" ") : "";

/** Cases of a `case`, each with what it prints; those that print nothing are left out. */
function cases(rows: readonly (readonly [pattern: string, text: string])[]): string {
  return rows
    .filter(([, text]) => text !== "")
    .map(([pattern, text]) => `    ${quoted(pattern)}) echo ${quoted(text)} ;;`)
    .join("\n");
}

/**
 * Three functions that bash and zsh have in common: what follows a command, its options, and what an option's value may be.
 * "<file>" and "<any>" stand for what no list holds.
 */
export function tables(places: readonly CommandPlace[]): string {
  const follows = places.map(({ path, commands, values }): [string, string] => {
    const files = values.kind === "files" ? "<file>" : "";
    return [
      path,
      [...commands.map(({ word }) => word), wordsIn(values), files].filter((text) => text !== "").join(" "),
    ];
  });
  const options = places.map(({ path, options: own }): [string, string] => [
    path,
    own.flatMap(({ word, short }) => (short === null ? [word] : [short, word])).join(" "),
  ]);
  const values = places.flatMap(({ path, options: own }) =>
    own.flatMap(({ word, values: of }): [string, string][] => {
      if (of === null) return [];
      const text = of.kind === "words" ? wordsIn(of) : of.kind === "files" ? "<file>" : "<any>";
      return [[`${path} ${word}`, text]];
    }),
  );
  return `
_sweeper_follows() {
  case "$1" in
${cases(follows)}
  esac
}
_sweeper_options() {
  case "$1" in
${cases(options)}
  esac
}
_sweeper_values() {
  case "$1" in
${cases(values)}
  esac
}
# The command that the words before the cursor name, such as "policy set"; the value of an option is none of it.
_sweeper_path() {
  local at="" skip="" word
  for word in "$@"; do
    if [ -n "$skip" ]; then skip=""; continue; fi
    case "$word" in
      -*) [ -n "$(_sweeper_values "$at $word")" ] && skip=1 ;;
      *)
        case " $(_sweeper_follows "$at") " in
          *" $word "*) [ -n "$(_sweeper_options "\${at:+$at }$word")" ] && at="\${at:+$at }$word" ;;
        esac ;;
    esac
  done
  echo "$at"
}
`.trim();
}

export function bashCompletion(places: readonly CommandPlace[]): string {
  return `# Completion of sweeper for bash. To have it in every shell: sweeper completion bash >> ~/.bashrc
${tables(places)}
_sweeper() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" at list
  at="$(_sweeper_path "\${COMP_WORDS[@]:1:COMP_CWORD-1}")"
  list="$(_sweeper_values "$at $before")"
  if [ -z "$list" ]; then
    case "$word" in
      -*) list="$(_sweeper_options "$at")" ;;
      *) list="$(_sweeper_follows "$at")" ;;
    esac
  fi
  COMPREPLY=()
  case " $list " in
    *" <any> "*) return ;;
    *" <file> "*) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); list="\${list//<file>/}" ;;
  esac
  COMPREPLY+=($(compgen -W "$list" -- "$word"))
  case "\${COMPREPLY[0]}" in *=) compopt -o nospace 2>/dev/null ;; esac
}
complete -F _sweeper sweeper`;
}

export function zshCompletion(places: readonly CommandPlace[]): string {
  return `#compdef sweeper
# Completion of sweeper for zsh. To have it in every shell: sweeper completion zsh >> ~/.zshrc, after compinit
${tables(places)}
_sweeper() {
  local word="\${words[CURRENT]}" before="\${words[CURRENT-1]}" at list
  at="$(_sweeper_path "\${(@)words[2,CURRENT-1]}")"
  list="$(_sweeper_values "$at $before")"
  if [ -z "$list" ]; then
    case "$word" in
      -*) list="$(_sweeper_options "$at")" ;;
      *) list="$(_sweeper_follows "$at")" ;;
    esac
  fi
  case " $list " in
    *" <any> "*) return 1 ;;
    *" <file> "*) _files; list="\${list//<file>/}" ;;
  esac
  case "$list" in
    *=*) compadd -S '' -- \${=list} ;;
    *) compadd -- \${=list} ;;
  esac
}
compdef _sweeper sweeper`;
}
