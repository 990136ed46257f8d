import { join } from "node:path";
import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { FLAGS, IDENTITIES, RUNS } from "../../lib/contract/tables.ts";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import { runOnce } from "../../lib/local/run.ts";
import { openWorkspace } from "../../lib/local/workspace.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";
import { aSweep } from "../helpers/dynamo-records.ts";
import { keepsLedgersOnDisk } from "../helpers/memory-folders.ts";
import { account, NOBODY_ANSWERS } from "../helpers/test-bed.ts";
import { inLedgerOf, sharedFolder } from "../report/helpers/fill-folder.ts";
import { simulateLog } from "../report/helpers/simulated-log.ts";

keepsLedgersOnDisk();

/** Words that no part of this version knows, as a later version may have written before it was rolled back. */
const REASON = "moved-abroad";
const HELD = "full-moon";
const TRUST = "hazy";
const LISTING = "sketched";
const MODE = "rehearsal";

const simulated = simulateLog({
  chances: { acceptance: () => 0.02, departure: () => 0.006 },
  ...{ seed: 5, firstListing: later(new Date(), -30 * DAY_MS - HOUR_MS), listings: 31 },
  ...{ sendsPerDay: 6, backlogDays: 45, thresholdDays: 21, holdout: { share: 0.1, maxAgeDays: 40 } },
});
const log = {
  ...simulated,
  outcomes: simulated.outcomes.map((one) => (one.reason === null ? one : { ...one, reason: REASON })),
};
const withdrawn = log.outcomes.filter(({ reason }) => reason === REASON);
const runId = log.firstListing.toISOString();

describe("a log that another version has written", () => {
  const folder = sharedFolder(log);
  beforeAll(async () => {
    await inLedgerOf(folder(), async ({ ledger, documentClient }) => {
      const { identityId } = log;
      const words = { mode: MODE, listing: LISTING, trust: TRUST, held: { [HELD]: 3 }, byReason: { [REASON]: 3 } };
      await ledger.runs.recordSweep({ ...aSweep(), ...words, runId, identityId, at: later(new Date(), -HOUR_MS) });
      await documentClient.send(
        new UpdateCommand({
          TableName: RUNS.id,
          Key: { runId, identityId: "#run" },
          UpdateExpression: "SET #state = :state, #mode = :mode",
          ExpressionAttributeNames: { "#state": "state", "#mode": "mode" },
          ExpressionAttributeValues: { ":state": "archived", ":mode": MODE },
        }),
      );
      await documentClient.send(
        new UpdateCommand({
          TableName: IDENTITIES.id,
          Key: { identityId },
          UpdateExpression: "SET lastListing.trust = :trust",
          ExpressionAttributeValues: { ":trust": TRUST },
        }),
      );
    });
  });

  it.each([
    [["outcomes"], REASON],
    [["outcomes", "--csv"], REASON],
    [["outcomes", "--json"], REASON],
    [["outcomes", "--reason", REASON], REASON],
    [["report", "--reason", REASON], REASON],
    [["report", "--csv"], "21"],
    [["report"], "withdrawn"],
    [["report", "--json"], '"withdrawn"'],
    [["invitation", withdrawn[0]?.invitationId ?? ""], REASON],
    [["invitation", withdrawn[0]?.invitationId ?? "", "--json"], REASON],
    [["runs"], `3 ${HELD}`],
    [["runs"], `${LISTING}, ${TRUST}`],
    [["runs", "--json"], MODE],
    [["identities"], TRUST],
    [["digest", "--since", "31d"], HELD],
    [["holdout"], "Held out"],
    [["threshold", "recommend"], "day"],
  ])("is read by %j, which shows %j as it stands", async (command, word) => {
    const { code, out, err } = await sweeper([...command, "--data", folder()]);

    // A report says that its latest run was held; it cannot tell that the word means no harm.
    const isReport = command[0] === "report";
    expect({ code, err }).toEqual({
      code: isReport ? 4 : 0,
      err: expect.not.stringContaining("not what the ledger writes"),
    });
    expect(err.includes(`is held as "${HELD}", a reason of another version`)).toBe(isReport);
    expect(out).toContain(word);
  });

  it("is drawn as a page", async () => {
    const { code, out, err } = await sweeper([
      "report",
      "--html",
      join(temporaryFolder(), "report.html"),
      "--reason",
      REASON,
      "--data",
      folder(),
    ]);

    expect({ code, err }).toEqual({ code: 4, err: expect.stringContaining("page written to") });
    expect(out).toContain(REASON);
  });

  it("is narrowed to the reason nobody has a rule for", async () => {
    const { out } = await sweeper(["outcomes", "--since", "40d", "--reason", REASON, "--json", "--data", folder()]);

    expect(JSON.parse(out)).toHaveLength(withdrawn.length);
  });
});

describe("a flag of a kind that only another version knows", () => {
  /** A folder of the sandbox, swept once, in which somebody stale has such a flag, and a flag that is known. */
  async function flaggedFolder(): Promise<{ readonly data: string; readonly personId: string }> {
    const data = temporaryFolder();
    const workspace = await openWorkspace({
      root: data,
      edges: { kind: "sandbox", options: { identities: [account()], fates: NOBODY_ANSWERS, seed: 7 } },
      policySeed: { document: {}, where: "the test" },
    });
    try {
      await runOnce(workspace, { fastForward: true });
    } finally {
      await workspace.close();
    }
    const personId = (await verdicts(data)).find(({ verdict }) => verdict === "withdraw")?.personId ?? "";
    await sweeper(["flag", personId, "--as", "customer", "--data", data]);
    await inLedgerOf(data, async ({ documentClient }) => {
      await documentClient.send(
        new UpdateCommand({
          TableName: FLAGS.id,
          Key: { [FLAGS.partitionKey]: personId },
          UpdateExpression: "SET vip = :mark",
          ExpressionAttributeValues: { ":mark": { by: "crm", at: "2026-11-02T09:00:00.000Z", note: "the board" } },
        }),
      );
    });
    return { data, personId };
  }

  async function verdicts(data: string): Promise<{ personId: string; verdict: string; reason: string }[]> {
    const { out } = await sweeper(["preview", "--json", "--data", data]);
    return JSON.parse(out).identities.flatMap(({ plan }: { plan: unknown[] }) => plan);
  }

  it("keeps the person's invitation, under a reason of its own, and stops no sweep", async () => {
    const { data, personId } = await flaggedFolder();

    const planned = (await verdicts(data)).find((one) => one.personId === personId);
    const run = await sweeper(["run", "--live", "--json", "--data", data]);
    const after = await sweeper(["invitation", personId, "--json", "--data", data]);
    const invite = await sweeper(["can-invite", personId, "--data", data]);

    expect(planned).toMatchObject({ verdict: "keep", reason: "unknown-flag" });
    expect(run.code).toBe(0);
    expect(JSON.parse(run.out).sweeps[0]).toMatchObject({ byReason: { "unknown-flag": 1 } });
    expect(after.out).toContain('"pending"');
    expect(invite).toMatchObject({ code: 3, out: expect.stringContaining("another version") });
  });

  it("is listed as it stands, and outlives the flags that are known", async () => {
    const { data, personId } = await flaggedFolder();

    const before = await sweeper(["flags", "--data", data]);
    await sweeper(["unflag", personId, "--data", data]);
    const after = await sweeper(["flags", "--json", "--data", data]);

    expect(before.out).toMatch(/vip .*crm .*the board/);
    expect(JSON.parse(after.out)).toMatchObject([{ subject: personId, kind: "vip", by: "crm", note: "the board" }]);
  });
});
