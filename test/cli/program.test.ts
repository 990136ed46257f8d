import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { COMMANDS, commandName } from "../../lib/cli/command-list.ts";
import { SILENT, sweeper, temporaryFolder } from "../helpers/command-line.ts";

const JSON_COMMANDS = [
  ["preview"],
  ["run"],
  ["runs"],
  ["outcomes"],
  ["report"],
  ["holdout"],
  ["identities"],
  ["policy", "show"],
  ["policy", "validate"],
  ["policy", "set", "dailyCap=20"],
  ["threshold"],
  ["threshold", "show"],
  ["threshold", "recommend"],
  ["threshold", "set", "18"],
  ["pause", "all"],
  ["resume", "all"],
  ["dead-letters", "list"],
  ["dead-letters", "redrive"],
  ["flag", "90001", "--as", "customer"],
  ["unflag", "90001"],
  ["flags"],
];

describe("every command", () => {
  it.each(JSON_COMMANDS.map((argv) => [argv.join(" "), argv] as const))(
    "%s prints text, and with --json a JSON document and nothing else",
    async (_, argv) => {
      const data = temporaryFolder();

      const text = await sweeper([...argv, "--data", data]);
      const json = await sweeper([...argv, "--data", data, "--json"]);

      const [line, target] = ["sandbox · Sandbox: made-up people", "sandbox (made-up people)"];
      expect(text).toMatchObject({ code: 0, target: line });
      expect(text.out).not.toBe("");
      expect(json).toMatchObject({ code: 0, target: line });
      const document: unknown = JSON.parse(json.out);
      // A list has no room for it, and a policy is read back by `policy set`.
      if (!Array.isArray(document) && argv[1] !== "show") expect(document).toMatchObject({ target });
    },
  );

  it.each(COMMANDS.map((row) => [commandName(row), row] as const))("%s --help has an example", async (name, row) => {
    const program = new Command("sweeper");
    (await row.load())(program, SILENT, () => {});
    const below = program.commands.flatMap(({ commands }) => commands.map((one) => [name, one.name()]));

    // The help of a group names the commands in it, and each of those has its own.
    for (const argv of below.length === 0 ? [[name]] : below) {
      const { code, out } = await sweeper([...argv, "--help"]);

      expect(code).toBe(0);
      expect(out, argv.join(" ")).toMatch(/Example:\n\s+\$ sweeper /);
    }
  });

  it.each([
    ["--mystery"],
    ["preview", "--mystery"],
    ["run", "--lives"],
    ["vanish"],
    ["threshold", "set", "soon"],
    ["threshold", "18"],
    ["runs", "--last", "0"],
    ["outcomes", "--since", "yesterday"],
    ["outcomes", "--outcome", "lost"],
    ["outcomes", "--json", "--csv"],
    ["report", "--since", "2099-01-01"],
    ["report", "--policy-version", "seven"],
    ["report", "--html", "/nowhere/report.html"],
    ["report", "--html", "-"],
    ["report", "--identity", "nobody"],
    ["threshold", "recommend", "--identity", "nobody"],
    ["invitation"],
    ["invitation", "42"],
    ["invitation", "urn:li:fsd_profile:42"],
    ["invitation", "https://www.linkedin.com/in/someone"],
    ["preview", "--edges", "moon"],
    ["preview", "--stack", "Sweeper", "--local"],
    ["preview", "--stack", "Sweeper"],
    ["policy", "set", "nonsense"],
    ["policy", "set", "unknownKey=1"],
    ["policy", "validate", "/nowhere/policy.json"],
    ["pause"],
    ["pause", "33333333-3333-4333-8333-333333333333"],
    ["resume", "33333333-3333-4333-8333-333333333333"],
    ["dead-letters", "list", "--queue", "moon"],
    ["dead-letters", "purge"],
    ["threshold", "set", "3"],
    ["threshold", "set", "18", "--identity", "11111111-1111-4111-8111-111111111111"],
  ])("ends with code 2 at %s %s %s %s %s, says why and leaves no folder", async (...argv) => {
    const data = join(temporaryFolder(), "data");
    const words = argv.filter((word) => word !== undefined);
    const target = words[0] === "--mystery" || words[0] === "vanish" ? [] : ["--data", data];

    const { code, out, err } = await sweeper([...words, ...target]);

    expect(code).toBe(2);
    expect(out).toBe("");
    expect(err).not.toBe("");
    expect(err).not.toMatch(/\n\s+at /);
    expect(existsSync(join(data, "sandbox", "policy.json"))).toBe(false);
  });
});

it("--help ends with what each exit code means", async () => {
  const { code, out } = await sweeper(["--help"]);

  expect(code).toBe(0);
  for (const meaning of ["0    done", "1    failed", "2    bad input", "4    done in part", "130  interrupted"]) {
    expect(out).toContain(`\n  ${meaning}`);
  }
});

describe("a policy with faults", () => {
  it.each([["preview"], ["run"], ["run --live"], ["identities"], ["policy show"], ["policy validate"], ["threshold"]])(
    "makes %s list all of them, end with 2 and call nobody",
    async (command) => {
      const data = temporaryFolder();
      await sweeper(["policy", "set", "dailyCap=20", "--data", data]);
      const policy = { mode: "life", thresholdDays: 3, gapSeconds: { min: 90, max: 61 }, dailycap: 10 };
      writeFileSync(join(data, "sandbox", "policy.json"), JSON.stringify({ version: 5, policy }));

      const { code, out, err } = await sweeper([...command.split(" "), "--data", data]);

      expect(code).toBe(2);
      expect(out).toBe("");
      for (const path of ["mode", "thresholdDays", "gapSeconds.max", "dailycap"])
        expect(err).toContain(`policy.${path}`);
      expect(err).toContain("7 to 365");
    },
  );

  it("is not stored", async () => {
    const data = temporaryFolder();
    await sweeper(["policy", "set", "dailyCap=20", "--data", data]);

    const refused = await sweeper(["policy", "set", "thresholdDays=3", "dailyCap=0", "--data", data]);
    const { out } = await sweeper(["policy", "show", "--json", "--data", data]);

    expect(refused.code).toBe(2);
    expect(refused.err).toContain("policy.thresholdDays");
    expect(refused.err).toContain("policy.dailyCap");
    expect(JSON.parse(out)).toMatchObject({ dailyCap: 20, thresholdDays: 21 });
  });

  it("that is off stays off, whatever --live says", async () => {
    const data = temporaryFolder();
    await sweeper(["policy", "set", "mode=off", "--data", data]);

    const { code, err } = await sweeper(["run", "--live", "--data", data]);

    expect(code).toBe(2);
    expect(err).toContain("off");
  });
});

describe("threshold", () => {
  it("tells the value before and after, and what that makes stale", async () => {
    const data = temporaryFolder();
    await sweeper(["run", "--data", data]);

    const set = await sweeper(["threshold", "set", "18", "--json", "--data", data]);
    const text = await sweeper(["threshold", "set", "30", "--data", data]);
    const shown = await sweeper(["threshold", "--data", data]);
    const preview = await sweeper(["preview", "--json", "--data", data]);

    expect(JSON.parse(set.out)).toMatchObject({ before: 21, after: 18 });
    expect(JSON.parse(set.out).pendingAtOrOver).toBeGreaterThan(0);
    expect(text.out).toContain("18 → 30 days");
    expect(shown.out).toContain("30 days");
    expect(JSON.parse(preview.out).identities[0].thresholdDays).toBe(30);
  });
});
