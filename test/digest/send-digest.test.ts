import { describe, expect, it } from "vitest";
import type { DigestData } from "../../lib/digest/digest-data.ts";
import { periodsOf } from "../../lib/digest/periods.ts";
import { readDigest } from "../../lib/digest/read-digest.ts";
import type { StoredReport } from "../../lib/digest/report-link.ts";
import { type DigestCollaborators, sendDigest } from "../../lib/digest/send-digest.ts";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import type { SweepRecord } from "../../lib/ledger/ledger.ts";
import { PolicyError } from "../../lib/settings/policy-error.ts";
import { ANA, account, BEN, CLEO, NOBODY_ANSWERS, policyOf, type TestBed, testBedFor } from "../helpers/test-bed.ts";

/** Half of them accept sooner or later, and new ones are sent: a week has endings of every kind. */
const BUSY = {
  identities: [account({ backlog: 30, sendsPerDay: 6 }), account({ uid: BEN, backlog: 20, sendsPerDay: 3 })],
  fates: { acceptedShare: 0.5, declinedShare: 0.2, declinesOverDays: 20 },
};
const MONDAY = new Date("2026-11-09T08:00:00.000Z");
const POLICY = policyOf({ dailyCap: 2 }, 3);

/** Daily runs about nine, from the test bed's first Monday on. */
async function runDaily(bed: TestBed, days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    const run = await bed.run({ dailyCap: 2 });
    bed.untilDayAfter(run);
  }
}

interface Mailed {
  readonly subject: string;
  readonly text: string;
}

/** The digest over a bed, with what it stores and mails kept. */
function digestOver(bed: TestBed, change: Partial<DigestCollaborators> = {}) {
  const mails: Mailed[] = [];
  const pages: [Date, string][] = [];
  const c: DigestCollaborators = {
    ...bed.workspace,
    policy: POLICY,
    previous: periodsOf("cron(0 8 ? * MON *)", "UTC"),
    page: ({ since, until }) => `page of ${since.toISOString()} to ${until.toISOString()}`,
    reports: {
      store: async (due, page) => {
        pages.push([due, page]);
        return { ...STORED, key: due.toISOString() };
      },
    },
    mail: { publish: async (subject, text) => void mails.push({ subject, text }) },
    stackName: "staging",
    ...change,
  };
  return { c, mails, pages };
}

const STORED: StoredReport = {
  ...{ bucket: "b", key: "k", region: "r", link: "https://b/k?signed", endIsSure: false },
  ...{ endsAt: MONDAY, deletedAt: MONDAY },
};

const digestOf = async (bed: TestBed, since: Date, until: Date): Promise<DigestData> =>
  (await readDigest(bed.workspace.ledger, await POLICY.read(), { since, until }, { now: bed.now(), target: "" })).data;

describe("the digest", () => {
  it("tells of the week since the one before, with the report behind it", async () => {
    const bed = await testBedFor(BUSY);
    await runDaily(bed, 7);
    const { c, mails, pages } = digestOver(bed);

    const sent = await sendDigest(c, MONDAY);

    const took = bed.withdrawCalls().filter((call) => call.tookEffect).length;
    expect(took).toBeGreaterThan(10);
    expect(mails.map(({ subject }) => subject)).toEqual([sent.subject]);
    expect(sent.subject).toMatch(new RegExp(`^staging: ${took} withdrawn, \\d+ accepted$`));
    expect(sent.reportKey).toBe(MONDAY.toISOString());
    expect(mails[0]?.text).toContain("2026-11-02 08:00 to 2026-11-09 08:00 UTC\n");
    expect(mails[0]?.text).toContain("Swept      2 identities: 14 sweeps in 7 runs\n");
    expect(mails[0]?.text).toContain(STORED.link);
    // As far as the log goes back, which is a day before its first run.
    const span = /^page of 2026-11-01T09:0\d:\d\d\.\d+Z to 2026-11-09T08:00:00\.000Z$/;
    expect(pages).toEqual([[MONDAY, expect.stringMatching(span)]]);
  });

  it("tells of the same endings when it is sent again, whatever came after, and stores its report in the same place", async () => {
    const bed = await testBedFor(BUSY);
    await runDaily(bed, 7);
    const { c, mails, pages } = digestOver(bed);

    const first = await sendDigest(c, MONDAY);
    await bed.run({ dailyCap: 2 });
    const second = await sendDigest(c, MONDAY);

    expect(second).toEqual(first);
    expect(pages[1]).toEqual(pages[0]);
    expect(endingsIn(mails[0])).toHaveLength(4);
    expect(endingsIn(mails[1])).toEqual(endingsIn(mails[0]));
  });

  it("stores no report in a week with nothing to tell, and says so in two lines", async () => {
    const bed = await testBedFor({ identities: [account({ backlogDays: 5 })], fates: NOBODY_ANSWERS });
    await runDaily(bed, 7);
    const { c, mails, pages } = digestOver(bed);

    await sendDigest(c, MONDAY);

    expect(pages).toEqual([]);
    expect(mails).toEqual([
      {
        subject: "staging: nothing to tell",
        text: "2026-11-02 08:00 to 2026-11-09 08:00 UTC: 7 runs, 12 pending.\nNothing ended, nothing was held back, and no identity needs a person.",
      },
    ]);
  });

  it("tells when no run has started", async () => {
    const bed = await testBedFor(BUSY);
    const { c, mails } = digestOver(bed);

    await sendDigest(c, MONDAY);

    expect(mails[0]?.subject).toBe("staging: no run since 2026-11-02");
  });

  it("mails nothing when the report could not be stored, so that a repeat does both", async () => {
    const bed = await testBedFor(BUSY);
    await runDaily(bed, 1);
    const store = async () => Promise.reject(new Error("S3 is down"));
    const { c, mails } = digestOver(bed, { reports: { store } });

    await expect(sendDigest(c, MONDAY)).rejects.toThrow("S3 is down");

    expect(mails).toEqual([]);
  });

  it("mails nothing under a policy that cannot be read", async () => {
    const bed = await testBedFor(BUSY);
    const policy = { read: async () => Promise.reject(new PolicyError("the policy is gone")) };
    const { c, mails } = digestOver(bed, { policy });

    await expect(sendDigest(c, MONDAY)).rejects.toThrow(PolicyError);

    expect(mails).toEqual([]);
  });

  it("writes nothing to the ledger", async () => {
    const bed = await testBedFor(BUSY);
    await runDaily(bed, 1);
    const before = await everything(bed);

    await sendDigest(digestOver(bed).c, MONDAY);

    expect(await everything(bed)).toEqual(before);
  });
});

