import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { fieldApi } from "../../helpers/field-api.ts";
import type { FieldState } from "../../helpers/field-state.ts";

const REP = "11111111-1111-4111-8111-111111111111";
const invitation = (last: number, job_title: string | null, extra: object = {}) => ({
  id: `750000000000000000${last}`,
  sent_date: "2026-01-05T09:00:00.000Z",
  profile_id: 1000 + last,
  extra: { job_title, ...extra },
});
const WORLD: FieldState = {
  identities: {
    [REP]: {
      name: "rep",
      invitations: [
        invitation(1, "Head of Sales at Example Ltd"),
        invitation(2, "CTO @ EXAMPLE | Speaker"),
        invitation(3, "ex-Example, now at Examplify"),
        invitation(4, null),
        invitation(5, "Sales, Example", { linkedin_profile_id: "__absent__" }),
      ],
    },
  },
};

interface Row {
  readonly invitationId: string;
  readonly verdict: string;
  readonly suggestion: { company: string; as: string; command: string | null } | null;
}

async function world() {
  const api = await fieldApi(WORLD);
  const data = temporaryFolder();
  const run = (argv: readonly string[], answer: boolean | null = null) =>
    sweeper([...argv, "--edges", "real", "--data", data], { env: api.env, answer });
  const plan = async (): Promise<Row[]> => JSON.parse((await run(["preview", "--json"])).out).identities[0].plan;
  return { data, run, plan };
}

const ofEach = (rows: readonly Row[]) =>
  Object.fromEntries(rows.map(({ invitationId, suggestion }) => [Number(invitationId.slice(-1)), suggestion]));

it("are shown beside each invitation with the command that flags the person, and change no verdict", async () => {
  const { data, run, plan } = await world();
  const before = await plan();

  await run(["flag", "--company", "Example GmbH", "--as", "protected"]);
  const after = await plan();
  const text = await run(["preview"]);

  const again = `--data ${data} --edges real`;
  const suggestion = (whom: string) => ({
    ...{ company: "Example GmbH", as: "protected" },
    command: expect.stringMatching(`^sweeper flag ${whom} --as protected .*--data`),
  });
  expect(ofEach(after)).toEqual({
    ...{ 1: suggestion("1001"), 2: suggestion("1002"), 3: null, 4: null },
    5: suggestion("linkedin.com/in/person-1005"),
  });
  expect(before.every(({ verdict, suggestion }) => verdict === "withdraw" && suggestion === null)).toBe(true);
  // Ages go on between the two, at most by a day.
  const verdicts = (rows: readonly Row[]) => rows.map(({ invitationId, verdict }) => [invitationId, verdict]);
  expect(verdicts(after)).toEqual(verdicts(before));
  expect(text.out).toMatch(/title +invitation +suggestion\n/);
  expect(text.out).toMatch(/7500000000000000001 +works at Example GmbH, protected\?\n/);
  expect(text.out).toContain(
    `suggestion: 7500000000000000002 works at Example GmbH, protected? sweeper flag 1002 --as protected ${again}\n`,
  );
  expect(text.out).toMatch(
    /5 pending: 5 to withdraw, 0 kept\n3 of these work at a company you named: suggestions, which change no verdict; flag whom you mean$/,
  );
});

it("end once the person is flagged, by the very command, and nobody else is", async () => {
  const { run, plan } = await world();
  await run(["flag", "--company", "Example", "--as", "protected"]);
  const first = (await plan()).find(({ suggestion }) => suggestion !== null)?.suggestion?.command ?? "";

  const { code } = await run(first.split(" ").slice(1, 5));
  const after = await plan();

  expect(code).toBe(0);
  expect(after.filter(({ verdict }) => verdict === "keep")).toHaveLength(1);
  expect(after.filter(({ suggestion }) => suggestion !== null)).toHaveLength(2);
});

