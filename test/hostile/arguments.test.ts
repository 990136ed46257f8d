import { existsSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { explain } from "../../lib/cli/errors.ts";
import { constantServer } from "../edges/helpers/scripted-server.ts";
import { startSweeper, sweeper, temporaryFolder } from "../helpers/command-line.ts";
import { expectPrototypesUntouched } from "./helpers/prototypes.ts";
import { expectHarmless, expectNoStackTrace } from "./helpers/screen.ts";
import { hostileText, INHERITED } from "./helpers/texts.ts";

const RUNS = 70;
const HOME = process.cwd();
const KEY = "MARKER-key-5f0e2d9c";

expectPrototypesUntouched();

// Commands write below the current folder, and arguments may be file names: nothing here may reach the project.
beforeEach(() => process.chdir(temporaryFolder()));
beforeAll(() => {
  Object.assign(process.env, { AWS_REGION: "us-east-1", AWS_ACCESS_KEY_ID: "x", AWS_SECRET_ACCESS_KEY: "x" });
});
afterAll(() => {
  process.chdir(HOME);
  for (const name of ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"])
    delete process.env[name];
});

/** An API, and an AWS, that answers nothing of use and counts who asks. */
async function countingServer() {
  const server = await constantServer((response) => void response.writeHead(401).end("{}"));
  process.env.AWS_ENDPOINT_URL = new URL(server.baseUrl).origin;
  return { server, env: { EDGES_BASE_URL: server.baseUrl, EDGES_API_KEY: KEY } };
}

const COMMANDS = [
  ...[["preview"], ["runs"], ["outcomes"], ["identities"], ["resume"], ["policy"], ["threshold"], ["sandbox"], ["use"]],
  ...[
    ["policy", "show"],
    ["policy", "validate"],
    ["policy", "set"],
    ["threshold", "set"],
    ["threshold", "show"],
  ],
  // These two work for seconds when nothing is wrong, so something always is.
  ...[["run", "extra"], ["demo", "extra"], [], ["__proto__"], ["constructor"], ["help"], ["toString", "set"]],
];
const OPTIONS = [
  ...["--json", "--local", "--edges", "--data", "--stack", "--identity", "--since", "--until", "--outcome", "--reason"],
  ...["--last", "--port", "--file", "--seed", "--latency", "--live", "--yes", "--bundles", "--node", "--help", "-V"],
  ...["--__proto__", "--constructor", "--__proto__=x", "--no-json", "--", "-", "---", "--json=", "--last=-1"],
];
const VALUES = [
  ...["real", "sandbox", "NaN", "-1", "0", "1e9", "999999999", "9999999999", "0x10", "Infinity", "2026-02-30", "7d"],
  ...[
    "99999d",
    "0001-01-01",
    "9999-12-31",
    "2026-11-01T99:00Z",
    "65536",
    "mode=live",
    "mode=off",
    "thresholdDays=1e999",
  ],
  ...["__proto__.polluted=1", "constructor.prototype.polluted=1", "identities.0.id=x", "gapSeconds.min=-0", "x=", "=x"],
  ...["workingHours={", 'identities=[{"__proto__":{"paused":true}}]', "..", "/dev/null", "nope/nope", "a\0b", "a.json"],
];
const token = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...OPTIONS) },
  { weight: 4, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 2, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom<string>(...INHERITED) },
  { weight: 1, arbitrary: hostileText.map((text) => `--${text}`) },
);
const stray = fc
  .tuple(fc.constantFrom(...COMMANDS), fc.array(token, { minLength: 1, maxLength: 6 }))
  .map(([command, tokens]) => [...command, ...tokens]);

const value = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...VALUES) }, hostileText);
const of = (name: string, arbitrary = value) => arbitrary.map((text) => [name, text]);
const TARGET = [
  of("--data", fc.oneof(fc.constantFrom("data", "a/b", "/dev/null", "/proc/1/x", "d".repeat(300)), value)),
  of("--edges", fc.constantFrom("real", "sandbox", "Real", "__proto__")),
  of("--stack", fc.constantFrom("invite-sweeper", "a b", "", "__proto__", "\u001b[2J")),
  fc.constantFrom(["--json"], ["--local"], ["--real"]),
];
const since = fc.constantFrom("7d", "3650d", "2026-11-01", "2026-02-30", "2020-01-01T00:00:00Z", "-1d", "9999-12-31");
const identity = fc.oneof(fc.constantFrom("identity-1", "__proto__", "constructor", "a:b.c"), value);
/** What writes is refused before anything else where a key is set and no target is named. */
const NAMED = ["--edges", "sandbox"];
/** Commands with the options they have, and something hostile as their values. */
const fitting = fc
  .constantFrom(
    { command: ["preview"], options: [of("--identity", identity)], rest: null },
    { command: ["runs"], options: [of("--last")], rest: null },
    {
      command: ["outcomes"],
      options: [
        of("--since", since),
        of("--until", since),
        of("--identity", identity),
        of("--reason"),
        of("--outcome"),
      ],
      rest: null,
    },
    { command: ["identities"], options: [], rest: null },
    { command: ["resume", ...NAMED], options: [], rest: identity },
    { command: ["policy", "show"], options: [], rest: null },
    { command: ["policy", "validate"], options: [], rest: value },
    { command: ["policy", "set", ...NAMED], options: [], rest: value },
    {
      command: ["threshold", "set", ...NAMED],
      options: [of("--identity", identity)],
      rest: fc.constantFrom("18", "6", "366", "1e1"),
    },
    { command: ["sandbox"], options: [of("--port"), of("--file"), of("--seed"), of("--latency")], rest: null },
  )
  .chain(({ command, options, rest }) =>
    fc
      .tuple(
        fc.array(fc.oneof(...options, ...TARGET), { maxLength: 3 }),
        rest === null ? fc.constant([]) : fc.array(rest, { maxLength: 2 }),
      )
      .map(([pairs, others]) => [...command, ...pairs.flat(), ...others]),
  );
