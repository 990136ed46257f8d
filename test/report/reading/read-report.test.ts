import { describe, expect, it } from "vitest";
import { DEFAULT_POLICY, type Policy } from "../../../lib/domain/policy.ts";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { type ReportQuery, readReport } from "../../../lib/report/reading/read-report.ts";
import { eachOnDynalite } from "../../helpers/dynamo-fixture.ts";
import { type anEnding, appeared, aRun, claimed, ended } from "../../helpers/dynamo-records.ts";
import { ledgerOf } from "../helpers/log-ledger.ts";
import { day } from "../helpers/records.ts";
import { simulateLog } from "../helpers/simulated-log.ts";

describe("a report of a ledger made by hand", () => {
  const t = eachOnDynalite();
  let next = 0;
  const id = () => `71000000000000${String(++next).padStart(5, "0")}`;
  const NOW = day(40);
  const report = (query: Partial<ReportQuery> = {}, policy: Policy = DEFAULT_POLICY) =>
    readReport(t.ledger, { policy, version: 9 }, { now: NOW, ...query });
  const dated = (sent: number) => ({ sentFrom: day(sent), sentAt: day(sent) });
  const end = (identityId: string, sent: number, endedAfter: number, over: Parameters<typeof anEnding>[0]) =>
    ended(
      t.ledger,
      { identityId, invitationId: id(), ...dated(sent), firstSeenAt: day(Math.max(10, Math.ceil(sent + 0.01))) },
      { withdrawnAt: null, ...over, endedAt: day(sent + endedAfter), daysPending: Math.floor(endedAfter) },
    );

  /** Ten days before the first list at day 10, then 30 days of daily lists. */
  async function fill() {
    await t.ledger.runs.begin(aRun({ startedAt: day(10) }));
    for (const identityId of ["a", "b"]) {
      await t.ledger.identities.recordListing(identityId, { at: day(39), count: 3, trust: "believed" });
    }
    await end("a", 2, 22, { outcome: "withdrawn", reason: "stale" });
    await end("a", 11.5, 21.6, { outcome: "withdrawn", reason: "stale", confirmed: false });
    await end("a", 12.5, 4, { outcome: "accepted", reason: null });
    await end("a", 13.5, 8, { outcome: "gone", reason: null, policyVersion: 6 });
    await end("b", 14.5, 21.2, { outcome: "failed", reason: "stale" });
    await end("b", 15.5, 2, { outcome: "accepted", reason: null });
    for (const [identityId, sent] of [
      ["a", 5],
      ["a", 30.5],
      ["b", 36.5],
    ] as const) {
      await appeared(t.ledger, {
        identityId,
        invitationId: id(),
        ...dated(sent),
        firstSeenAt: day(Math.max(10, Math.ceil(sent))),
      });
    }
    const lost = { identityId: "b", invitationId: id(), ...dated(16.5), firstSeenAt: day(17) };
    await claimed(t.ledger, "attempt-1", lost);
    // Listed after the last believed list: nothing is known of it yet.
    await appeared(t.ledger, { identityId: "b", invitationId: id(), ...dated(39), firstSeenAt: day(39.5) });
  }

  it("counts every invitation once, by where it is", async () => {
    await fill();

    const { overall, identities, since, until, policy } = await report();

    expect({ since, until }).toEqual({ since: day(9), until: NOW });
    expect(policy).toEqual({ version: 9, thresholdDays: 21, acceptableLoss: 0.07, binding: "slots", holdout: null });
    expect(overall.funnel).toEqual({
      seen: 11,
      pending: 5,
      accepted: 2,
      withdrawn: 2,
      gone: 1,
      unreachable: 1,
      failed: 1,
    });
    expect(overall.outcomes).toEqual([
      { outcome: "accepted", reason: null, count: 2, confirmed: 2 },
      { outcome: "withdrawn", reason: "stale", count: 2, confirmed: 1 },
      { outcome: "failed", reason: "stale", count: 1, confirmed: 1 },
      { outcome: "gone", reason: null, count: 1, confirmed: 1 },
    ]);
    expect(overall.exclusions).toMatchObject({ "no-complete-listing": 1, "unknown-state": 0 });
    expect(overall.analysis.counts).toEqual({
      observed: 10,
      accepted: 2,
      gone: 1,
      censored: 7,
      informativeCensorings: 1,
    });
    expect(identities.map(({ identityId, funnel }) => [identityId, funnel.seen])).toEqual([
      ["a", 6],
      ["b", 5],
    ]);
  });

  it("tells how long what ended had been pending, and what is pending is now", async () => {
    await fill();

    const { daysPending } = (await report()).overall;

    const counts = (of: "ended" | "pending") => daysPending[of].bins.map(({ count }) => count);
    // Ended after 22, 21, 4, 8, 21 and 2 days; pending for 35, 9, 3, 23 and 1 day.
    expect(counts("ended")).toEqual([2, 1, 0, 3, 0, 0, 0, 0]);
    expect(counts("pending")).toEqual([2, 1, 0, 1, 1, 0, 0, 0]);
  });

  it("adds up each identity's own sending rate, without the first list's backlog", async () => {
    await fill();

    const { overall, identities } = await report();

    // From day 10.6 (midnight) to day 38.6: 28 whole days. Of a, 4 were sent on them; b is first listed on day 15 or later.
    expect(identities[0]?.sendsPerDay).toBeCloseTo(4 / 28, 10);
    expect(overall.sendsPerDay).toBeCloseTo((identities[0]?.sendsPerDay ?? 0) + (identities[1]?.sendsPerDay ?? 0), 10);
  });

  it("leaves an invitation out of the curve, open or ended, whose age was not known to within three hours", async () => {
    await fill();
    const within = (hours: number, sentWidthAtFirstSight: number | null) => ({
      ...{ invitationId: id(), sentFrom: later(day(10), -hours * HOUR_MS), sentAt: day(10), firstSeenAt: day(10) },
      sentWidthAtFirstSight,
    });
    const gone = { outcome: "gone", endedAt: later(day(30), -HOUR_MS) } as const;
    // Of an earlier version, and of this one: later lists have told the time of both.
    await appeared(t.ledger, { identityId: "a", ...within(60 * 24, null) });
    await appeared(t.ledger, { identityId: "a", ...within(0, 60 * DAY_MS) });
    await ended(t.ledger, { identityId: "b", ...within(0, 3 * HOUR_MS + 1) }, gone);
    await ended(t.ledger, { identityId: "b", ...within(2, 3 * HOUR_MS) }, gone);

    const { overall, caveats } = await report();

    expect(overall.funnel.seen).toBe(15);
    expect(overall.exclusions["age-not-known"]).toBe(3);
    expect(overall.analysis.counts.observed).toBe(11);
    // Sent in the two hours before day 10, that is about an hour before: twenty whole days before an hour before day 30.
    expect(overall.analysis.curve[20]?.gone).toBe(1);
    expect(caveats.join(" ")).toContain("3 whose age was not known to within three hours when first listed");
  });

  it("leaves out whom the first list showed with a date that it could not read, open or ended, read later or not", async () => {
    await fill();
    const unreadable = { firstSeenAt: day(10), unreadableAt: day(10), sentWidthAtFirstSight: "unreadable" } as const;
    const one = (identityId: string) => ({ identityId, invitationId: id(), ...unreadable });
    const gone = { outcome: "gone", endedAt: day(30) } as const;
    await appeared(t.ledger, { ...one("a"), sentFrom: null, sentAt: day(10) });
    await appeared(t.ledger, { ...one("a"), ...dated(2) });
    await ended(t.ledger, { ...one("b"), sentFrom: null, sentAt: day(10) }, gone);
    await ended(t.ledger, { ...one("b"), ...dated(2) }, gone);

    const { overall, caveats } = await report();

    expect(overall.funnel.seen).toBe(15);
    expect(overall.exclusions["unreadable-date"]).toBe(4);
    expect(overall.analysis.counts.observed).toBe(10);
    expect(caveats.join(" ")).toContain("4 whose date could not be read when first listed");
  });

  it("of one identity reads nobody else", async () => {
    await fill();

    const { overall, identities, filter } = await report({ identityId: "b" });

    expect(filter.identityId).toBe("b");
    expect(overall.funnel).toEqual({
      seen: 5,
      pending: 3,
      accepted: 1,
      withdrawn: 0,
      gone: 0,
      unreachable: 1,
      failed: 1,
    });
    expect(identities.map(({ identityId }) => identityId)).toEqual(["b"]);
  });

  it("narrowed by reason or policy version narrows what is counted and no estimate", async () => {
    await fill();
    const all = await report();

    const stale = await report({ reason: "stale" });
    const six = await report({ policyVersion: 6 });

    expect(stale.overall.funnel).toEqual({
      seen: 3,
      pending: 0,
      accepted: 0,
      withdrawn: 2,
      gone: 0,
      unreachable: 1,
      failed: 1,
    });
    expect(six.overall.funnel).toEqual({
      seen: 1,
      pending: 0,
      accepted: 0,
      withdrawn: 0,
      gone: 1,
      unreachable: 0,
      failed: 0,
    });
    for (const { overall, caveats } of [stale, six]) {
      expect(overall.analysis).toEqual(all.overall.analysis);
      expect(caveats.join(" ")).toMatch(/curve and the thresholds are those of all invitations/);
    }
  });

  it("as of an earlier day shows what was pending then", async () => {
    await fill();

    const { overall } = await report({ until: day(20) });

    // Three had ended by then: accepted after 16.5 and 17.5. Not yet sent: the pending ones of days 30, 36 and 39.
    expect(overall.funnel).toEqual({
      seen: 8,
      pending: 6,
      accepted: 2,
      withdrawn: 0,
      gone: 0,
      unreachable: 0,
      failed: 0,
    });
    expect(overall.analysis.counts).toMatchObject({ observed: 8, censored: 6, informativeCensorings: 0 });
  });

  it("from a later day on leaves out what had ended, and watches the rest from then", async () => {
    await fill();

    const { overall } = await report({ since: day(30) });

    expect(overall.funnel).toEqual({
      seen: 7,
      pending: 5,
      accepted: 0,
      withdrawn: 1,
      gone: 0,
      unreachable: 1,
      failed: 1,
    });
    // Sent on day 5, it is 25 days old when the span begins, and 34 at the last believed list, on day 39: watched to the end of
    // its day 33. Sent on day 16.5, the oldest but it is 13.5 and 22.5 days old then: of its days 13 and 22 a half counts.
    const atRisk = (age: number) => overall.analysis.curve[age]?.atRisk;
    expect([12, 13, 22, 24, 25, 33].map(atRisk)).toEqual([0, 0.5, 0.5, 0, 1, 1]);
    expect(overall.analysis.lastAge).toBe(33);
  });

  it("measures an identity against its own threshold", async () => {
    await fill();

    const policy: Policy = { ...DEFAULT_POLICY, identities: [{ id: "a", thresholdDays: 30 }, { id: "b" }] };
    const { overall, identities, caveats } = await report({}, policy);
    const one = await report({ identityId: "a" }, policy);

    const inForce = [overall, ...identities].map(({ analysis }) => analysis.recommendation.currentThreshold);
    expect(inForce).toEqual([21, 30, 21]);
    expect(one.policy.thresholdDays).toBe(30);
    expect(caveats.join(" ")).toContain("1 identity has a threshold of their own");
  });

  it("of an empty ledger is a report of nothing", async () => {
    const { overall, identities, caveats } = await report();

    expect(overall.funnel.seen).toBe(0);
    expect(overall.sentence).toMatch(/^Not enough data yet/);
    expect(overall.everyThreshold).toEqual([]);
    expect(identities).toEqual([]);
    expect(caveats.length).toBeGreaterThan(2);
  });

  it("refuses a span that ends before it begins", async () => {
    await expect(report({ since: day(50) })).rejects.toThrow(RangeError);
  });
});

