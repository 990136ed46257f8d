import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Analysis } from "../../../lib/analytics/analyse.ts";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import type { Verdict } from "../../../lib/report/verdict/verdict.ts";
import { sweeper } from "../../helpers/command-line.ts";
import { sharedFolder } from "../../report/helpers/fill-folder.ts";
import { simulateLog } from "../../report/helpers/simulated-log.ts";
import { expectSaid, headerOf } from "../../report/verdict/surfaces.ts";

/** Ten weeks of sweeps up to an hour ago, part of them held out. */
const log = simulateLog({
  chances: {
    acceptance: (age) => 0.08 * Math.exp(-age / 6) + 0.004 * Math.exp(-age / 40),
    departure: () => 0.006,
  },
  ...{ seed: 5, listings: 71, sendsPerDay: 25, backlogDays: 45, thresholdDays: 21 },
  firstListing: later(new Date(), -70 * DAY_MS - HOUR_MS),
  holdout: { share: 0.4, maxAgeDays: 60 },
});

describe("the verdict on a log", () => {
  const folder = sharedFolder(log);
  const run = async (words: string) => {
    const { code, out } = await sweeper([...words.split(" "), "--data", folder()]);
    expect(code, words).toBe(0);
    return out;
  };

  it.each([
    ["go", "thresholdDays=21 acceptableLoss=0.9", "Go to 7 days"],
    ["keep", "thresholdDays=7 acceptableLoss=0.9", "Keep 7 days"],
    ["not-yet", "thresholdDays=21 acceptableLoss=0", null],
    ["go", "thresholdDays=7 acceptableLoss=0.2 binding=invitations", null],
  ] as const)("is %s under %s, on every surface", async (kind, policy, headline) => {
    await run(`policy set binding=slots ${policy}`);
    const page = join(folder(), "report.html");

    const text = await run(`report --html ${page}`);
    const { overall, policy: facts, identities } = JSON.parse(await run("report --json"));
    const verdict: Verdict = overall.verdict;
    const recommended = JSON.parse(await run("threshold recommend --json"));
    const digest = JSON.parse(await run("digest --json"));

    expect(verdict.kind).toBe(kind);
    if (headline !== null) expect(verdict.headline).toBe(headline);
    const { thresholdDays, lateAcceptances } = overall.analysis.recommendation;
    const judged = (overall.analysis as Analysis).rows.filter(({ missing }) => missing.length === 0);
    const late = lateAcceptances ?? judged.at(-1)?.lateAcceptances;
    expectSaid("report", text, verdict, late);
    expectSaid("page", headerOf(readFileSync(page, "utf8")), verdict, late);
    expectSaid("threshold recommend", await run("threshold recommend"), verdict, late);
    expectSaid("digest", digest.text, verdict, late);
    // Read one after the other, so that a new advice begins a moment later in each.
    const words = ({ standsSince: _, command: __, ...rest }: Verdict) => rest;
    expect(words(recommended.verdict)).toEqual(words(verdict));
    expect(words(digest.threshold.verdict)).toEqual(words(verdict));

    const command = kind === "go" ? `sweeper threshold set ${thresholdDays} --data ${folder()}` : null;
    expect([verdict.command, recommended.command, recommended.verdict.command]).toEqual([command, command, command]);
    expect(digest.threshold.verdict.command).toBe(command === null ? null : `npx ${command}`);
    for (const one of [text, digest.text, headerOf(readFileSync(page, "utf8"))]) {
      expect(one.includes("threshold set")).toBe(command !== null);
      if (command !== null) expect(one).toContain(`To set it: ${one === digest.text ? "npx " : ""}${command}`);
    }
    expect(facts.binding).toBe(policy.includes("invitations") ? "invitations" : "slots");
    if (verdict.price !== null) expect(verdict.price.includes("invitations sent")).toBe(policy.includes("invitations"));
    expect(identities[0].verdict.command?.includes("--identity identity-1") ?? false).toBe(kind === "go");
  });
});
