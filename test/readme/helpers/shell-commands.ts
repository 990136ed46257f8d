/** One simple command of a script: its words without quotes, without settings before it and redirections behind it. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** The file that standard output goes to; null for none. */
  readonly outTo: string | null;
}

/** What a shell would run, as far as the documents need it: no loops, and `$(…)` stays a part of its word. */
export function shellCommandsIn(script: string): ShellCommand[] {
  return splitWords(script)
    .map(withoutSettings)
    .filter((words) => words.length > 0)
    .map((words) => {
      const at = words.findIndex((word) => /^>>?$/.test(word));
      return at < 0 ? { words, outTo: null } : { words: words.slice(0, at), outTo: words[at + 1] ?? null };
    });
}

const SETTING = /^\w+=/;
/** `name() {` and its closing brace: what stands between is read as commands. */
const BRACES = /^(?:\w+\(\)|\{|\})$/;

function withoutSettings(words: readonly string[]): string[] {
  const bare = words.filter((word) => !BRACES.test(word));
  const first = bare.findIndex((word) => !SETTING.test(word));
  return first < 0 ? [] : bare.slice(first);
}

function splitWords(script: string): string[][] {
  const commands: string[][] = [[]];
  let word: string | null = null;
  const endWord = (): void => {
    if (word !== null) commands.at(-1)?.push(word);
    word = null;
  };
  const endCommand = (): void => {
    endWord();
    commands.push([]);
  };
  for (let at = 0; at < script.length; ) {
    const rest = script.slice(at);
    const [token = ""] =
      /^(?:\\\n|&&|\|\||[;\n|]|[ \t]+|'[^']*'|"(?:[^"\\]|\\[\s\S]|\$\((?:[^()]|\([^()]*\))*\))*")/.exec(rest) ?? [];
    if (token === "\\\n" || /^[ \t]+$/.test(token)) endWord();
    else if (/^(?:&&|\|\||[;\n|])$/.test(token)) endCommand();
    else if (token.startsWith("'")) word = `${word ?? ""}${token.slice(1, -1)}`;
    else if (token !== "") word = `${word ?? ""}${token.slice(1, -1).replaceAll(/\\(["\\$`])/g, "$1")}`;
    else if (word === null && rest.startsWith("#")) at = (script.indexOf("\n", at) + 1 || script.length + 1) - 2;
    else {
      const [substitution] = /^\$\((?:[^()]|\([^()]*\))*\)/.exec(rest) ?? [];
      word = `${word ?? ""}${substitution ?? rest.charAt(0)}`;
      at += (substitution?.length ?? 1) - 1;
    }
    at += Math.max(token.length, 1);
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}

/** The words after `sweeper`, or after `npx sweeper`; null for another command. */
export function sweeperArguments({ words }: ShellCommand): readonly string[] | null {
  const [first, second] = words;
  if (first === "sweeper") return words.slice(1);
  return first === "npx" && second === "sweeper" ? words.slice(2) : null;
}