describe("a report of many identities", () => {
  const log = (index: number) =>
    simulateLog({
      chances: { acceptance: () => 0.05, departure: () => 0.01 },
      seed: index + 1,
      identityId: `identity-${String(index).padStart(3, "0")}`,
      firstListing: day(0),
      listings: 5,
      sendsPerDay: 1 + index / 10,
      backlogDays: 5,
      thresholdDays: 21,
    });

  it("has in all figures what its sections have, and a section for the fifty with most invitations", async () => {
    const logs = Array.from({ length: 53 }, (_, index) => log(index));
    const now = later(day(4), HOUR_MS);

    const few = await readReport(ledgerOf(logs.slice(0, 50)), { policy: DEFAULT_POLICY, version: 1 }, { now });
    const many = await readReport(ledgerOf(logs), { policy: DEFAULT_POLICY, version: 1 }, { now });

    const sum = (of: (section: (typeof few)["overall"]) => number) =>
      few.identities.reduce((total, section) => total + of(section), 0);
    for (const key of ["seen", "pending", "accepted", "gone"] as const) {
      expect(few.overall.funnel[key]).toBe(sum(({ funnel }) => funnel[key]));
    }
    expect(few.overall.analysis.counts.observed).toBe(sum(({ analysis }) => analysis.counts.observed));
    expect(few.overall.sendsPerDay).toBeCloseTo(
      sum(({ sendsPerDay }) => sendsPerDay),
      8,
    );
    expect(few.caveats.join(" ")).not.toContain("no section of their own");
    expect(many.identities).toHaveLength(50);
    expect(many.identities.map(({ identityId }) => identityId)).toEqual(
      many.identities.map(({ identityId }) => identityId).toSorted(),
    );
    expect(many.caveats.join(" ")).toContain("3 identities with fewer invitations");
    const least = Math.min(...many.identities.map(({ funnel }) => funnel.seen));
    const shown = new Set(many.identities.map(({ identityId }) => identityId));
    const leftOut = logs.filter(({ identityId }) => !shown.has(identityId));
    for (const { outcomes, open } of leftOut) expect(outcomes.length + open.length).toBeLessThanOrEqual(least);
  });

  it("has a threshold for every day from the floor to the horizon, each with its sentence", async () => {
    const options = { chances: { acceptance: () => 0.03, departure: () => 0.005 }, seed: 3, firstListing: day(0) };
    const wide = simulateLog({ ...options, listings: 60, sendsPerDay: 20, backlogDays: 40, thresholdDays: null });
    const now = later(wide.lastListing, HOUR_MS);

    const { overall } = await readReport(ledgerOf([wide]), { policy: DEFAULT_POLICY, version: 1 }, { now });

    const { horizon, rows } = overall.analysis;
    const days = overall.everyThreshold.map(({ row }) => row.thresholdDays);
    expect(days).toEqual(Array.from({ length: (horizon ?? 0) - 6 }, (_, index) => index + 7));
    expect(days.length).toBeGreaterThan(20);
    for (const row of rows) {
      const same = overall.everyThreshold.find((one) => one.row.thresholdDays === row.thresholdDays);
      expect(same?.row).toEqual(row);
      expect(same?.sentence).toMatch(row.missing.length > 0 ? /^Not enough data yet/ : /^Waiting \d+/);
    }
  });

  it("has a section for an identity of whose invitations no age is known, beside others that have an answer", async () => {
    const options = { chances: { acceptance: () => 0.03, departure: () => 0.005 }, seed: 3, firstListing: day(0) };
    const wide = simulateLog({ ...options, listings: 60, sendsPerDay: 20, backlogDays: 40, thresholdDays: null });
    const unknown = <One extends object>(one: One) => ({ ...one, sentWidthAtFirstSight: 60 * DAY_MS });
    const other = log(3);
    const undated = { ...other, outcomes: other.outcomes.map(unknown), open: other.open.map(unknown) };
    const now = later(wide.lastListing, HOUR_MS);

    const { identities } = await readReport(ledgerOf([wide, undated]), { policy: DEFAULT_POLICY, version: 1 }, { now });

    const section = identities.find(({ identityId }) => identityId === undated.identityId);
    expect(section?.funnel.seen).toBeGreaterThan(0);
    expect(section?.analysis.counts.observed).toBe(0);
    expect(section?.analysis.recommendation).toMatchObject({
      kind: "not-enough-data",
      missing: [{ what: "acceptances", have: 0, need: 20, more: 20 }],
    });
  });

  it("is the same every time it is made", async () => {
    const logs = [log(30), log(40)];
    const now = later(day(4), 3 * DAY_MS);
    const once = await readReport(ledgerOf(logs), { policy: DEFAULT_POLICY, version: 1 }, { now });
    const again = await readReport(ledgerOf(logs.toReversed()), { policy: DEFAULT_POLICY, version: 1 }, { now });

    expect(again).toEqual(once);
  });
});
