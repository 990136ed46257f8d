import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { ANA, account, BEN, NOBODY_ANSWERS } from "../../helpers/test-bed.ts";

const running: Sandbox[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
});

/** Two identities that have invited the same people in the last two weeks; `shared`: how many, as the sandbox knows. */
async function sharedPeople() {
  const four = account({ backlog: 4, backlogDays: 14 });
  const identities = [four, { ...four, uid: BEN, name: "Ben" }];
  const sandbox = await startSandbox({ seed: 3, identities, fates: NOBODY_ANSWERS, sharedPeopleShare: 1 });
  running.push(sandbox);
  const people = (uid: string) =>
    new Set(sandbox.world.trueStates(uid, sandbox.clock.now()).map(({ profileId }) => profileId));
  const shared = [...people(ANA)].filter((one) => people(BEN).has(one)).length;
  expect(shared).toBeGreaterThan(1);
  return { shared, env: { EDGES_BASE_URL: sandbox.url, EDGES_API_KEY: sandbox.apiKey } };
}

const real = (command: readonly string[], data: string) => [...command, "--edges", "real", "--data", data];

describe("two identities that have invited the same young people", () => {
  it("are asked about as many as the preview shows, before either was ever listed", async () => {
    const { env, shared } = await sharedPeople();
    const data = temporaryFolder();

    const preview = await sweeper(real(["preview", "--json"], data), { env });
    const asked = await sweeper(real(["run", "--live"], data), { env, answer: false });

    const { summary, identities } = JSON.parse(preview.out);
    expect(summary).toEqual({ pending: 8, withdraw: shared, keep: 8 - shared, announced: 0, today: shared, later: 0 });
    const reasons = identities.flatMap(({ plan }: { plan: { verdict: string; reason: string }[] }) => plan);
    expect(reasons.filter(({ verdict }: { verdict: string }) => verdict === "withdraw")).toMatchObject(
      Array.from({ length: shared }, () => ({ reason: "duplicate" })),
    );
    expect(asked.asked).toEqual([
      expect.stringMatching(new RegExp(`^Withdraw ${shared} invitations of \\d identit(y|ies) now\\?`)),
    ]);
    expect(asked.err).toContain("duplicate");
    expect(asked).toMatchObject({ code: 2, out: "" });
  });

  it("are dry-run with the same count", async () => {
    const { env, shared } = await sharedPeople();

    const { out } = await sweeper(real(["run", "--json"], temporaryFolder()), { env });

    const { sweeps } = JSON.parse(out);
    expect(sweeps.reduce((sum: number, { eligible }: { eligible: number }) => sum + eligible, 0)).toBe(shared);
  });
});

describe("a live run on the sandbox", () => {
  it("withdraws in a fresh folder what the preview has shown for today, and nothing else", async () => {
    const data = temporaryFolder();
    const plan = JSON.parse((await sweeper(["preview", "--json", "--data", data])).out);

    const { out, code } = await sweeper(["run", "--live", "--json", "--data", data]);

    const shown = plan.identities.flatMap(
      ({ identityId, plan: rows }: { identityId: string; plan: { when: string; invitationId: string }[] }) =>
        rows.filter(({ when }) => when === "today").map(({ invitationId }) => `${identityId}/${invitationId}`),
    );
    const { outcomes } = JSON.parse(out);
    const withdrawn = outcomes
      .filter(({ outcome }: { outcome: string }) => outcome === "withdrawn")
      .map(({ identityId, invitationId }: Record<string, string>) => `${identityId}/${invitationId}`);
    expect(code).toBe(0);
    expect(shown.length).toBeGreaterThan(10);
    expect(withdrawn.toSorted()).toEqual(shown.toSorted());
  });
});