it("stand in the last column of a plan, which a run reads as before", async () => {
  const { data, run } = await world();
  await run(["flag", "--company", "Example", "--as", "customer"]);
  const path = join(data, "plan.csv");

  await run(["preview", "--csv", path]);
  const live = await run(["run", "--live", "--plan", path], false);

  const [head = "", ...rows] = readFileSync(path, "utf8").trimEnd().split("\n");
  expect(head).toMatch(/,decided at,suggestion$/);
  expect(rows.filter((row) => row.endsWith(',"works at Example, customer?"'))).toHaveLength(3);
  expect(rows.filter((row) => row.endsWith("Z,"))).toHaveLength(2);
  expect(live.err).toContain("by the plan: 5 invitations at most");
  expect(live.asked).toEqual([expect.stringMatching(/^Withdraw 5 invitations /)]);
});

it("are counted before a live run asks, with the command that shows them", async () => {
  const { data, run } = await world();
  const without = await run(["run", "--live"], false);
  await run(["flag", "--company", "Example", "--as", "protected"]);

  const { err, code, asked } = await run(["run", "--live"], false);

  expect(code).toBe(2);
  expect(without.err).not.toContain("company");
  expect(err).toContain(
    `3 of these work at a company you named (protected?) and would be withdrawn now: \`sweeper preview --data ${data} --edges real\` shows who, with the command that flags each`,
  );
  expect(asked).toHaveLength(1);
});

it("are listed, are no flags, and are said to be missing from an export", async () => {
  const { run } = await world();
  await run(["flag", "--company", "Example Ltd", "--as", "protected", "--by", "owner"]);
  await run(["flag", "1001", "--as", "customer"]);

  const flags = await run(["flags"]);
  const [json, csv, exported] = [
    await run(["flags", "--json"]),
    await run(["flags", "--csv"]),
    await run(["flags", "export"]),
  ];
  const companies = await run(["flags", "companies", "--json"]);
  const ofKind = await run(["flags", "--as", "customer"]);

  expect(flags.out).toMatch(
    /1 flag\n\n1 company suggests a flag, and none by itself:\n.*\nExample Ltd +protected +.* owner$/,
  );
  expect(JSON.parse(json.out)).toMatchObject([{ subject: "1001" }]);
  expect(JSON.parse(companies.out)).toMatchObject([{ name: "Example Ltd", kind: "protected", by: "owner" }]);
  for (const { out, err } of [csv, exported]) {
    expect(out).not.toContain("Example");
    expect(err).toContain("1 company suggests a flag and is not in it: `sweeper flags companies` lists them");
  }
  expect(ofKind.out).not.toContain("Example");
});

it("are taken away by unflag, in any case and with any legal form", async () => {
  const { run, plan } = await world();
  await run(["flag", "--company", "Example Ltd", "--as", "protected"]);

  const taken = await run(["unflag", "--company", "EXAMPLE"]);
  const again = await run(["unflag", "--company", "EXAMPLE"]);

  expect([taken.out, again.out]).toEqual(["EXAMPLE suggests nothing any more", "EXAMPLE suggested nothing"]);
  expect((await plan()).every(({ suggestion }) => suggestion === null)).toBe(true);
  expect((await run(["flags", "companies"])).out).toBe("no company suggests a flag");
});

it.each([
  [["flag", "--company", "Example Ltd"], "--as"],
  [["flag", "--company", "Ltd.", "--as", "protected"], "no name beside a legal form"],
  [["flag", "--company", " ", "--as", "protected"], "no name"],
  [["flag", "--company", "x".repeat(101), "--as", "protected"], "longer than 100 characters"],
  [["flag", "1001", "--company", "Example", "--as", "protected"], "not both"],
  [["flag", "--company", "Example", "--as", "protected", "--note", "x"], "--note"],
  [["flag", "--as", "protected"], "--company"],
  [["unflag"], "--company"],
  [["unflag", "--company", "Example", "--as", "protected"], "one thing alone"],
])("refuse %j", async (argv, why) => {
  const { code, out, err } = await sweeper([...argv, "--data", temporaryFolder()]);

  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(why);
});