const argv = fc.oneof(stray, fitting, fitting);

/** What can only be told after asking: the id is one, but nobody has it. */
const TOLD_AFTER_ASKING =
  /Edges shows no identity|leaves .+ out, or has it paused|is not connected to Edges|there is no stack/;

test("any arguments end in 0, 1 or 2 with a harmless word about it, and bad input calls nobody", async () => {
  const { server, env } = await countingServer();
  await fc.assert(
    fc.asyncProperty(argv, async (args) => {
      process.chdir(temporaryFolder());
      const before = server.requests.length;
      const { code, out, err } = await sweeper(args, { env, interrupt: args[0] === "sandbox" });
      expect([0, 1, 2]).toContain(code);
      if (code !== 0) expect(err.trim()).not.toBe("");
      if (code === 2 && !TOLD_AFTER_ASKING.test(err)) expect(server.requests.length - before).toBe(0);
      for (const text of [out, err]) {
        expectHarmless(text);
        expectNoStackTrace(text);
        expect(text).not.toContain(KEY);
        expect(text).not.toMatch(/undefined is not|Cannot read properties|is not a function|is not iterable/);
      }
      for (const line of err.split("\n")) expect(line.length).toBeLessThan(1100);
    }),
    { numRuns: RUNS },
  );
});

describe("bad input ends in 2 and says what would be accepted", () => {
  test.each([
    [["outcomes", "--since", "2026-02-30"], /span such as "7d"/],
    [["outcomes", "--since", "99999d"], /3650 days at most/],
    [["outcomes", "--since", "0001-01-01"], /from 2020/],
    [["outcomes", "--until", "9999-12-31"], /from 2020 to 2050/],
    [["outcomes", "--identity", ""], /Give an id/],
    [["outcomes", "--data", ""], /Give the path of a folder/],
    [["preview", "--identity", "\u001b[2J"], /Give an id/],
    [["resume", ""], /Give an id/],
    [["resume", "#workspace"], /Give an id/],
    [["runs", "--stack", "a b"], /Give a stack's name/],
    [["runs", "--last", "-1"], /whole number/],
    [["sandbox", "--port", "65536"], /at most 65535/],
    [["threshold", "set", "NaN"], /whole number/],
    [["policy", "set", "__proto__.x=1"], /no assignment/],
    [["policy", "set", "constructor.prototype.x=1"], /there is no constructor.prototype/],
    [["policy", "set", "toString=1"], /policy.toString: found an unknown key/],
  ])("%j", async (args, told) => {
    const { server, env } = await countingServer();
    const { code, err } = await sweeper([...args, ...(args[0] === "sandbox" ? [] : ["--edges", "real"])], { env });
    expect(err).toMatch(told);
    expect(code).toBe(2);
    expect(server.requests).toEqual([]);
    expect(existsSync(join(process.cwd(), ".sweeper"))).toBe(false);
  });
});

test("a reader that stops reading, as head does, is no crash", async () => {
  const { child, ended } = startSweeper(["preview", "--json"]);
  child.stdout.destroy();
  const { code, err } = await ended;
  expectNoStackTrace(err);
  expect(err).toBe("");
  expect(code).toBe(0);
});

describe("an error that says nothing itself", () => {
  test.each([
    [new AggregateError([new Error("connect ECONNREFUSED ::1:443"), new Error("connect ECONNREFUSED 127.0.0.1:443")])],
    [new AggregateError([])],
    [new Error("")],
  ])("is told all the same: %s", (error) => {
    expect(explain(error).text).not.toBe("");
  });

  test("has the words of those inside it", () => {
    expect(explain(new AggregateError([new Error("first"), new Error("second")])).text).toBe("first; second");
  });
});
