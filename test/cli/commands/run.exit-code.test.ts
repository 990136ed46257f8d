import { describe, expect, it, vi } from "vitest";
import type { FaultSpec } from "../../../lib/sandbox/faults.ts";
import type { WorldIdentitySpec } from "../../../lib/sandbox/identity-spec.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { ANA, account, BEN, NOBODY_ANSWERS } from "../../helpers/test-bed.ts";

/** What the command line's own sandbox is opened with: its commands have no option for a world or its faults. */
const api = vi.hoisted(() => ({ identities: [] as WorldIdentitySpec[], faults: [] as FaultSpec[] }));
vi.mock("../../../lib/local/workspace.ts", async (original) => {
  const real = await original<typeof import("../../../lib/local/workspace.ts")>();
  return {
    ...real,
    openWorkspace: (options: Parameters<typeof real.openWorkspace>[0]) =>
      real.openWorkspace({
        ...options,
        edges: { kind: "sandbox", options: { ...api, seed: 7, fates: NOBODY_ANSWERS, minGapSeconds: 60 } },
      }),
  };
});

type Action = "identities" | "list" | "withdraw" | "connections";
const status = (action: Action, code: number, times = 99): FaultSpec => ({
  kind: "status",
  action,
  status: code,
  times,
});
const label = (action: Action, word: string, times = 99, code = 424): FaultSpec => ({
  ...{ kind: "label", action, label: word, status: code, times },
});

const TEAM = [account(), account({ uid: BEN, name: "Ben" })];
const ALONE = [account()];

/** Commands on a data folder whose API shows these identities and strikes with these faults from now on. */
function onSandbox(identities: readonly WorldIdentitySpec[], ...faults: readonly FaultSpec[]) {
  Object.assign(api, { identities, faults });
  const data = temporaryFolder();
  return {
    again: ` --data ${data}`,
    on: (command: string) => sweeper([...command.split(" "), "--data", data]),
    become: (...now: readonly FaultSpec[]) => void Object.assign(api, { faults: now }),
  };
}
const latestRun = (runs: { readonly out: string }) => JSON.parse(runs.out)[0];
const reasonsOf = ({ out }: { readonly out: string }) =>
  JSON.parse(out).unfinished.map((one: { reason: string; identityId: string | null }) => [one.reason, one.identityId]);

describe("a run that did all as planned", () => {
  it.each(["run", "run --live"])("ends with 0 and says nothing: %s", async (command) => {
    const { on } = onSandbox(TEAM);

    const run = await on(`${command} --json`);
    const runs = await on("runs --json");
    const report = await on("report --json");

    for (const { code, err } of [run, runs, report]) expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(reasonsOf(run)).toEqual([]);
    expect(reasonsOf(report)).toEqual([]);
    expect(latestRun(runs)).toMatchObject({ outcome: "done", unfinished: [] });
  });

  it("ends with 0 at the daily cap", async () => {
    const { on } = onSandbox(ALONE);
    await on("policy set mode=live dailyCap=1");

    const run = await on("run --json");

    const [sweep] = JSON.parse(run.out).sweeps;
    expect(sweep).toMatchObject({ queued: 1, held: { "daily-cap": sweep.eligible - 1 } });
    expect(sweep.eligible).toBeGreaterThan(1);
    expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: "" });
  });

  it("ends with 0 while it is switched off, or everybody is paused, which it says", async () => {
    const { on } = onSandbox(ALONE);
    await on("policy set mode=off");
    const off = await on("run");
    await on("policy set mode=live");
    await on("pause all");
    const paused = await on("run");

    expect([off.code, paused.code]).toEqual([0, 0]);
    expect(paused.err).toMatch(/^left out: every identity is paused with all others by a person/);
  });
});

