import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startSweeper, sweeper, temporaryFolder } from "../../helpers/command-line.ts";

// A process that plays days: more than one of them in a test would be too much for a busy machine.
describe("the demo", { timeout: 180_000 }, () => {
  it("plays a dry run and the days after it, and leaves data that the commands work on", async () => {
    const cwd = temporaryFolder();

    const { code, out, err, target } = await startSweeper(["demo", "--days", "5"], { cwd }).ended;

    expect(err).toBe("");
    expect(target).toBe("sandbox · Sandbox: made-up people");
    expect(out.match(/^Sandbox: made-up people$/gm)).toHaveLength(2);
    expect(out).toContain("played in memory, then written to the local database");
    expect(code).toBe(0);
    expect(out).toContain("Ana Duarte");
    expect(out).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
    expect(out).toMatch(/day 5 of 5: [\d,]+ sent, \d+ accepted, \d+ gone, \d+ withdrawn/);
    expect(out).toContain("pacing violations counted by the sandbox: 0");
    expect(readFileSync(join(cwd, ".sweeper/demo/report.html"), "utf8")).toContain(
      '<p class="banner" role="note">Sandbox: made-up people</p>',
    );

    const data = ["--data", join(cwd, ".sweeper/demo"), "--json"];
    const runs = await sweeper(["runs", "--last", "20", ...data]);
    const modes = JSON.parse(runs.out).map(({ mode }: { mode: string }) => mode);
    expect(modes).toEqual(["live", "live", "live", "live", "live", "dry-run"]);

    const preview = await sweeper(["preview", ...data]);
    expect(JSON.parse(preview.out).identities).toHaveLength(3);

    // Its data are the sandbox's, so a key for the real API leaves no doubt about them.
    const set = await sweeper(["threshold", "set", "18", ...data], { env: { EDGES_API_KEY: "key" } });
    expect({ code: set.code, target: set.target }).toEqual({ code: 0, target: "sandbox · Sandbox: made-up people" });

    const outcomes = await sweeper(["outcomes", ...data]);
    const withdrawn = JSON.parse(outcomes.out).filter((one: { outcome: string }) => one.outcome === "withdrawn");
    expect(out).toContain(`${withdrawn.length} withdrawn\n`);
  });

  it("stops at Ctrl-C with 130, and tells what there is so far", async () => {
    const cwd = temporaryFolder();
    const demo = startSweeper(["demo", "--days", "60"], { cwd });
    await new Promise<void>((resolve) => {
      demo.child.stdout?.on("data", () => {
        if (demo.said().out.includes("2. Live")) resolve();
      });
      void demo.ended.then(() => resolve());
    });

    demo.child.kill("SIGINT");
    const { code, out, err } = await demo.ended;

    expect(code).toBe(130);
    expect(err).toContain("Stopping");
    expect(out).toContain("What the log tells");
    expect(out).toContain("pacing violations counted by the sandbox: 0");
    const runs = await sweeper(["runs", "--data", join(cwd, ".sweeper/demo")]);
    expect(runs.code).toBe(0);
  });

  it("plays over the embedded servers where it is asked to, and says so", async () => {
    const cwd = temporaryFolder();

    const { code, out, err } = await startSweeper(["demo", "--real", "--days", "1"], { cwd }).ended;

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("played over embedded DynamoDB and SQS");
    expect(out).toMatch(/day 1 of 1: [\d,]+ sent, \d+ accepted, \d+ gone, [1-9]\d* withdrawn/);
    const runs = await sweeper(["runs", "--data", join(cwd, ".sweeper/demo"), "--json"]);
    expect(JSON.parse(runs.out)).toHaveLength(2);
  });

  it("leaves no data that a command would take for whole when it is killed, and none of it for long", async () => {
    const cwd = temporaryFolder();
    const demo = startSweeper(["demo", "--days", "60"], { cwd });
    await new Promise<void>((resolve) => {
      demo.child.stdout?.on("data", () => {
        if (demo.said().out.includes("2. Live")) resolve();
      });
      void demo.ended.then(() => resolve());
    });
    demo.child.kill("SIGKILL");
    await demo.ended;
    const left = readdirSync(join(cwd, ".sweeper"));

    const again = await startSweeper(["demo", "--days", "1"], { cwd }).ended;

    expect(left).toEqual([`demo.${demo.child.pid}.making`]);
    expect(again.code).toBe(0);
    expect(readdirSync(join(cwd, ".sweeper"))).toEqual(["demo"]);
  });

  it.each(["0", "many"])("refuses --days %s and touches nothing", async (days) => {
    const cwd = temporaryFolder();

    const { code, err } = await startSweeper(["demo", "--days", days], { cwd }).ended;

    expect(code).toBe(2);
    expect(err).toContain("whole number");
    expect(existsSync(join(cwd, ".sweeper"))).toBe(false);
  });
});
