import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, type Policy } from "../../../lib/domain/policy.ts";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { type ReportQuery, readReport } from "../../../lib/report/reading/read-report.ts";
import { ledgerOf } from "../helpers/log-ledger.ts";
import { anOutcome, day } from "../helpers/records.ts";
import { type SimulatedLog, simulateLog } from "../helpers/simulated-log.ts";

const LOG = simulateLog({
  chances: { acceptance: () => 0.03, departure: () => 0.005 },
  seed: 4,
  firstListing: day(0),
  listings: 60,
  sendsPerDay: 20,
  backlogDays: 30,
  thresholdDays: 21,
});
const NOW = later(LOG.lastListing, HOUR_MS);
const HOLDOUT = { share: 0.1, maxAgeDays: 60 };

async function caveats(log: SimulatedLog, query: Partial<ReportQuery> = {}, over: Partial<Policy> = {}) {
  const policy = { ...DEFAULT_POLICY, holdout: HOLDOUT, ...over };
  return (await readReport(ledgerOf([log]), { policy, version: 1 }, { now: NOW, ...query })).caveats;
}

describe("caveats", () => {
  it("of a healthy log are whom the figures are about, what intervals mean, and where they end", async () => {
    const plain = await caveats(LOG);

    expect(plain).toHaveLength(3);
    expect(plain[0]).toContain("still pending when a list first showed them");
    expect(plain[1]).toContain("95%");
    expect(plain[2]).toMatch(/^Nothing is said about acceptances after day \d+, /);
  });

  it("say that without a holdout a longer wait cannot be learned about", async () => {
    expect((await caveats(LOG, {}, { holdout: null })).join("\n")).toContain("what is withdrawn at day 21 cannot show");
  });

  it("count the withdrawals and failures that may have to do with being accepted", async () => {
    const odd = [1, 2].map((id) => anOutcome({ invitationId: `${id}`, outcome: "failed", endedAt: day(22 + id) }));
    const withOdd = { ...LOG, outcomes: [...LOG.outcomes, ...odd] };

    expect((await caveats(withOdd)).join("\n")).toContain("2 invitations were withdrawn for another reason than age");
  });

  it("count what enters no curve, by why", async () => {
    const early = anOutcome({ firstSeenAt: day(5), outcome: "accepted", endedAt: day(4.5) });
    const backwards = anOutcome({ sentAt: day(9), firstSeenAt: day(8), outcome: "gone", endedAt: day(10) });
    const withBoth = { ...LOG, outcomes: [...LOG.outcomes, early, backwards] };

    expect(await caveats(withBoth)).toContain(
      "2 invitations enter no curve: 1 seen before they were sent, 1 accepted before a list first showed them.",
    );
  });

  it("tell of identities whose last complete list is old", async () => {
    const inADay = await caveats(LOG, { now: later(NOW, DAY_MS) });
    const inThree = await caveats(LOG, { now: later(NOW, 3 * DAY_MS) });

    expect(inADay.join("\n")).not.toContain("no complete list since");
    expect(inThree.join("\n")).toContain("1 identity had no complete list since");
  });

  it("tell that pending slots read 0 while nobody knows how many are sent a day", async () => {
    const { firstListing } = LOG;
    const firstDay = await caveats(LOG, { until: later(firstListing, HOUR_MS) });

    expect(firstDay.join("\n")).toContain("is not known yet, so all pending slots read 0");
  });

  it("tell what a narrowed report counts", async () => {
    const narrowed = await caveats(LOG, { reason: "stale", policyVersion: 3 });

    expect(narrowed.join("\n")).toContain("Only endings with reason stale and policy v3 are counted;");
  });
});
