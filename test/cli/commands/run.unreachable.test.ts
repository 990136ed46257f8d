import { expect, it } from "vitest";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { dataLayout } from "../../../lib/local/data-layout.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { appeared } from "../../helpers/dynamo-records.ts";
import { fieldApi } from "../../helpers/field-api.ts";
import { WRITTEN_AT } from "../../helpers/field-state.ts";
import { ledgerIn } from "../../helpers/memory-folders.ts";

const REP = "11111111-1111-4111-8111-111111111111";
const RESTING = "7100001";

/** Three stale invitations that yesterday's run has listed; five calls for one of them have had no effect. */
async function folder() {
  const sentAt = later(new Date(), -40 * DAY_MS);
  // The API moves what a state says to now.
  const sent_date = later(WRITTEN_AT, -40 * DAY_MS).toISOString();
  const invitations = [1, 2, 3].map((n) => ({ id: `710000${n}`, sent_date, profile_id: 9_000 + n }));
  const api = await fieldApi({ identities: { [REP]: { name: "rep", invitations } } });
  const data = temporaryFolder();
  const on = (command: string) => sweeper([...command.split(" "), "--edges", "real", "--data", data], { env: api.env });
  const now = new Date();
  const yesterday = later(now, -DAY_MS);
  const { ledger, close } = await ledgerIn(dataLayout(data, api.env.EDGES_BASE_URL).ledger);
  await ledger.identities.recordListing(REP, { at: yesterday, count: 3, trust: "believed" });
  const dates = { sentFrom: sentAt, sentAt, firstSeenAt: later(now, -2 * DAY_MS) };
  const [seen] = await Promise.all(
    invitations.map(({ id, profile_id }) =>
      appeared(ledger, {
        ...{ identityId: REP, invitationId: id, urn: `urn:li:fsd_invitation:${id}`, personId: String(profile_id) },
        ...dates,
      }),
    ),
  );
  if (seen === undefined) throw new Error("there is a first one");
  const claim = {
    attempts: 5,
    attemptsInRun: 1,
    attemptRunId: "run-1",
    attemptReason: "stale",
    lostAnswers: 0,
  } as const;
  await ledger.invitations.claim(seen, { ...claim, attempt: { id: "call-5", until: now } });
  await ledger.invitations.leaveOpen(REP, RESTING, "call-5", {
    ...{ lost: false, counts: true, lastError: { label: "LK_ERROR", ref: null, at: now } },
    rest: { until: later(now, 3 * DAY_MS), count: 1, attempts: 5 },
  });
  await close();
  return on;
}

const NOTE =
  "1 invitation unreachable: five calls or more had no effect; it rests for 3 to 24 days, then it is planned again; " +
  "`sweeper retry <id>` ends the rest at once";

it("what five calls could not withdraw is unreachable in `run` and `runs`, ends nothing, and is no fault of the run", async () => {
  const on = await folder();

  const run = await on("run");
  const runs = await on("runs");
  const [json] = JSON.parse((await on("runs --json")).out);
  const outcomes = await on("outcomes --json");

  expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: "" });
  expect(run.out).toMatch(/ gone {2}unreachable {2}held back/);
  expect(run.out).toContain(`rep (${REP.slice(0, 8)}): ${NOTE}`);
  expect(runs.out).toMatch(/ queued {2}unreachable {2}held back/);
  expect(runs.out).toContain(`${REP.slice(0, 8)}: ${NOTE}`);
  expect(json).toMatchObject({ outcome: "done", unfinished: [] });
  expect(json.sweeps[0]).toMatchObject({ unreachable: 1, failed: 0, byReason: { stale: 2, resting: 1 } });
  expect(JSON.parse(outcomes.out)).toEqual([]);
});

it("`report`, its page and the digest have it beside the pending ones, and `preview` keeps it as resting", async () => {
  const on = await folder();
  const page = `${temporaryFolder()}/report.html`;

  const report = await on("report");
  const json = await on(`report --json --html ${page}`);
  const digest = await on("digest --json");
  const preview = await on("preview");

  expect(report.out).toMatch(/^unreachable +1 /m);
  expect(report.out).toMatch(/^pending +2 /m);
  expect(report.out).toContain(NOTE);
  expect(report.out).not.toMatch(/failed/);
  expect(JSON.parse(json.out).overall.funnel).toMatchObject({ seen: 3, pending: 2, unreachable: 1, failed: 0 });
  expect(JSON.parse(digest.out)).toMatchObject({ pending: 2, unreachable: 1 });
  expect(preview.out).toMatch(/keep +resting/);
});

it("shows neither column nor note where there is none", async () => {
  const api = await fieldApi({ identities: { [REP]: { name: "rep", invitations: [] } } });
  const on = (command: string) => sweeper([...command.split(" "), "--edges", "real", "--data", data], { env: api.env });
  const data = temporaryFolder();

  const run = await on("run");
  const runs = await on("runs");

  expect(run.out + runs.out).not.toContain("unreachable");
  expect(run.code).toBe(0);
});
