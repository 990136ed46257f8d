import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sweeper } from "../../helpers/command-line.ts";
import { smallFolder } from "../../helpers/small-folder.ts";

const BACKLOG = 40;

/** A folder whose ledger knows all that is pending, and the plan of what is to go. */
async function preparedFolder() {
  const data = smallFolder(BACKLOG);
  await sweeper(["run", "--data", data]);
  const path = join(data, "plan.csv");
  await sweeper(["preview", "--csv", path, "--data", data]);
  const [head = "", ...rows] = readFileSync(path, "utf8").trimEnd().split("\n");
  const going = rows.filter((row) => row.startsWith("withdraw") || row.includes(",withdraw,"));
  return { data, path, head, going };
}

/** Really withdrawn, by the sandbox's own journal. */
function withdrawnIn(data: string): string[] {
  const lines = readFileSync(join(data, "sandbox", "edges.ndjson"), "utf8")
    .trimEnd()
    .split("\n")
    .slice(1);
  const effects = lines.map((line): { effect: string; urn?: string; took?: boolean } => JSON.parse(line));
  return effects.flatMap(({ urn, took }) => (took === true && urn !== undefined ? [urn] : []));
}

it("withdraws what the plan says and nothing beyond it, and the status says so", async () => {
  const { data, path, head, going } = await preparedFolder();
  writeFileSync(path, `${[head, ...going.slice(0, 3)].join("\n")}\n`);

  const { code, out, err } = await sweeper(["cleanup", "--live", "--plan", path, "--data", data]);

  expect(code).toBe(0);
  expect(out).toMatch(/3 of 3 withdrawn\.$/);
  expect(err).toMatch(/3 stale, pending .*; 3 now/);
  const urns = going.slice(0, 3).map((row) => /urn:li:fsd_invitation:\d+/.exec(row)?.[0] ?? row);
  expect(withdrawnIn(data).toSorted()).toEqual(urns.toSorted());
  const status = await sweeper(["cleanup", "--status", "--json", "--data", data]);
  expect(JSON.parse(status.out).cleanups).toMatchObject([{ state: "over", withdrawn: 3, left: 0, chosen: 3 }]);
});

it("is refused while the policy says dry-run, and calls nothing for want of a ledger that knows the invitations", async () => {
  const data = smallFolder(BACKLOG);
  const refused = await sweeper(["cleanup", "--data", data]);
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('the mode is "dry-run"') });

  const { code, out, err } = await sweeper(["cleanup", "--live", "--data", data]);
  expect({ code, out }).toEqual({ code: 0, out: "Nothing to clean up: nothing was called." });
  expect(err).toContain("not in the ledger yet");
  expect(withdrawnIn(data)).toEqual([]);
});

it("stops at Ctrl-C with the command that goes on, and goes on from there", async () => {
  const { data, going } = await preparedFolder();

  const first = await sweeper(["cleanup", "--live", "--data", data], { interrupt: true });
  expect(first.code).toBe(130);
  expect(first.err).toMatch(/sweeper cleanup --resume cleanup-\S+/);

  const second = await sweeper(["cleanup", "--live", "--resume", "--data", data]);
  expect(second.code).toBe(0);
  expect(withdrawnIn(data)).toHaveLength(going.length);
});
