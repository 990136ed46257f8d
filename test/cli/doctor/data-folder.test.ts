import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Check } from "../../../lib/cli/doctor/check.ts";
import { openWorkspace } from "../../../lib/local/workspace.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { aRun, daysBefore } from "../../helpers/dynamo-records.ts";

const policySeed = { document: {}, where: "the test" };

async function doctor(data: string) {
  const { code, out } = await sweeper(["doctor", "--json", "--data", data]);
  const checks: readonly Check[] = JSON.parse(out).checks;
  return { code, of: (name: string) => checks.find((check) => check.name === name) };
}

/** A folder in which a run began so many days ago. */
async function folderWithRun(daysAgo: number): Promise<string> {
  const data = temporaryFolder();
  const workspace = await openWorkspace({ root: data, edges: { kind: "sandbox" }, policySeed });
  const startedAt = daysBefore(daysAgo, new Date());
  await workspace.ledger.runs.begin(aRun({ startedAt, scheduledAt: startedAt }));
  await workspace.close();
  return data;
}

/** Every file with its content and the time it was written. */
function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const path = join(folder, name);
      const stat = statSync(path);
      const hash = stat.isFile() ? createHash("sha256").update(readFileSync(path)).digest("hex") : "folder";
      return `${name} ${stat.mtimeMs} ${hash}`;
    });
}

it("is looked at and left as it is, to the byte", async () => {
  const data = await folderWithRun(1);
  const before = everything(data);

  const { code, of } = await doctor(data);

  expect(everything(data)).toEqual(before);
  expect(of("data folder")).toMatchObject({ status: "ok", found: expect.stringContaining("tables of this version") });
  expect(of("last run")).toMatchObject({ status: "ok", found: expect.stringContaining("UTC, ") });
  expect(code).toBe(0);
});

it("of a last run a week ago is a warning that names the command", async () => {
  const { code, of } = await doctor(await folderWithRun(8));

  expect(of("last run")).toMatchObject({ status: "warning", remedy: expect.stringContaining("sweeper run") });
  expect(code).toBe(4);
});

it("with dead letters is a warning that names the command, torn lines included", async () => {
  const data = await folderWithRun(1);
  const letter = { queue: "withdraw", id: "m-1", body: "{}", group: null, attributes: {}, firstSeenAt: new Date() };
  writeFileSync(join(data, "sandbox", "dead-letters.ndjson"), `${JSON.stringify(letter)}\n{"queue":\n`);

  const { of } = await doctor(data);

  expect(of("dead letters")).toMatchObject({
    ...{ status: "warning", found: "1 message, 1 line cannot be read" },
    remedy: expect.stringContaining("sweeper dead-letters list"),
  });
});

it("that is open elsewhere is a warning, and not opened", async () => {
  const data = temporaryFolder();
  const workspace = await openWorkspace({ root: data, edges: { kind: "sandbox" }, policySeed });

  const { of } = await doctor(data);
  await workspace.close();

  expect(of("data folder")).toMatchObject({ status: "warning", found: expect.stringContaining("in use") });
  expect(of("last run")?.status).toBe("warning");
});

it("whose ledger is no database is failing", async () => {
  const data = temporaryFolder();
  mkdirSync(join(data, "sandbox", "ledger"), { recursive: true });
  writeFileSync(join(data, "sandbox", "ledger", "000005.ldb"), "no database");

  const { code, of } = await doctor(data);

  expect(of("data folder")).toMatchObject({ status: "failing", found: expect.stringContaining("readable database") });
  expect(code).toBe(1);
});
