import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

const HOURS = { start: "00:00", end: "24:00", days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] };
const workingHours = (timezone: string) => `workingHours=${JSON.stringify({ ...HOURS, timezone })}`;

const TO_NEW_YORK = 'found "EST"; accepted: an IANA time zone by its exact name; nearest to this: "America/New_York"';

describe("policy set", () => {
  it.each([
    ["BST", '"Europe/London"'],
    ["IST", '"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"'],
    ["EST", '"America/New_York"'],
    ["europe/zurich", '"Europe/Zurich"'],
    ["Europe/Berln", '"Europe/Berlin"'],
  ])("refuses the time zone %s and names the nearest real ones", async (timezone, nearest) => {
    const data = temporaryFolder();

    const { code, err } = await sweeper(["policy", "set", workingHours(timezone), "--data", data]);

    expect(code).toBe(2);
    expect(err).toBe(
      [
        "the policy was not changed: the new one has errors:",
        `  policy.workingHours.timezone: found "${timezone}"; accepted: an IANA time zone by its exact name; nearest to this: ${nearest}`,
      ].join("\n"),
    );
  });

  it.each(["Asia/Kolkata", "Asia/Calcutta", "UTC", "Etc/UTC", "US/Eastern"])("takes %s", async (timezone) => {
    const data = temporaryFolder();

    const { code } = await sweeper(["policy", "set", workingHours(timezone), "--data", data]);
    const { out } = await sweeper(["policy", "show", "--json", "--data", data]);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ workingHours: { timezone } });
  });
});

describe("a policy stored by a version that took EST", () => {
  async function aStoredPolicy() {
    const data = temporaryFolder();
    await sweeper(["policy", "set", "mode=live", workingHours("UTC"), "--data", data]);
    const file = join(data, "sandbox", "policy.json");
    const stored = JSON.parse(readFileSync(file, "utf8"));
    stored.policy.workingHours.timezone = "EST";
    writeFileSync(file, JSON.stringify(stored));
    return { data, file };
  }

  it.each([["run"], ["run --live"], ["preview"], ["identities"], ["policy show"]])(
    "makes no call in `%s`, and says where it stands and how to correct it",
    async (command) => {
      const { data, file } = await aStoredPolicy();

      const { code, out, err } = await sweeper([...command.split(" "), "--data", data]);

      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err.split("\n")).toEqual([
        `the policy in ${file} has 1 fault:`,
        `  policy.workingHours.timezone: ${TO_NEW_YORK}`,
        "No calls are made until it is corrected: sweeper policy set PATH=VALUE",
      ]);
    },
  );

  it("is corrected by setting its zone alone, and the next run withdraws", async () => {
    const { data } = await aStoredPolicy();

    const corrected = await sweeper(["policy", "set", "workingHours.timezone=America/New_York", "--data", data]);
    const { code, out } = await sweeper(["run", "--data", data]);

    expect([corrected.code, code]).toEqual([0, 0]);
    expect(out).toMatch(/[1-9]\d* withdrawn/);
  });
});