describe("a plan", () => {
  /** The plan of a fresh sandbox, with its lines changed. */
  async function edited(edit: (lines: string[]) => string[]) {
    const data = temporaryFolder();
    const file = join(temporaryFolder(), "plan.csv");
    const written = await sweeper(["preview", "--csv", file, "--data", data]);
    const [head = "", ...rows] = readFileSync(file, "utf8").trimEnd().split("\n");
    writeFileSync(file, [head, ...edit(rows)].join("\n"));
    return { data, file, rows, written };
  }
  const run = (data: string, file: string) => sweeper(["run", "--live", "--json", "--plan", file, "--data", data]);
  const urnsIn = (rows: readonly string[]) =>
    rows
      .filter((row) => row.startsWith("withdraw,"))
      .flatMap((row) => row.match(/urn:li:fsd_invitation:(\d+)/)?.[1] ?? []);

  it("holds a row for each invitation, and is not written over another file", async () => {
    const { data, file, rows, written } = await edited((all) => all);

    const again = await sweeper(["preview", "--csv", file, "--data", data]);

    expect(rows.length).toBe(Number(/(\d+) pending: \d+ to withdraw, \d+ kept$/.exec(written.out)?.[1]));
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining("exists: give another name") });
  });

  it("is all that is called for: rows that were removed, or made keep, are left alone", async () => {
    const chosen: string[] = [];
    const { data, file } = await edited((rows) => {
      const [first = "", second = "", third = ""] = rows.filter((row) => row.startsWith("withdraw,"));
      chosen.push(first, second);
      return [first, second, third.replace("withdraw,", "keep,")];
    });

    const { out, code } = await run(data, file);

    const { outcomes, sweeps } = JSON.parse(out);
    expect(code).toBe(0);
    expect(outcomes.map(({ invitationId }: { invitationId: string }) => invitationId).toSorted()).toEqual(
      urnsIn(chosen).toSorted(),
    );
    expect(sweeps.some(({ held }: { held: Record<string, number> }) => (held["not-in-plan"] ?? 0) > 0)).toBe(true);
  });

  it("does not outdo the verdict: who was protected after it was written is kept", async () => {
    const { data, file, rows } = await edited((all) => all.filter((row) => row.startsWith("withdraw,")).slice(0, 1));
    const [id = ""] = urnsIn(rows.filter((row) => row.startsWith("withdraw,")).slice(0, 1));
    const preview = JSON.parse((await sweeper(["preview", "--json", "--data", data])).out);
    const all: { invitationId: string; personId: string }[] = preview.identities.flatMap(
      ({ plan }: { plan: { invitationId: string; personId: string }[] }) => plan,
    );
    const personId = all.find(({ invitationId }) => invitationId === id)?.personId ?? "";
    await sweeper(["flag", personId, "--as", "protected", "--data", data]);

    const { out } = await run(data, file);

    expect(JSON.parse(out).outcomes.filter(({ outcome }: { outcome: string }) => outcome === "withdrawn")).toEqual([]);
  });

  it("does not make a keep a withdrawal", async () => {
    const { data, file } = await edited((rows) =>
      rows.filter((row) => row.startsWith("keep,")).map((row) => row.replace("keep,", "withdraw,")),
    );

    const { out } = await run(data, file);

    expect(JSON.parse(out).outcomes.filter(({ outcome }: { outcome: string }) => outcome === "withdrawn")).toEqual([]);
  });

  it.each([
    [
      "older than a day",
      (row: string) => row.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z,/, "2026-01-01T09:00:00.000Z,"),
      "good for a day",
    ],
    [
      "of another target",
      (row: string) => row.replace("sandbox (made-up people)", "real API api.edges.run"),
      "line 2: the plan is of",
    ],
    [
      "with another word for a verdict",
      (row: string) => row.replace(/^\w+,/, "delete,"),
      'line 2: the verdict is "delete"',
    ],
    ["with an id in place of the urn", (row: string) => row.replace("urn:li:fsd_invitation:", ""), "is not the urn"],
    [
      "with the time a spreadsheet makes of it",
      (row: string) => row.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z,/, "45989.375,"),
      "is not what preview has written",
    ],
  ])("%s is refused, and nothing is called", async (_, change, words) => {
    const { data, file } = await edited((rows) => rows.map(change));

    const result = await run(data, file);

    expect(result).toMatchObject({ code: 2, out: "", err: expect.stringContaining(words) });
  });

  it("without any of its headings, or for a dry run, is refused too", async () => {
    const { data, file } = await edited((rows) => rows);
    writeFileSync(`${file}.bare`, "identity,invitation\n");

    const bare = await run(data, `${file}.bare`);
    const dry = await sweeper(["run", "--plan", file, "--data", data]);

    expect(bare).toMatchObject({ code: 2, err: expect.stringContaining("no column target, decided at, verdict") });
    expect(dry).toMatchObject({ code: 2, err: expect.stringContaining("give --live too") });
  });
});
