import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { sweeper } from "../../helpers/command-line.ts";
import { sharedFolder } from "../../report/helpers/fill-folder.ts";
import { simulateLog } from "../../report/helpers/simulated-log.ts";

const LOG = simulateLog({
  chances: { acceptance: () => 0.03, departure: () => 0.005 },
  ...{ seed: 8, listings: 50, sendsPerDay: 4, backlogDays: 30, thresholdDays: 21 },
  firstListing: later(new Date(), -49 * DAY_MS - HOUR_MS),
});

describe("outcomes --pending", () => {
  const folder = sharedFolder(LOG);
  const read = async (...options: string[]) => sweeper(["outcomes", "--pending", ...options, "--data", folder()]);

  it("lists every ending of the log and all that is pending, with the last list that showed it", async () => {
    const lines: Record<string, string>[] = parse((await read("--csv")).out, { columns: true });

    const pending = lines.filter(({ outcome }) => outcome === "pending");
    expect(pending.map(({ invitation }) => invitation).toSorted()).toEqual(
      LOG.open.map(({ invitationId }) => invitationId).toSorted(),
    );
    for (const line of pending) expect(line["ended at"]).toBe(LOG.lastListing.toISOString());
    expect(lines).toHaveLength(LOG.open.length + LOG.outcomes.length);
    expect(LOG.outcomes.some(({ endedAt }) => endedAt < later(new Date(), -31 * DAY_MS))).toBe(true);
  });

  it("prints the same as JSON and as a table", async () => {
    const json = JSON.parse((await read("--json")).out);
    const text = (await read()).out;

    expect(json.filter(({ outcome }: { outcome: string }) => outcome === "pending")).toHaveLength(LOG.open.length);
    expect(json).toHaveLength(LOG.open.length + LOG.outcomes.length);
    const last = text.split("\n").at(-1);
    expect(last).toMatch(/^\d+ invitations: /);
    expect(last).toContain(`${LOG.open.length} pending`);
  });

  it.each([
    ["--until", "1d"],
    ["--outcome", "gone"],
    ["--reason", "stale"],
  ])("with %s is refused, for what is pending now has neither ended nor a reason", async (...options) => {
    const { code, err } = await read(...options);

    expect(code).toBe(2);
    expect(err).toContain("'--pending' cannot be used with option");
  });
});