describe("a run in which lists fail", () => {
  it("ends with 4 when all of them do, with a line for each, and is in part for `runs`", async () => {
    const { on, again } = onSandbox(TEAM, status("list", 502));

    const run = await on("run");
    const runs = await on("runs --json");
    const text = await on("runs");
    const report = await on("report");

    const lineOf = (id: string) =>
      `${id}: its list was not read to the end (status 502): nothing is withdrawn or concluded; ` +
      `the next run lists it again, \`sweeper preview --identity ${id}${again}\` tries it now`;
    expect(run.code).toBe(4);
    expect(run.err.split("\n").toSorted()).toEqual([lineOf(ANA), lineOf(BEN)]);
    expect(latestRun(runs)).toMatchObject({ state: "started", outcome: "in-part" });
    expect(latestRun(runs).unfinished).toMatchObject([
      { reason: "listing-partial", identityId: ANA, label: "status-502" },
      { reason: "listing-partial", identityId: BEN, label: "status-502" },
    ]);
    expect(text).toMatchObject({ code: 0, out: expect.stringMatching(/ in part /) });
    expect(text.out).toContain(lineOf(ANA));
    expect(report).toMatchObject({ code: 4, err: expect.stringContaining(lineOf(BEN)) });
  });

  it("ends with 4 when one of two does, and names it alone", async () => {
    const { on } = onSandbox(TEAM, { ...label("list", "BAD_INPUT"), identityId: BEN });

    const run = await on("run --json");
    const ofAna = await on(`report --identity ${ANA}`);
    const ofBen = await on(`report --identity ${BEN}`);

    expect(run.code).toBe(4);
    expect(reasonsOf(run)).toEqual([["listing-partial", BEN]]);
    expect(run.err).toMatch(new RegExp(`^${BEN}: its list was not read to the end \\(BAD_INPUT\\W`));
    expect(run.err).not.toContain("\n");
    expect([ofAna.code, ofBen.code]).toEqual([0, 4]);
  });

  it("ends with 4 when a list is held as empty, until a person has reconciled it", async () => {
    const { on, again, become } = onSandbox(ALONE);
    await on("run");
    become({ kind: "empty-answer", action: "list", times: 99 });

    const run = await on("run");
    const report = await on("report");
    become();
    const reconciled = await on(`reconcile ${ANA} --yes`);
    const reportAfter = await on("report");

    const line = `${ANA}: its list is empty although invitations were pending, so nothing is withdrawn or concluded; `;
    expect({ code: run.code, err: run.err }).toEqual({ code: 4, err: expect.stringContaining(line) });
    expect(run.err).toContain(`\`sweeper reconcile ${ANA}${again}\``);
    expect(report.code).toBe(4);
    expect(report.err).toMatch(new RegExp(`^in the latest run, [-\\d: ]+ UTC: ${line}`));
    expect(reconciled.code).toBe(0);
    expect({ code: reportAfter.code, err: reportAfter.err }).toEqual({ code: 0, err: "" });
  });
});

describe("a run in which the workspace is stopped", () => {
  it("ends with 4 when the key is revoked between two withdrawals, and says where to put a new one", async () => {
    const { on, become } = onSandbox(TEAM, status("withdraw", 401));

    const run = await on("run --live --json");
    const runs = await on("runs --json");
    const report = await on("report --json");
    become();
    const after = await on("run --live --json");

    const queued = JSON.parse(run.out).sweeps.reduce((sum: number, sweep: { queued: number }) => sum + sweep.queued, 0);
    expect(run.code).toBe(4);
    expect(run.err).toBe(
      `Edges refuses the whole workspace (status 401): nobody is called for, ${queued} invitations put off; ` +
        "put a key that Edges accepts in EDGES_API_KEY (https://app.edges.run/settings/developers has the keys); " +
        "the next run then goes on by itself",
    );
    expect(queued).toBeGreaterThan(2);
    expect(reasonsOf(run)).toEqual([["workspace-stopped", null]]);
    expect(latestRun(runs)).toMatchObject({
      outcome: "in-part",
      unfinished: [{ reason: "workspace-stopped", count: queued }],
    });
    expect(report.code).toBe(4);
    expect(reasonsOf(report)).toEqual([["workspace-stopped", null]]);
    expect({ code: after.code, err: after.err }).toEqual({ code: 0, err: "" });
  });

  it("ends with 4 when the plan ends at the first list", async () => {
    const { on } = onSandbox(TEAM, label("list", "NO_ACCESS", 99, 402));

    const run = await on("run --json");

    expect(run.code).toBe(4);
    expect(reasonsOf(run)).toEqual([
      ["workspace-stopped", null],
      ["listing-partial", ANA],
      ["listing-partial", BEN],
    ]);
    expect(run.err).toContain("look at the plan and its credits at https://app.edges.run");
  });

  it.each([
    [
      label("identities", "NO_ACCESS", 99, 402),
      "NO_ACCESS",
      "look at the plan and its credits at https://app.edges.run",
    ],
    [status("identities", 401), "status-401", "the API key is refused: put one that Edges accepts in EDGES_API_KEY"],
    [status("identities", 502), "status-502", "nothing was called; try again later"],
  ])("ends with 1 when the identities answer %j, and `runs` says that it failed", async (fault, name, remedy) => {
    const { on } = onSandbox(TEAM, fault);

    const run = await on("run");
    const runs = await on("runs --json");
    const text = await on("runs");
    const report = await on("report");
    const preview = await on("preview");

    for (const { code, out, err } of [run, preview]) {
      expect({ code, out }).toEqual({ code: 1, out: "" });
      expect(err).toContain(remedy);
      expect(err).not.toContain("\n");
    }
    expect(latestRun(runs)).toMatchObject({
      ...{ state: "starting", outcome: "failed", startFailed: { label: name } },
      unfinished: [{ reason: "start-failed", label: name }],
    });
    expect(text.out).toContain("it did not start, for the identities could not be listed");
    expect(report).toMatchObject({ code: 4, err: expect.stringContaining("it did not start") });
  });
});

