import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { createLocalBox, type LocalBoxOptions } from "../../../lib/cli/dead-letters/local-box.ts";
import { messageBody, type WithdrawMessage } from "../../../lib/contract/messages.ts";
import { IDENTITIES } from "../../../lib/contract/tables.ts";
import { HOUR_MS, later } from "../../../lib/domain/time.ts";
import { dataLayout } from "../../../lib/local/data-layout.ts";
import { createDeadLetterFile } from "../../../lib/local/dead-letter-file.ts";
import { runMessages, runOnce } from "../../../lib/local/run.ts";
import { openWorkspace, type Workspace } from "../../../lib/local/workspace.ts";
import { startSandbox } from "../../../lib/sandbox/server.ts";
import type { PolicySource } from "../../../lib/settings/policy-source.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { connect } from "../../helpers/dynamo-emulator.ts";
import { ANA, account, BEN, idOf, NOBODY_ANSWERS, policyOf, staleAt } from "../../helpers/test-bed.ts";
import { eventsIn } from "../../local/events/helpers.ts";

const identities = [account(), account({ uid: BEN, name: "Ben" })];
const live = { policy: policyOf({}), fastForward: true };

/** A folder as the commands find it, opened by the test itself. */
async function inFolder<Result>(data: string, work: (workspace: Workspace) => Promise<Result>): Promise<Result> {
  const workspace = await openWorkspace({
    root: data,
    edges: { kind: "sandbox", options: { identities, fates: NOBODY_ANSWERS, seed: 7 } },
    policySeed: { document: {}, where: "the test" },
  });
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

const at = (data: string) => ["--data", data];
const list = async (data: string, ...more: string[]) =>
  JSON.parse((await sweeper(["dead-letters", "list", "--json", ...more, ...at(data)])).out);
const fileIn = (data: string) => createDeadLetterFile(dataLayout(data, null).deadLetters);
const bodiesIn = (data: string) =>
  fileIn(data)
    .read()
    .letters.map(({ body }) => body);

/** Puts bodies into the dead letters of `ANA`, as a run would have. */
function bury(data: string, queue: "sweep" | "withdraw", ...bodies: string[]): void {
  fileIn(data).append(
    bodies.map((body, index) => ({
      ...{ queue, id: `${queue}-${index}-${bodiesIn(data).length}`, body, group: ANA },
      ...{ attributes: { ApproximateReceiveCount: "21" }, firstSeenAt: new Date("2026-11-02T09:00:00.000Z") },
    })),
  );
}

/** A folder after a dry run: everything is booked and pending, nothing is queued. Answers ANA's two oldest. */
async function aBookedFolder() {
  const data = temporaryFolder();
  const found = await inFolder(data, async (workspace) => {
    const { runId } = await runOnce(workspace, { policy: policyOf({ mode: "dry-run" }), fastForward: true });
    const now = workspace.clock.now();
    const [first, second] = staleAt(workspace.sandbox?.world.trueStates(ANA, now.getTime()) ?? [], now);
    if (first === undefined || second === undefined) throw new Error("two are stale in this world");
    return { runId, now, oldest: idOf(first.urn), second: idOf(second.urn) };
  });
  const withdraw = (invitationId: string, change: Partial<WithdrawMessage> = {}) =>
    messageBody({
      ...{ v: 1, kind: "withdraw", runId: found.runId, identityId: ANA, invitationId, reason: "stale" },
      ...{ plannedAt: found.now, expiresAt: later(found.now, 18 * HOUR_MS), ...change },
    });
  return { ...found, data, withdraw };
}

/** Writes the lease of an identity's item past the ledger, as no verb of it would. */
const setLease = (data: string, identityId: string, lease: object | null) =>
  inFolder(data, async ({ endpoints }) => {
    const { client, documentClient } = connect(endpoints.dynamo);
    await documentClient.send(
      new UpdateCommand({
        ...{ TableName: IDENTITIES.id, Key: { identityId }, UpdateExpression: "SET #lease = :lease" },
        ...{ ExpressionAttributeNames: { "#lease": "lease" }, ExpressionAttributeValues: { ":lease": lease } },
      }),
    );
    client.destroy();
  });

/** A redrive of whatever reads as a withdraw message, whoever judges. */
const redriveUnder = (
  workspace: Workspace,
  policy: PolicySource,
  stoppable: LocalBoxOptions["stoppable"] = () => () => false,
) =>
  createLocalBox(workspace, { policy, fastForward: true, before: async () => {}, stoppable }).redrive(
    ["withdraw"],
    async ({ body }) => body.startsWith("{"),
  );

const stateOf = (data: string, invitationId: string) =>
  inFolder(data, async ({ ledger }) => (await ledger.invitations.find(ANA, invitationId))?.state);
const callsIn = (data: string) =>
  readFileSync(dataLayout(data, null).sandbox, "utf8")
    .split("\n")
    .filter((line) => line.includes('"withdraw-call"')).length;

describe("a message that no function can read", () => {
  it("goes from the queue to the dead letters, is told with what is wrong, and only a purge ends it", async () => {
    const data = temporaryFolder();
    const body = JSON.stringify({ v: 1, kind: "withdraw", runId: "r", identityId: ANA, invitationId: "1" });
    await inFolder(data, (workspace) =>
      runMessages(workspace, { sweep: [], withdraw: [{ group: ANA, dedup: "poison", body }] }, live),
    );

    const listed = await list(data);
    const text = await sweeper(["dead-letters", "list", ...at(data)]);
    const redriven = await sweeper(["dead-letters", "redrive", "--live", "--json", ...at(data)]);
    const purged = await sweeper(["dead-letters", "purge", "--hopeless", "--yes", "--json", ...at(data)]);

    expect(listed).toMatchObject([{ queue: "withdraw", identityId: ANA, redrive: "never" }]);
    expect(listed[0].reason).toMatch(/^not a withdraw message of version 1: reason \(invalid_type\)/);
    expect(text.out).toContain("1 dead letter: redrive 1 never");
    expect(text.err).toContain("sweeper dead-letters purge --hopeless");
    expect(JSON.parse(redriven.out)).toMatchObject({ redriven: [], kept: [{ reason: listed[0].reason }] });
    expect(purged.out.split("\n").map((line) => JSON.parse(line).body)).toEqual([body]);
    expect(await list(data)).toEqual([]);
  });
});

describe("an identity whose item in the ledger is damaged", () => {
  it("has its sweep given up by the run, which says so; once mended, a redrive sweeps it", async () => {
    const { data, runId: before } = await aBookedFolder();
    await setLease(data, BEN, { holder: "h" });

    const ran = await sweeper(["run", "--json", ...at(data)]);
    const { runId } = JSON.parse(ran.out);
    const listed = await list(data);
    const tooEarly = await sweeper(["dead-letters", "redrive", "--json", ...at(data)]);
    await setLease(data, BEN, null);
    const mended = await list(data);
    const redriven = await sweeper(["dead-letters", "redrive", "--json", ...at(data)]);

    const sweep = await inFolder(data, ({ ledger }) => ledger.runs.findSweep(runId, BEN));
    expect(runId).not.toBe(before);
    expect(JSON.parse(ran.out)).toMatchObject({ deadLetters: 1 });
    expect(ran.code).toBe(4);
    expect(ran.err).toContain(`${BEN} was not swept: `);
    expect(ran.err).toContain("1 message failed permanently: see `sweeper dead-letters list --data ");
    expect(listed).toMatchObject([{ queue: "sweep", identityId: BEN, runId, redrive: "later" }]);
    expect(listed[0].reason).toMatch(/^mend the ledger first: Identities, .*"lease.until" is missing$/);
    expect(JSON.parse(tooEarly.out)).toMatchObject({ redriven: [], kept: [{ runId }] });
    expect(mended).toMatchObject([{ redrive: "now", reason: "not swept in that run" }]);
    expect(JSON.parse(redriven.out)).toMatchObject({ redriven: [{ runId }], deadAgain: 0, interrupted: false });
    expect(sweep).toMatchObject({ identityId: BEN, listing: "complete" });
    expect(await list(data)).toEqual([]);
  });
});

describe("dead-letters list", () => {
  it("gives a reason for each message from the body and the ledger", async () => {
    const { data, oldest, second, now, runId, withdraw } = await aBookedFolder();
    await sweeper(["policy", "set", "mode=live", ...at(data)]);
    await sweeper(["run", ...at(data)]);
    const [pending] = await inFolder(data, async ({ ledger }) => {
      const open = [];
      for await (const one of ledger.invitations.open(ANA)) open.push(one);
      return open;
    });
    const sweepOfThatRun = messageBody({ v: 1, kind: "sweep", runId, identityId: ANA, connected: true });
    bury(data, "sweep", sweepOfThatRun);
    bury(data, "withdraw", withdraw(oldest), withdraw(pending?.invitationId ?? ""));
    bury(data, "withdraw", withdraw(pending?.invitationId ?? "", { expiresAt: now }), "hello", withdraw("404"));

    const letters: { redrive: string; reason: string }[] = await list(data);

    expect(second).not.toBe(oldest);
    expect(letters.map(({ redrive, reason }) => [redrive, reason])).toEqual([
      ["never", "the run has a sweep of this identity already: nothing left to do"],
      ["never", expect.stringMatching(/^has ended meanwhile: withdrawn on \d{4}-.* UTC: nothing left to do$/)],
      ["now", "still pending; no answer is on record"],
      ["never", expect.stringMatching(/^expired on .*: a redrive would drop it without a call/)],
      ["never", "not a withdraw message: its body is not JSON"],
      ["never", "the ledger does not hold this invitation: a redrive would put it off without a call"],
    ]);
  });

  it("shows one queue when asked, changes nothing, and start-run's are none on this machine", async () => {
    const { data, oldest, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest));
    bury(data, "sweep", "hello");
    const before = readFileSync(dataLayout(data, null).deadLetters, "utf8");

    const found: string[][] = [];
    for (const queue of ["withdraw", "sweep", "start-run"]) {
      found.push((await list(data, "--queue", queue)).map((letter: { queue: string }) => letter.queue));
    }

    expect(found).toEqual([["withdraw"], ["sweep"], []]);
    expect(readFileSync(dataLayout(data, null).deadLetters, "utf8")).toBe(before);
  });

  it("tells of a torn line and shows the others", async () => {
    const { data, oldest, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest));
    appendFileSync(dataLayout(data, null).deadLetters, '{"queue":"with');

    const { code, out, err } = await sweeper(["dead-letters", "list", "--json", ...at(data)]);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toHaveLength(1);
    expect(err).toContain("line 2 of");
    expect(err).toContain("dead-letters.ndjson");
  });

  it("makes harmless what a body brings, and writes no folder", async () => {
    const { data, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw("\u001b[2Jevil"));
    const elsewhere = temporaryFolder();

    const { out } = await sweeper(["dead-letters", "list", ...at(data)]);
    await sweeper(["dead-letters", "list", ...at(`${elsewhere}/none`)]);

    expect(out).not.toContain("\u001b");
    expect(existsSync(`${elsewhere}/none`)).toBe(false);
  });

  it("shows a message for what is no identity with the others", async () => {
    const { data, oldest, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest, { identityId: "#workspace" }), "hello");

    const letters: { reason: string }[] = await list(data);

    expect(letters.map(({ reason }) => reason)).toEqual([
      "not a withdraw message of version 1: identityId (invalid_format)",
      "not a withdraw message: its body is not JSON",
    ]);
  });
});

