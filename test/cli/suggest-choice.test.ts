import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";

it.each([
  ["policy set tresholdDays=18", '"thresholdDays"'],
  ["policy set ThresholdDays=18", '"thresholdDays"'],
  ["policy set dailycap=18", '"dailyCap"'],
  ["policy set gapSecond.min=90", '"gapSeconds"'],
  ['policy set gapSeconds={"min":60,"max":90,"maxx":1}', '"max"'],
  ['policy set workingHours={"timezon":"UTC"}', '"timezone"'],
  ['policy set identities=[{"id":"ana","treshholdDays":9}]', '"thresholdDays"'],
  ["outcomes --outcome acepted", '"accepted"'],
  ["preview --verdict withdra", '"withdraw"'],
  ["flags --as protectd", '"protected"'],
  ["preview --edges reel", '"real"'],
  ["use sandbx", '"sandbox"'],
  ["docter", "doctor"],
  ["doctor --stak x", "--stack"],
])("`%s` is refused with what is near", async (line, near) => {
  const data = temporaryFolder();
  const { code, err } = await sweeper([...line.split(" "), ...(/^(policy|use)/.test(line) ? ["--data", data] : [])]);

  expect(code).toBe(2);
  expect(err.toLowerCase()).toContain(`did you mean ${near.toLowerCase()}`);
});

it.each(["policy set xyz=18", "outcomes --outcome xyz"])("`%s` is refused without a guess", async (line) => {
  const { code, err } = await sweeper([...line.split(" "), "--data", temporaryFolder()]);

  expect(code).toBe(2);
  expect(err).not.toContain("did you mean");
});

it("a key of cdk.json is told with what is near", async () => {
  const { readConfig } = await import("../../lib/config.ts");

  const reading = readConfig({ alarmMail: null, schedule: { timeZone: "UTC" }, policy: { holdot: null } });

  expect(reading).toMatchObject({ valid: false });
  expect(reading.valid ? "" : reading.faults.join("\n")).toMatch(
    /timeZone: .*"timezone"\?[\s\S]*alarmMail: .*"alarmEmail"\?[\s\S]*holdot: .*"holdout"\?/,
  );
});

it("a reason that no rule has is counted as it is, and the near one is told", async () => {
  const { code, err, out } = await sweeper(["outcomes", "--reason", "stal", "--data", temporaryFolder()]);

  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("0 outcomes") });
  expect(err).toContain('did you mean "stale"?');
});

it("a column of observations that is nearly a heading is not passed over", async () => {
  const folder = join(temporaryFolder(), "in");
  mkdirSync(folder);
  const file = join(folder, "history.csv");
  const row = "2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,2026-01-09T00:00:00Z,accepted,ana,21,stale";
  const head = "sent at,first seen at,ended at,outcome,identity,threshold days";
  writeFileSync(file, `${head},reasn\n${row}\n`);
  const mistyped = await sweeper(["report", "--observations", file]);
  writeFileSync(file, `${head},colour of hair\n${row}\n`);
  const another = await sweeper(["report", "--observations", file]);

  expect(mistyped).toMatchObject({ code: 2, err: expect.stringContaining('did you mean "reason"?') });
  expect(another.err).not.toContain("did you mean");
  expect(another.code).not.toBe(2);
});