describe("a run in which an identity is stopped", () => {
  it("ends with 4, with a line for its list and one for the stop", async () => {
    const { on } = onSandbox(ALONE, label("list", "AUTH_EXPIRED"));

    const run = await on("run --json");
    const report = await on("report --json");

    expect(run.code).toBe(4);
    expect(reasonsOf(run)).toEqual([
      ["listing-partial", ANA],
      ["needs-person", ANA],
    ]);
    expect(run.err).toContain("(AUTH_EXPIRED since ");
    expect(run.err).toContain("reconnect it at https://app.edges.run, and the next run goes on by itself");
    expect(report.code).toBe(4);
    expect(reasonsOf(report)).toEqual(reasonsOf(run));
  });

  it("ends with 4 when it stops at a withdrawal, with what was put off", async () => {
    const { on } = onSandbox(ALONE, label("withdraw", "AUTH_EXPIRED", 1));

    const run = await on("run --live --json");

    const { sweeps, unfinished } = JSON.parse(run.out);
    expect(run.code).toBe(4);
    expect(unfinished).toMatchObject([{ reason: "needs-person", identityId: ANA, count: sweeps[0].queued }]);
  });

  it("ends with 4 when it is not connected, until it is paused", async () => {
    const { on, again } = onSandbox([account(), account({ uid: BEN, connected: false })]);

    const [run, preview] = [await on("run"), await on("preview --json")];
    const report = await on("report");
    await on(`pause ${BEN}`);
    const after = await on("preview --json");

    const line = `left out: ${BEN} is not connected to Edges: reconnect it there, or leave it out for good with \`sweeper pause ${BEN}${again}\``;
    for (const { code, err } of [run, preview]) expect({ code, err }).toEqual({ code: 4, err: line });
    expect(reasonsOf(preview)).toEqual([["not-connected", BEN]]);
    expect(report).toMatchObject({ code: 4, err: expect.stringContaining(line) });
    expect(after.code).toBe(0);
  });
});

describe("a run that is interrupted", () => {
  it("ends with 130, whatever else is unfinished", async () => {
    onSandbox(TEAM, label("list", "BAD_INPUT"));

    const { code, err } = await sweeper(["run", "--data", temporaryFolder()], { interrupt: true });

    expect(code).toBe(130);
    expect(err).not.toContain("was not swept");
  });
});

describe("a preview", () => {
  it("ends with 4 when a list fails, and shows the others", async () => {
    const { on } = onSandbox(TEAM, { ...label("list", "BAD_INPUT"), identityId: BEN });

    const preview = await on("preview --json");

    expect(preview.code).toBe(4);
    expect(reasonsOf(preview)).toEqual([["listing-partial", BEN]]);
    expect(preview.err).toMatch(new RegExp(`^${BEN}: its list was not read to the end \\(BAD_INPUT\\W`));
    expect(JSON.parse(preview.out).summary.pending).toBe(12);
  });

  it("ends with 4 when the key is revoked in the midst of it", async () => {
    const { on } = onSandbox(ALONE, status("list", 401));

    const preview = await on("preview --json");

    expect(preview.code).toBe(4);
    expect(reasonsOf(preview)).toEqual([
      ["workspace-stopped", null],
      ["listing-partial", ANA],
    ]);
  });

  it("ends with 4 for a list with too many dates that cannot be read, and for one that may not be read now", async () => {
    const { on, become } = onSandbox([account({ unreadableShare: 0.5 })]);

    const unreadable = await on("preview --json");
    become(label("list", "LIMIT_REACHED", 1));
    await on("run");
    const blocked = await on("preview --json");

    expect({ code: unreadable.code, reasons: reasonsOf(unreadable) }).toEqual({
      code: 4,
      reasons: [["unreadable-dates", ANA]],
    });
    expect({ code: blocked.code, reasons: reasonsOf(blocked) }).toEqual({ code: 4, reasons: [["not-listed", ANA]] });
    expect(blocked.err).toMatch(new RegExp(`^${ANA}: not listed, blocked until .*: try again then$`));
  });
});

describe("a reconciliation", () => {
  it("that cannot read the list ends with 1 and one line with the remedy", async () => {
    const { on, become } = onSandbox(ALONE);
    await on("run");
    become(status("list", 502));

    const { code, out, err } = await on(`reconcile ${ANA} --yes`);

    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(/^the list is not whole.*nothing was written: .*status 502.*; try again later$/);
  });

  it("that is held back ends with 1 and one line with the remedy", async () => {
    const { on, become } = onSandbox(ALONE);
    await on("run");
    become(label("list", "NO_ACCESS", 99, 402));
    await on("run");

    const { code, out, err } = await on(`reconcile ${ANA} --yes`);

    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toMatch(
      /^nothing was listed: the identity is held back \(workspace-stopped\) until .*; look at the plan and its credits/,
    );
  });

  it("that cannot tell what became of some ends with 4 and says how many", async () => {
    const { on, become } = onSandbox(ALONE);
    await on("run");
    become({ kind: "empty-answer", action: "list", times: 99 }, label("connections", "BAD_INPUT"));

    const { code, err, out } = await on(`reconcile ${ANA} --yes --json`);

    expect({ code, unfinished: JSON.parse(out).unfinished }).toMatchObject({
      code: 4,
      unfinished: [{ reason: "unresolved", identityId: ANA, count: 12 }],
    });
    expect(err).toContain("12 invitations left the list, and the connections do not tell what became of them");
  });
});
