import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { DAY_MS, HOUR_MS, later, MINUTE_MS, wholeDaysBetween } from "../../../lib/domain/time.ts";
import { dataLayout } from "../../../lib/local/data-layout.ts";
import { startSweeper, sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { keepsLedgersOnDisk, ledgerIn } from "../../helpers/memory-folders.ts";
import { fillFolder, sharedFolder } from "../../report/helpers/fill-folder.ts";
import { exactlyDatedFrom, relativelyDated } from "../../report/helpers/relative-dates.ts";
import { type LogOptions, type SimulatedLog, simulateLog } from "../../report/helpers/simulated-log.ts";

const MONTH: Omit<LogOptions, "seed" | "firstListing"> = {
  chances: {
    acceptance: (age) => 0.08 * Math.exp(-age / 6) + 0.004 * Math.exp(-age / 40),
    departure: () => 0.006,
  },
  listings: 31,
  sendsPerDay: 25,
  backlogDays: 45,
  thresholdDays: 21,
};

/** Sweeps for a month up to an hour ago. */
const aMonth = (over: Partial<LogOptions> = {}): SimulatedLog =>
  simulateLog({ ...MONTH, seed: 5, firstListing: later(new Date(), -30 * DAY_MS - HOUR_MS), ...over });

/**
 * Invitations' worth watched on a day of age, added up one by one from the records and not from any table: of the day of first
 * sight what came after it, of the last listing's or a withdrawal's what came before. Of day 0 all that was left of it is all.
 */
function watchedOnDay(age: number, { outcomes, open, lastListing }: SimulatedLog): number {
  const pending = open.map((one) => ({ ...one, endedAt: lastListing, outcome: "pending" }));
  const parts = [...outcomes, ...pending].map(({ sentAt, firstSeenAt, endedAt, outcome }) => {
    const minuteOfDay = (at: Date) => (at.getTime() - sentAt.getTime()) / MINUTE_MS - age * 1_440;
    const within = (minute: number) => Math.min(1_440, Math.max(0, minute));
    const from = within(Math.floor(minuteOfDay(firstSeenAt)));
    const end = minuteOfDay(endedAt);
    const isEvent = outcome === "accepted" || outcome === "gone";
    const to = isEvent ? (end < 0 ? 0 : 1_440) : within(Math.round(end));
    return from >= to ? 0 : (to - from) / (age === 0 ? 1_440 - from : 1_440);
  });
  return parts.reduce((sum, part) => sum + part, 0);
}

const lines = (csv: string): Record<string, string>[] => parse(csv, { columns: true });

async function folderOf(...logs: SimulatedLog[]): Promise<string> {
  const folder = temporaryFolder();
  await fillFolder(folder, logs);
  return folder;
}

describe("whoever has run it for a month", () => {
  const log = aMonth();
  const folder = sharedFolder(log);

  it("can say what 14 instead of 21 days would cost and gain, with an interval that holds the truth", async () => {
    const data = folder();

    const text = await sweeper(["report", "--data", data]);
    const json = await sweeper(["report", "--json", "--data", data]);

    const line = text.out.split("\n").find((one) => one.trimStart().startsWith("14 days")) ?? "";
    const said = /gives up ([\d.]+)% \(([\d.]+)–([\d.]+)%\), frees (\d+)$/.exec(line);
    expect(said, line).not.toBeNull();
    const [share, lower, upper, slots] = (said ?? []).slice(1).map(Number);
    const { overall } = JSON.parse(json.out);
    const truth = trueShare(overall.analysis.horizon);
    expect(truth * 100).toBeGreaterThan(lower ?? Number.NaN);
    expect(truth * 100).toBeLessThan(upper ?? Number.NaN);
    expect(upper ?? Number.NaN).toBeLessThan(4 * (share ?? Number.NaN));

    const curve: { stillPending: { value: number } }[] = overall.analysis.curve;
    const stay = curve.slice(14, 21).reduce((sum, { stillPending }) => sum + stillPending.value, 0);
    expect(slots).toBe(Math.round(overall.sendsPerDay * stay));
    expect(overall.sendsPerDay).toBeGreaterThan(20);
    expect(overall.sendsPerDay).toBeLessThan(25);
  });

  it("is told how many more invitations past day 20 it takes to judge 21 days itself", async () => {
    const few = aMonth({ sendsPerDay: 8 });
    const data = await folderOf(few);
    // A sweep of day 21 is judged by what comes from day 21 on.
    const more = 100 - Math.floor(watchedOnDay(21, few));
    expect(more).toBeGreaterThan(0);

    const report = await sweeper(["report", "--data", data]);
    const recommend = await sweeper(["threshold", "recommend", "--data", data]);

    const verdict = `^Sandbox: made-up people\n\nNot yet(: about week \\d+)?\n.* 21 days needs ${more} more invitations watched past day 20[.;]`;
    expect(report.out).toMatch(new RegExp(verdict));
    expect(recommend.out).toMatch(new RegExp(verdict));
    expect(recommend.out).toContain("The threshold stays 21 days; nothing was changed.");
    expect(report.out).toContain("The policy has no holdout");
  });

  it("is told the command that sets what is recommended, and nothing is set", async () => {
    const data = await folderOf(aMonth());
    await sweeper(["policy", "set", "acceptableLoss=0.2", "--data", data]);

    const text = await sweeper(["threshold", "recommend", "--data", data]);
    const json = JSON.parse((await sweeper(["threshold", "recommend", "--json", "--data", data])).out);
    const shown = await sweeper(["threshold", "--json", "--data", data]);

    expect(json.recommendation.kind).toBe("recommended");
    const days = json.recommendation.thresholdDays;
    expect(days).toBeLessThan(21);
    expect(json.command).toBe(`sweeper threshold set ${days} --data ${data}`);
    expect(json.verdict).toMatchObject({ kind: "go", command: json.command });
    expect(text.out).toContain(`\nTo set it: ${json.command}\n`);
    expect(text.out).toContain("\nNothing was changed: the threshold is still 21 days.\n");
    expect(text.out).toMatch(
      new RegExp(`^Sandbox: made-up people\n\nGo to ${days} days\nWaiting ${days} instead of 21 days gives up `),
    );
    expect(JSON.parse(shown.out)).toMatchObject({ version: 2, thresholdDays: 21 });
  });
});

/** Share of the acceptances by the horizon from the sweep of day 14 on, up to that of day 21, from the chances alone. */
function trueShare(horizon: number): number {
  const { acceptance, departure } = MONTH.chances;
  let [pending, between, all] = [1, 0, 0];
  for (let age = 0; age <= horizon; age++) {
    // A list finds an invitation half a day old on average: about half of its first day's chance is still to come.
    const chance = age === 0 ? acceptance(0) / 2 : acceptance(age);
    all += pending * chance;
    // So it is at a sweep, too: of day 14 the later half counts, and of day 21 the earlier.
    const part = age === 14 || age === 21 ? 0.5 : age > 14 && age < 21 ? 1 : 0;
    between += part * pending * chance;
    pending *= 1 - chance - departure(age);
  }
  return between / all;
}

describe("report", () => {
  const logs = [
    aMonth({ identityId: "identity-a", holdout: { share: 0.2, maxAgeDays: 60 } }),
    aMonth({ identityId: "identity-b", seed: 6, sendsPerDay: 8 }),
  ];
  const folder = sharedFolder(...logs);

  it("counts what the log holds, in text, JSON and CSV alike", async () => {
    const data = folder();
    const count = (outcome: string) =>
      logs.flatMap(({ outcomes }) => outcomes).filter((one) => one.outcome === outcome);

    const { out } = await sweeper(["report", "--data", data]);
    const report = JSON.parse((await sweeper(["report", "--json", "--data", data])).out);
    const csv = lines((await sweeper(["report", "--csv", "--data", data])).out);

    const pending = logs.flatMap(({ open }) => open).length;
    const counts = { pending, accepted: count("accepted").length, withdrawn: count("withdrawn").length };
    expect(report.overall.funnel).toMatchObject({ ...counts, gone: count("gone").length, failed: 0 });
    expect(out).toMatch(new RegExp(`^withdrawn +${counts.withdrawn.toLocaleString("en-US")} `, "m"));
    expect(out).toMatch(/^identity-a +/m);
    expect(new Set(csv.map(({ identity }) => identity))).toEqual(new Set(["all", "identity-a", "identity-b"]));
    const fourteen = csv.find((line) => line.identity === "all" && line["threshold days"] === "14");
    const row = report.overall.analysis.rows.find((one: { thresholdDays: number }) => one.thresholdDays === 14);
    expect(Number(fourteen?.["share given up"])).toBe(row.shareGivenUp.value);
    expect(Number(fourteen?.["slots against current"])).toBe(row.againstCurrent.slots);
  });

  it("writes a page beside what it prints, replaces the one before, and leaves no half of one", async () => {
    const data = folder();
    const file = join(temporaryFolder(), "report.html");

    const first = await sweeper(["report", "--html", file, "--data", data]);
    const page = readFileSync(file, "utf8");
    const second = await sweeper(["report", "--html", file, "--identity", "identity-a", "--json", "--data", data]);

    expect(first.code).toBe(0);
    expect(first.err).toContain(`page written to ${file}`);
    expect(first.out).toContain("Where the invitations are");
    expect(page).toMatch(/^<!doctype html>/i);
    expect(JSON.parse(second.out).filter.identityId).toBe("identity-a");
    expect(readFileSync(file, "utf8")).not.toBe(page);
    expect(existsSync(`${file}.${process.pid}.tmp`)).toBe(false);
  });

  it("takes ages from ids once the ledger says that they may be believed, and says which it does", async () => {
    const exact = aMonth();
    const data = await folderOf(relativelyDated(exact));
    const read = async () => ({
      text: (await sweeper(["report", "--data", data])).out,
      json: JSON.parse((await sweeper(["report", "--json", "--data", data])).out),
    });

    const before = await read();
    const { ledger } = await ledgerIn(dataLayout(data, null).ledger);
    await ledger.ids.add({ trials: 20, misses: 0, firstMiss: null });
    const after = await read();

    expect(before.text).toContain("\nAges from ids: calibrating, 0 of 20 trials\n");
    expect(before.text).toMatch(
      /\n- [\d,]+ invitations enter no curve: [\d,]+ whose age was not known to within three hours/,
    );
    expect(before.json.ids).toEqual({ ageFromIds: "auto", belief: "calibrating", ...NO_TRIALS });
    expect(after.text).toContain("\nAges from ids: believed after 20 trials\n");
    expect(after.text).not.toContain("enter no curve");
    expect(after.json.ids).toMatchObject({ belief: "believed", trials: 20 });
    const { curve } = after.json.overall.analysis;
    for (const age of [0, 5, 14, 21, 30, 45]) {
      // Ids tell the time to five minutes: of some two hundred a day that are watched in part, less than one in all.
      expect(Math.abs(curve[age].atRisk - watchedOnDay(age, exact)), `day ${age}`).toBeLessThan(1);
    }
  });

  it("counts by name whose age the first list did not tell, whatever later ones told", async () => {
    const [vague, unread, old] = ["identity-a", "identity-b", "identity-c"].map((identityId, index) =>
      aMonth({ identityId, seed: 11 + index }),
    ) as [SimulatedLog, SimulatedLog, SimulatedLog];
    const exactFrom = later(vague.firstListing, 10 * DAY_MS);
    const data = await folderOf(
      exactlyDatedFrom(exactFrom, vague),
      exactlyDatedFrom(exactFrom, unread, "unreadable"),
      // As an earlier version has written it: the latest instant of sending, and nothing of first sight.
      old,
    );

    const { code, out } = await sweeper(["report", "--json", "--data", data]);

    const { overall, caveats } = JSON.parse(out);
    const all = [vague, unread, old].map(({ outcomes, open }) => [...outcomes, ...open]);
    const [vagueFirst = 0, unreadFirst = 0] = all.map(
      (ones) => ones.filter(({ firstSeenAt }) => firstSeenAt < exactFrom).length,
    );
    expect(code).toBe(0);
    expect(overall.exclusions).toMatchObject({ "age-not-known": vagueFirst, "unreadable-date": unreadFirst });
    expect(overall.analysis.counts.observed).toBe(all.flat().length - vagueFirst - unreadFirst);
    expect(caveats.join(" ")).toContain(
      `${vagueFirst} whose age was not known to within three hours when first listed`,
    );
    expect(caveats.join(" ")).toContain(`${unreadFirst} whose date could not be read when first listed`);
  });

  it("of one identity, of one reason, as of another day is what it says it is", async () => {
    const data = folder();
    const read = async (...options: string[]) =>
      JSON.parse((await sweeper(["report", "--json", ...options, "--data", data])).out);

    const b = await read("--identity", "identity-b");
    const stale = await read("--reason", "stale", "--policy-version", "1");
    const earlier = await read("--until", "10d");

    expect(b.overall.funnel.pending).toBe(logs[1]?.open.length);
    expect(b.identities).toHaveLength(1);
    expect(stale.overall.funnel.accepted).toBe(0);
    expect(stale.overall.outcomes.map(({ reason }: { reason: string }) => reason)).toEqual(["stale"]);
    const tenDaysAgo = new Date(earlier.until);
    const ended = logs.flatMap(({ outcomes }) => outcomes).filter(({ endedAt }) => endedAt <= tenDaysAgo);
    expect(earlier.overall.funnel.seen - earlier.overall.funnel.pending).toBe(ended.length);
  });
});

describe("outcomes", () => {
  const log = aMonth();
  const folder = sharedFolder(log);

  it("are the same as text, JSON and CSV, however many there are", async () => {
    const data = folder();

    const json = JSON.parse((await sweeper(["outcomes", "--since", "60d", "--json", "--data", data])).out);
    const csv = lines((await sweeper(["outcomes", "--since", "60d", "--csv", "--data", data])).out);
    const text = await sweeper(["outcomes", "--since", "60d", "--data", data]);

    expect(log.outcomes.length).toBeGreaterThan(500);
    const ids = log.outcomes.map(({ invitationId }) => invitationId).toSorted();
    expect(json.map(({ invitationId }: { invitationId: string }) => invitationId).toSorted()).toEqual(ids);
    expect(csv.map(({ invitation }) => invitation).toSorted()).toEqual(ids);
    expect(text.out.split("\n").at(-1)).toMatch(
      new RegExp(`^${log.outcomes.length.toLocaleString("en-US")} outcomes: `),
    );
    expect(text.out.split("\n").filter((line) => /identity-1 /.test(line))).toHaveLength(log.outcomes.length);
  });
});

describe("a reader that has seen enough, such as head", () => {
  keepsLedgersOnDisk();

  it("ends the printing without an error", async () => {
    const data = await folderOf(aMonth());
    const { child, ended, said } = startSweeper(["outcomes", "--since", "60d", "--json", "--data", data]);
    child.stdout.once("data", () => child.stdout.destroy());

    const { code, err } = await ended;

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(said().out).toMatch(/^\[\n/);
    expect(said().out).not.toMatch(/\]\n$/);
  });
});

describe("holdout", () => {
  it("tells who is left alone, until when, and what that has shown", async () => {
    const log = aMonth({ holdout: { share: 0.2, maxAgeDays: 60 } });
    const data = await folderOf(log);
    await sweeper(["policy", "set", 'holdout={"share":0.2,"maxAgeDays":60}', "--data", data]);

    const text = await sweeper(["holdout", "--data", data]);
    const json = JSON.parse((await sweeper(["holdout", "--json", "--data", data])).out);
    const csv = lines((await sweeper(["holdout", "--csv", "--data", data])).out);

    const held = log.open.filter(({ sentAt }) => wholeDaysBetween(sentAt, new Date(json.madeAt)) >= 21);
    expect(held.length).toBeGreaterThan(20);
    expect(json.identities).toMatchObject([{ identityId: "identity-1", held: held.length }]);
    expect(text.out).toContain("leaves 20% of invitations alone from day 21 to day 60.");
    expect(text.out).toContain(`${held.length} invitations held out now`);
    expect(csv.filter(({ standing }) => standing === "held")).toHaveLength(held.length);
    const ended = log.outcomes.filter(({ heldOut }) => heldOut);
    expect(json.learned.heldInAll).toBe(held.length + ended.length);
    expect(json.learned.ended.accepted).toBe(ended.filter(({ outcome }) => outcome === "accepted").length);
  });

  it("without one says what that means and how to have one", async () => {
    const { out } = await sweeper(["holdout", "--data", temporaryFolder()]);

    expect(out).toContain("has no holdout, so nothing past day 21 can be learned");
    expect(out).toContain("sweeper policy set holdout=");
  });
});

describe("invitation", () => {
  it("tells a whole life, by urn, by id and by person", async () => {
    const log = aMonth();
    const data = await folderOf(log);
    const [withdrawn] = log.outcomes.filter(({ outcome }) => outcome === "withdrawn");
    const id = withdrawn?.invitationId ?? "";

    const byUrn = await sweeper(["invitation", `urn:li:fsd_invitation:${id}`, "--data", data]);
    const byId = await sweeper(["invitation", id, "--json", "--data", data]);
    const byPerson = await sweeper(["invitation", `9${id}`, "--csv", "--data", data]);

    expect(byUrn.code).toBe(0);
    const instants = [withdrawn?.sentAt, withdrawn?.firstSeenAt, withdrawn?.endedAt].map((at) =>
      (at?.toISOString() ?? "").slice(0, 16).replace("T", " "),
    );
    const places = instants.map((instant) => byUrn.out.indexOf(instant));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(0);
    expect(byUrn.out).toContain("withdrawn, reason stale (threshold 21, policy v1, run ");
    expect(byUrn.out).toContain("the person may be invited again");
    expect(JSON.parse(byId.out)).toMatchObject([{ invitationId: id, state: "withdrawn", holdout: null, others: [] }]);
    expect(lines(byPerson.out)).toMatchObject([{ invitation: id, outcome: "withdrawn" }]);
  });

  it("tells of a person's other invitations, by other identities too", async () => {
    const first = aMonth({ identityId: "identity-a" });
    const second = aMonth({ identityId: "identity-b" });
    const data = await folderOf(first, second);
    const id = first.open[0]?.invitationId ?? "";

    const { out } = await sweeper(["invitation", `9${id}`, "--data", data]);
    const lives = JSON.parse((await sweeper(["invitation", `9${id}`, "--json", "--data", data])).out);

    expect(lives.map(({ identityId }: { identityId: string }) => identityId).toSorted()).toEqual([
      "identity-a",
      "identity-b",
    ]);
    expect(lives[0].others).toHaveLength(1);
    expect(out.match(/1 other invitation to this person/g)).toHaveLength(2);
  });

  it("says that nobody is known under a profile's address", async () => {
    const { code, err } = await sweeper(["invitation", "https://www.linkedin.com/in/x", "--data", temporaryFolder()]);

    expect(code).toBe(2);
    expect(err).toContain("the ledger knows no invitation to this address");
  });
});