describe("dead-letters redrive", () => {
  it("withdraws with --live what is pending still, with one call, and leaves what it cannot cure", async () => {
    const { data, oldest, second, now, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest), withdraw(second, { expiresAt: now }));

    const { code, out } = await sweeper(["dead-letters", "redrive", "--live", "--json", ...at(data)]);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      redriven: [{ invitationId: oldest }],
      kept: [{ invitationId: second, redrive: "never" }],
    });
    expect(await stateOf(data, oldest)).toBe("withdrawn");
    expect(await stateOf(data, second)).toBe("pending");
    expect(callsIn(data)).toBe(1);
    expect(await list(data)).toMatchObject([{ invitationId: second }]);
    const told = eventsIn(dataLayout(data, null).events).map(({ detail }) => detail);
    expect(told).toMatchObject([{ invitationId: oldest, outcome: "withdrawn" }]);
  });

  it.each([
    ["the policy says dry-run", [], 'the policy\'s mode is "dry-run"'],
    ["the identity is paused", ["pause", ANA], "the identity is paused"],
    ["everybody is paused", ["pause", "all"], "the identity is paused"],
  ])("keeps a message for later while %s, for it would be put off and gone", async (_, before, words) => {
    const { data, oldest, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest));
    if (before.length > 0) {
      await sweeper(["policy", "set", "mode=live", ...at(data)]);
      await sweeper([...before, ...at(data)]);
    }

    const { out } = await sweeper(["dead-letters", "redrive", "--json", ...at(data)]);

    expect(JSON.parse(out)).toMatchObject({ redriven: [], kept: [{ redrive: "later" }] });
    expect(JSON.parse(out).kept[0].reason).toContain(words);
    expect(callsIn(data)).toBe(0);
    expect(bodiesIn(data)).toHaveLength(1);
  });

  it("of a message that was handled already makes no call: given twice, it is one", async () => {
    const { data, oldest, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest), withdraw(oldest));

    await sweeper(["dead-letters", "redrive", "--live", ...at(data)]);

    expect(callsIn(data)).toBe(1);
    expect(await stateOf(data, oldest)).toBe("withdrawn");
  });

  it("counts what dies again, and keeps that and not the old one too", async () => {
    const { data, oldest, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest), "left alone");
    const [buried] = fileIn(data).read().letters;

    const redriven = await inFolder(data, (workspace) =>
      redriveUnder(workspace, { read: () => Promise.reject(new Error("nobody answers")) }),
    );

    const { letters } = fileIn(data).read();
    expect(redriven).toEqual({ notices: [], refused: [], deadAgain: 1, interrupted: false });
    expect(letters.map(({ body }) => body)).toEqual(["left alone", withdraw(oldest)]);
    expect(letters[1]?.id).not.toBe(buried?.id);
  });

  it("stopped by Ctrl-C keeps what it had picked, which is told apart by the ledger", async () => {
    const { data, oldest, second, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest), withdraw(second));

    const redriven = await inFolder(data, (workspace) => {
      let stop = () => {};
      const edges: Workspace["edges"] = {
        ...workspace.edges,
        withdrawInvitation(call) {
          stop();
          return workspace.edges.withdrawInvitation(call);
        },
      };
      return redriveUnder({ ...workspace, edges }, policyOf({}), (stopRun) => {
        stop = stopRun;
        return () => true;
      });
    });

    expect(redriven).toMatchObject({ interrupted: true });
    expect(callsIn(data)).toBe(1);
    expect(await list(data)).toMatchObject([{ redrive: "never" }, { redrive: "later" }]);
  });

  it("through the real API asks before it withdraws, and calls nobody at a no or where nobody can be asked", async () => {
    const sandbox = await startSandbox({ seed: 7, identities: [...identities], fates: NOBODY_ANSWERS });
    try {
      const env = { EDGES_BASE_URL: sandbox.url, EDGES_API_KEY: sandbox.apiKey };
      const data = temporaryFolder();
      const target = ["--edges", "real", ...at(data)];
      await sweeper(["run", ...target], { env });
      const [oldest] = staleAt(sandbox.world.trueStates(ANA, Date.now()), new Date());
      const runs = JSON.parse((await sweeper(["runs", "--json", ...target], { env })).out);
      const now = new Date();
      const body = messageBody({
        ...{ v: 1, kind: "withdraw", runId: runs[0].runId, identityId: ANA, reason: "stale" },
        ...{ invitationId: idOf(oldest?.urn ?? ""), plannedAt: now, expiresAt: later(now, HOUR_MS) },
      });
      createDeadLetterFile(dataLayout(data, sandbox.url).deadLetters).append([
        { ...{ queue: "withdraw", id: "1", body, group: ANA }, ...{ attributes: {}, firstSeenAt: now } },
      ]);
      const redrive = ["dead-letters", "redrive", "--live", ...target];

      const alone = await sweeper(redrive, { env });
      const no = await sweeper(redrive, { env, answer: false });
      const made = sandbox.world.calls().filter(({ action }) => action === "withdraw").length;
      const listed = JSON.parse((await sweeper(["dead-letters", "list", "--json", ...target], { env })).out);

      expect([alone.code, no.code]).toEqual([2, 2]);
      expect(alone.err).toContain("--yes");
      expect(no.asked).toEqual([expect.stringContaining("cannot be undone")]);
      expect(made).toBe(0);
      expect(listed).toHaveLength(1);
    } finally {
      await sandbox.close();
    }
  });
});

