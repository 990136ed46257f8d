import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { checkoutOf } from "./checkout.ts";

const ALL = ["bin", "lib", "lambdas", "test", "package.json", "tsconfig.json", "vitest.config.ts", "biome.json"].concat(
  ...[".gitignore", ".github", "cdk.json", "README.md"],
);
const RULE = "lib/domain/rules/in-conversation.ts";
const RULE_TEST = "test/domain/rules/in-conversation.test.ts";

const project = checkoutOf(ALL, mkdtempSync(join(tmpdir(), "sweeper-new-")));
afterAll(() => rmSync(project, { recursive: true }));

function run(file: string, ...args: readonly string[]) {
  // This process's own is a runner of tests already.
  const env = { PATH: process.env.PATH, HOME: process.env.HOME };
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: project, env, encoding: "utf8", input: "" });
  return { code: status, out: stdout, err: stderr };
}

interface Failed {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

/** The tests of these files that fail, by their full names, with what they say. */
function failing(...files: readonly string[]): ReadonlyMap<string, string> {
  const { out } = run("npx", "vitest", "run", "--reporter=json", ...files);
  const { testResults }: { testResults: { assertionResults: Failed[] }[] } = JSON.parse(out.slice(out.indexOf("{")));
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  expect(all.length).toBeGreaterThan(0);
  return new Map(
    all.flatMap(({ status, fullName, failureMessages }) =>
      status === "passed" ? [] : [[fullName, failureMessages.join("\n")]],
    ),
  );
}

const begin = (...args: readonly string[]) => run("npm", "run", "--silent", "new", ...args);
const filesIn = (out: string) =>
  new Set(out.split("\n").flatMap((line) => /^(?:made|amended) +(\S+)$/.exec(line)?.[1] ?? []));

describe("npm run new", () => {
  it.each([
    [["rule", "In_Conversation"], '"In_Conversation" is no name of a rule: it is written like in-conversation'],
    [["rule", "stale"], "lib/domain/rules/stale.ts is there already: choose another name"],
    [["label", "LK_403"], "lib/edges/error-labels.ts has one of that name already: choose another name"],
    [["command", "preview"], "lib/cli/commands/preview.ts is there already: choose another name"],
    [["alarm", "no-run"], "lib/infra/alarms.ts has one of that name already: choose another name"],
    [["colour", "red"], "npm run new rule|label|command|alarm NAME\n"],
    [["rule"], "npm run new rule|label|command|alarm NAME\n"],
  ])("%j changes nothing and says why", (args, why) => {
    const before = readFileSync(join(project, "lib/edges/error-labels.ts"), "utf8");

    expect(begin(...args)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(why) });
    expect(readFileSync(join(project, "lib/edges/error-labels.ts"), "utf8")).toBe(before);
  });

  it("begins each kind in a few files that compile and are well written, with a test that asks to be filled in", () => {
    const begun = [
      ["rule", "in-conversation"],
      ["label", "LK_999"],
      ["command", "who-waits"],
      ["alarm", "too-quiet"],
    ].map((args) => ({ args, ...begin(...args) }));
    const tests = begun.map(({ out }) => [...filesIn(out)].find((path) => path.endsWith(".test.ts")) ?? "");

    for (const { args, code, out } of begun) {
      expect({ args, code }).toEqual({ args, code: 0 });
      expect(filesIn(out).size).toBeLessThanOrEqual(3);
    }
    expect(run("npx", "tsc", "--noEmit")).toMatchObject({ code: 0, out: "" });
    expect(run("npx", "biome", "check", ...begun.flatMap(({ out }) => [...filesIn(out)]))).toMatchObject({ code: 0 });

    const failed = failing(...tests);

    const names = [...failed.keys()].filter((name) => !name.includes("LK_999")).sort();
    expect(names).toEqual([
      "in-conversation keeps what would be withdrawn otherwise",
      "too-quiet rings for what it is there for, and when nothing is measured it does not",
      "who-waits shows what the ledger has, and the same with --json",
    ]);
    expect(
      [...failed.keys()].filter((name) => name.includes("LK_999 with status 424 is fill in the reaction")),
    ).toHaveLength(2);
    expect(failed.get(names[0] ?? "")).toContain(`fill in ${RULE}`);
  });

  it("leads to a keep rule that works, with its test, in five files or fewer", () => {
    rewrite(RULE, 'when: "fill in: what the rule looks at, as the others in lib/domain/README.md say it"', 'when: "x"');
    rewrite(RULE, "decide: () => null", 'decide: ({ invitationId }) => (invitationId === "7042" ? "keep" : null)');
    rewrite(RULE_TEST, "planInput({})", 'planInput({ invitationId: "7042" })');

    expect([...failing("test/domain", "test/analytics/read-observation").keys()]).toEqual([]);
    expect(run("npx", "tsc", "--noEmit")).toMatchObject({ code: 0 });
    expect(run("npx", "biome", "check", RULE, RULE_TEST, "lib/domain/rules/index.ts")).toMatchObject({ code: 0 });
  });
});

function rewrite(path: string, from: string, to: string): void {
  const text = readFileSync(join(project, path), "utf8");
  expect(text).toContain(from);
  writeFileSync(join(project, path), text.replace(from, to));
}
