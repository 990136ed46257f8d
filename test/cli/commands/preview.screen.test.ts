import stringWidth from "string-width";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { type IoOptions, sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { account, NOBODY_ANSWERS } from "../../helpers/test-bed.ts";

const running: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** A preview of one list with a dozen invitations, those of 21 days and more to withdraw. */
async function preview(argv: readonly string[], terminal: IoOptions["terminal"] = null) {
  const sandbox = await startSandbox({ seed: 3, identities: [account({ name: "Ana" })], fates: NOBODY_ANSWERS });
  running.push(sandbox);
  const env = { EDGES_BASE_URL: sandbox.url, EDGES_API_KEY: sandbox.apiKey };
  const target = ["--edges", "real", "--data", temporaryFolder()];
  const { out, code, err } = await sweeper(["preview", ...argv, ...target], { env, terminal });
  const verdicts = out.split("\n").flatMap((line) => /^(withdraw|keep) {2,}/.exec(line)?.[1] ?? []);
  const [, withdraw, kept] = /pending: (\d+) to withdraw, (\d+) kept/.exec(out) ?? [];
  return { out, code, err, lines: out.split("\n"), verdicts, withdraw: Number(withdraw), kept: Number(kept) };
}

describe("a preview", () => {
  it("in a pipe shows every row, and the summary last", async () => {
    const { verdicts, lines, withdraw, kept } = await preview([]);

    expect(verdicts).toHaveLength(withdraw + kept);
    expect(lines.at(-1)).toMatch(/^12 pending: /);
  });

  it("on a terminal begins with the summary and shows those to withdraw, and says how to see the others", async () => {
    const { verdicts, lines, withdraw, kept, out } = await preview([], { columns: 120, rows: 50 });

    expect(lines[0]).toMatch(/^12 pending: /);
    expect(verdicts).toEqual(Array.from({ length: withdraw }, () => "withdraw"));
    expect(withdraw).toBeGreaterThan(0);
    expect(out).toContain(`not shown: ${kept} kept (--all, --limit N or --verdict keep)`);
  });

  it.each([60, 80, 120, 200])("has no table line longer than a terminal of %i places", async (columns) => {
    const { lines } = await preview(["--limit", "12"], { columns, rows: 50 });
    const table = lines.filter((line) => /^(verdict|withdraw|keep) {2,}/.test(line));

    expect(table).toHaveLength(13);
    for (const line of table) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  it("with --all shows on a terminal what a pipe gets", async () => {
    const { verdicts, lines } = await preview(["--all"], { columns: 200, rows: 20 });

    expect(verdicts).toHaveLength(12);
    expect(lines.at(-1)).toMatch(/^12 pending: /);
  });

  it("shows the verdict and the number of rows that are asked for, in a pipe too", async () => {
    const keep = await preview(["--verdict", "keep"]);
    const two = await preview(["--limit", "2"]);

    expect(keep.verdicts).toEqual(Array.from({ length: keep.kept }, () => "keep"));
    expect(two.verdicts).toEqual(["withdraw", "withdraw"]);
  });

  it.each([["--verdict", "keep"], ["--limit", "3"], ["--all"]])(
    "refuses %s with --json, which has all",
    async (...more) => {
      const { code, err } = await preview([...more, "--json"]);

      expect(code).toBe(2);
      expect(err).toContain("--json");
    },
  );
});