describe("dead-letters purge", () => {
  it("refuses without a terminal and without --yes, and deletes nothing", async () => {
    const { data } = await aBookedFolder();
    bury(data, "withdraw", "hello");

    const { code, out, err } = await sweeper(["dead-letters", "purge", ...at(data)]);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("--yes");
    expect(bodiesIn(data)).toEqual(["hello"]);
  });

  it.each([
    [false, 2, ["hello"]],
    [true, 0, []],
  ])("asks at a terminal with the count; the answer %s counts", async (answer, code, left) => {
    const { data } = await aBookedFolder();
    bury(data, "withdraw", "hello");

    const ran = await sweeper(["dead-letters", "purge", ...at(data)], { answer });

    if (answer) expect(ran.out).toContain("hello");
    expect(ran.asked).toEqual([expect.stringContaining("Delete 1 dead letter?")]);
    expect(ran.code).toBe(code);
    expect(bodiesIn(data)).toEqual(left);
  });

  it("--hopeless leaves what a redrive would cure, now or later", async () => {
    const { data, oldest, second, now, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest), withdraw(second, { expiresAt: now }), "hello");

    const { code } = await sweeper(["dead-letters", "purge", "--hopeless", "--yes", ...at(data)]);

    expect(code).toBe(0);
    expect(bodiesIn(data)).toEqual([withdraw(oldest)]);
  });

  it("prints every body it deletes, whole, one JSON object a line", async () => {
    const { data, oldest, withdraw } = await aBookedFolder();
    bury(data, "withdraw", withdraw(oldest), "two\nlines");
    bury(data, "sweep", "{}");

    const { out } = await sweeper(["dead-letters", "purge", "--yes", "--json", ...at(data)]);

    const printed = out.split("\n").map((line) => JSON.parse(line));
    expect(printed.map(({ queue, body }) => [queue, body])).toEqual([
      ["sweep", "{}"],
      ["withdraw", withdraw(oldest)],
      ["withdraw", "two\nlines"],
    ]);
    expect(bodiesIn(data)).toEqual([]);
  });
});

describe("a run on this machine", () => {
  it("says nothing of messages that were given up before it", async () => {
    const { data } = await aBookedFolder();
    bury(data, "withdraw", "from before");

    const { out, err } = await sweeper(["run", "--json", ...at(data)]);

    expect(JSON.parse(out)).toMatchObject({ deadLetters: 0 });
    expect(err).not.toContain("dead-letters");
  });
});