describe("periods that follow each other", () => {
  it("tell of every ending once, acceptances too, which are dated before the sweep that finds them", async () => {
    const bed = await testBedFor(BUSY);
    const digests: DigestData[] = [];
    let since = later(MONDAY, -7 * DAY_MS);
    // Each is read at its time, when the ledger does not know yet what the next sweep will find.
    for (const days of [3, 1, 4, 4]) {
      await runDaily(bed, days);
      const until = later(since, days * DAY_MS);
      digests.push(await digestOf(bed, since, until));
      since = until;
    }

    const logged = await bed.outcomes();
    const count = (outcome: string) => logged.filter((one) => one.outcome === outcome).length;
    const told = (of: "withdrawn" | "accepted" | "gone") => digests.reduce((sum, { endings }) => sum + endings[of], 0);
    const dated = digests.flatMap(({ until }) =>
      logged.filter(
        ({ outcome, endedAt, runId }) => outcome === "accepted" && endedAt < until && new Date(runId) > until,
      ),
    );
    expect(dated.length).toBeGreaterThan(0);
    expect({ withdrawn: told("withdrawn"), accepted: told("accepted"), gone: told("gone") }).toEqual({
      withdrawn: count("withdrawn"),
      accepted: count("accepted"),
      gone: count("gone"),
    });
    expect(digests.reduce((sum, { sweeps }) => sum + sweeps, 0)).toBe(24);
  });
});

describe("who is needed", () => {
  it("is whoever the last run left out, and whoever the ledger marks", async () => {
    const identities = [account(), account({ uid: BEN }), account({ uid: CLEO, connected: false })];
    const bed = await testBedFor({ identities });
    const { run } = await bed.run();
    const since = bed.now();
    await bed.workspace.ledger.identities.setNeedsPerson(BEN, { since, why: "AUTH_EXPIRED", ref: "err-1" });

    const { needsPerson } = await digestOf(bed, later(MONDAY, -7 * DAY_MS), later(since, HOUR_MS));

    expect(needsPerson).toEqual([
      { identityId: BEN, since, why: "AUTH_EXPIRED", ref: "err-1" },
      { identityId: CLEO, since: run.startedAt, why: "not connected", ref: null },
    ]);
  });

  it("is nobody for a run of an earlier period", async () => {
    const bed = await testBedFor({ identities: [account(), account({ uid: CLEO, connected: false })] });
    await bed.run();

    const { needsPerson } = await digestOf(bed, bed.now(), later(bed.now(), HOUR_MS));

    expect(needsPerson).toEqual([]);
  });
});

describe("what was held back", () => {
  it("counts each identity's last sweep and not every sweep of the week again", async () => {
    const bed = await testBedFor({ identities: [account({ backlog: 30 })] });
    const runs: SweepRecord[] = [];
    for (let day = 0; day < 3; day++) {
      const run = await bed.run({ mode: "dry-run" });
      runs.push(...run.sweeps.values());
      bed.untilDayAfter(run);
    }

    const { held, mode } = await digestOf(bed, later(MONDAY, -7 * DAY_MS), MONDAY);

    const last = runs.at(-1)?.eligible ?? 0;
    expect(last).toBeGreaterThan(10);
    expect(held).toEqual({ "dry-run": last });
    // The policy's mode is told as it is now.
    expect(mode).toBe("live");
  });
});

it("asks the ledger for more runs until it has those of the whole period", async () => {
  const bed = await testBedFor({ identities: [] });
  const first = bed.now();
  for (let hour = 0; hour < 40; hour++) {
    const at = later(first, hour * HOUR_MS);
    const run = { runId: at.toISOString(), scheduledAt: at, startedAt: at, mode: "live", policyVersion: 1 } as const;
    await bed.workspace.ledger.runs.begin(run);
  }

  const { runs } = await digestOf(bed, later(first, HOUR_MS), later(first, 39 * HOUR_MS));

  expect(runs).toBe(38);
});

/** What is pending, and how long it pays to wait, are told as they are known by then. */
const endingsIn = (mail: Mailed | undefined) => mail?.text.match(/^(Swept|Withdrawn|Accepted|Gone) .*$/gm);

async function everything({ workspace: { ledger } }: TestBed): Promise<unknown[]> {
  const found: unknown[] = [...(await ledger.runs.latest(100))];
  for await (const record of ledger.identities.all()) {
    found.push(record);
    for await (const open of ledger.invitations.open(record.identityId)) found.push(open);
  }
  return [...found, ANA];
}
