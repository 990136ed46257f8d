import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { ANA, gridCsv } from "../../report/day-grid/helpers.ts";

function fileOf(content: string): string {
  const file = join(temporaryFolder(), "grid.csv");
  writeFileSync(file, content);
  return file;
}

const FILE = fileOf(gridCsv(ANA));
const report = (...options: string[]) => sweeper(["report", "--day-grid", FILE, ...options]);

describe("report --day-grid", () => {
  it("analyses a day grid, with the file as its target and no policy", async () => {
    const page = join(temporaryFolder(), "report.html");
    const text = await report("--html", page);
    const json = JSON.parse((await report("--json", "--threshold", "28", "--identity", "ana")).out);

    expect(text).toMatchObject({ code: 0, target: `file ${FILE}` });
    expect(text.out).toMatch(/^Not yet/);
    expect(text.out).toContain("From a file, without a policy: set against 21 days");
    expect(readFileSync(page, "utf8")).toContain("none, from a file; set against 21 days");
    expect(json).toMatchObject({ policy: { version: 0, thresholdDays: 28 }, filter: { identityId: "ana" } });
    expect(json.overall.funnel).toMatchObject({ seen: 4, accepted: 1, gone: 1, pending: 2 });
  });

  it.each([
    [["--since", "30d"], "--since does not go with --day-grid; write the time at the head of the query, as since_text"],
    [["--until", "2026-04-01"], "as until_text"],
    [["--reason", "stale"], "--reason does not go with --day-grid"],
    [["--policy-version", "3"], "--policy-version does not go with --day-grid"],
    [["--observations", FILE], "cannot be used with"],
    [["--stack", "invite-sweeper"], "cannot be used with"],
  ])("refuses %j", async (options, message) => {
    const { code, err } = await report(...options);

    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  it("names the file beside what is wrong in it", async () => {
    const file = fileOf(gridCsv(ANA.slice(1)));

    const { code, err } = await sweeper(["report", "--day-grid", file]);

    expect(code).toBe(2);
    expect(err).toContain(`${file}: the file has lost lines`);
  });
});
