import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { COMMANDS, commandName } from "../../../lib/cli/command-list.ts";
import { FLAG_KINDS } from "../../../lib/domain/rule.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

type Complete = (words: readonly string[]) => readonly string[];

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** What a shell prints for a script of its own, a line each. */
function printed(shell: string, script: string): readonly string[] {
  const { stdout, stderr, status } = spawnSync(shell, ["-c", script], { encoding: "utf8", cwd: temporaryFolder() });
  expect({ stderr, status: status ?? "killed" }).toEqual({ stderr: "", status: 0 });
  return stdout.split("\n").filter((line) => line !== "");
}

let scripts: Readonly<Record<string, string>>;
beforeAll(async () => {
  const shells = ["bash", "zsh", "fish"];
  scripts = Object.fromEntries(
    await Promise.all(shells.map(async (shell) => [shell, (await sweeper(["completion", shell])).out] as const)),
  );
});

/** The script in a file, as a shell reads it. */
function fileOf(shell: string): string {
  const file = join(temporaryFolder(), `sweeper.${shell}`);
  writeFileSync(file, scripts[shell] ?? "");
  return file;
}

/** The last word is the one at the cursor. */
const SHELLS: Readonly<Record<string, Complete>> = {
  bash: (words) =>
    printed(
      "bash",
      `source ${fileOf("bash")}; COMP_WORDS=(sweeper ${words.map(quoted).join(" ")}); COMP_CWORD=${words.length}; _sweeper; printf '%s\\n' "\${COMPREPLY[@]}"`,
    ),
  // compadd and _files only work at a prompt: here they say what they are given, and the prefix is left to the test.
  zsh: (words) =>
    printed(
      "zsh",
      `compdef() { }; compadd() { while [[ $1 != -- ]]; do shift; done; shift; print -l -- "$@" }; _files() { print FILES }
      source ${fileOf("zsh")}; words=(sweeper ${words.map(quoted).join(" ")}); CURRENT=${words.length + 1}; _sweeper; true`,
    ).filter((word) => word === "FILES" || word.startsWith(words.at(-1) ?? "")),
  fish: (words) =>
    printed("fish", `source ${fileOf("fish")}; complete -C ${quoted(["sweeper", ...words].join(" "))}`).map(
      (line) => line.split("\t")[0] ?? "",
    ),
};

const isInstalled = (shell: string) => spawnSync(shell, ["-c", "true"]).status === 0;

describe.each(Object.keys(SHELLS).filter(isInstalled))("completion in %s", (shell) => {
  const complete: Complete = (words) => SHELLS[shell]?.(words) ?? [];

  it("knows every command", () => {
    expect(complete([""])).toEqual(expect.arrayContaining(COMMANDS.map(commandName)));
  });

  it.each<[readonly string[], readonly string[]]>([
    [["doc"], ["doctor"]],
    [["policy", "v"], ["validate"]],
    [["policy", "set", "threshold"], ["thresholdDays="]],
    [
      ["policy", "set", "--stack", "mine", "gapSeconds.m"],
      ["gapSeconds.min=", "gapSeconds.max="],
    ],
    [
      ["use", "s"],
      ["sandbox", "stack"],
    ],
    [
      ["preview", "--edges", ""],
      ["sandbox", "real"],
    ],
    [["doctor", "--sta"], ["--stack"]],
    [["flag", "ana", "--as", ""], [...FLAG_KINDS]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
  ])("of %j is %j", (words, expected) => {
    expect([...complete(words)].sort()).toEqual([...expected].sort());
  });

  it("offers no command as the value of an option", () => {
    expect(complete(["doctor", "--stack", ""])).toEqual([]);
  });

  it("counts the value of an option for no command", () => {
    expect(complete(["policy", "--stack", "run", ""])).not.toContain("--live");
  });
});

it("names another shell as not known, and those that are", async () => {
  const { code, err } = await sweeper(["completion", "powershell"]);

  expect(code).toBe(2);
  expect(err).toMatch(/bash, zsh, fish/);
});

it("has no name, key or path of this machine in it", () => {
  for (const script of Object.values(scripts)) expect(script).not.toContain(process.cwd());
});
