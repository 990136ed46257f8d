import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type IoOptions, sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { fieldApi } from "../../helpers/field-api.ts";

const PROJECT = resolve(import.meta.dirname, "../../..");
const CDK_JSON = readFileSync(join(PROJECT, "cdk.json"), "utf8");
/** Every answer, as options. */
const ALL = [
  ...["--time-zone", "Europe/Berlin", "--working-hours", "08:00-17:00 mon-thu", "--threshold", "18"],
  ...["--binding", "invitations", "--email", "ops@example.com", "--digest-email", "me@example.com"],
];

let folder: string;
let before: string;
beforeEach(() => {
  folder = temporaryFolder();
  before = process.cwd();
  process.chdir(folder);
  writeFileSync("cdk.json", CDK_JSON);
});
afterEach(() => process.chdir(before));

const init = (argv: readonly string[], options: IoOptions = {}) => sweeper(["init", ...argv], options);
const cdkJson = () => readFileSync(join(folder, "cdk.json"), "utf8");
const settings = () => JSON.parse(cdkJson()).context.inviteSweeper;
const target = () => JSON.parse(readFileSync(join(folder, ".sweeper/target.json"), "utf8"));
const files = () => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
/** With the plan whose list of identities waits least between its pages. */
async function api() {
  const { env, calls } = await fieldApi({ identities: { ana: { name: "Ana", invitations: [] } } });
  return { env: { ...env, EDGES_PLAN: "titanium" }, calls };
}

describe("init with options", () => {
  it("writes its own keys of cdk.json, and leaves every other line as it is", async () => {
    const { code, out } = await init(["--stack", "mine", "--yes", ...ALL]);

    expect(code).toBe(0);
    const was = JSON.parse(CDK_JSON);
    expect(JSON.parse(cdkJson())).toEqual({
      ...was,
      context: {
        ...was.context,
        inviteSweeper: {
          ...was.context.inviteSweeper,
          stackName: "mine",
          schedule: { ...was.context.inviteSweeper.schedule, timezone: "Europe/Berlin" },
          policy: {
            ...was.context.inviteSweeper.policy,
            ...{ thresholdDays: 18, binding: "invitations" },
            workingHours: {
              ...{ timezone: "Europe/Berlin", start: "08:00", end: "17:00", days: ["mon", "tue", "wed", "thu"] },
            },
          },
          alarmEmail: "ops@example.com",
          digest: { ...was.context.inviteSweeper.digest, email: "me@example.com" },
        },
      },
    });
    const kept = CDK_JSON.split("\n").filter((line) => line.includes("@aws-cdk"));
    expect(
      cdkJson()
        .split("\n")
        .filter((line) => line.includes("@aws-cdk")),
    ).toEqual(kept);
    expect(target()).toEqual({ kind: "stack", stack: "mine", region: null, account: null });
    expect(out).toContain("policy.thresholdDays: 21 → 18");
    expect(out).toMatch(/FillInApiKeyCommand[\s\S]*Next:\n {2}npm run deploy\n {2}sweeper doctor$/);
  });

  it("changes nothing the second time, to the byte", async () => {
    await init(["--stack", "mine", "--yes", ...ALL]);
    const written = cdkJson();

    const again = await init(["--stack", "mine", "--yes", ...ALL]);
    const kept = await init(["--yes"]);

    for (const { code, out } of [again, kept]) {
      expect(code).toBe(0);
      expect(out).toMatch(/^Nothing to change\./);
      expect(out).not.toContain("→");
    }
    expect(cdkJson()).toBe(written);
  });

  it("never changes the mode, nor writes or shows the key", async () => {
    const { env } = await api();

    const { code, out, err } = await init(["--local", "--yes", "--threshold", "30"], { env });

    expect(code).toBe(0);
    expect(settings().policy.mode).toBe("dry-run");
    const written = files().filter((name) => !["cdk.json", ".sweeper"].includes(name));
    expect(written).toEqual([".sweeper/target.json"]);
    for (const text of [out, err, cdkJson(), JSON.stringify(target())]) expect(text).not.toContain(env.EDGES_API_KEY);
  });

  it("shows who is found with the key, and saves the API it was tried on", async () => {
    const { env } = await api();

    const { out } = await init(["--local", "--yes"], { env });

    expect(out).toMatch(/1 identity at Edges:\n.*\nana +Ana +yes/);
    expect(target()).toEqual({ kind: "real", host: new URL(env.EDGES_BASE_URL).host });
  });

  it("takes the key from a file", async () => {
    const { env, calls } = await api();
    writeFileSync("key.txt", `${env.EDGES_API_KEY}\n`);

    const { code } = await init(["--local", "--yes", "--key-file", "key.txt"], {
      env: { ...env, EDGES_API_KEY: "" },
    });

    expect(code).toBe(0);
    expect(calls.length).toBeGreaterThan(0);
  });

  it("refuses a key that the API refuses, and writes nothing", async () => {
    const { env } = await api();

    const { code, err } = await init(["--local", "--yes", ...ALL], { env: { ...env, EDGES_API_KEY: "another" } });

    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(/^API key: .*401.*Nothing was written$/) });
    expect(cdkJson()).toBe(CDK_JSON);
    expect(files()).toEqual(["cdk.json"]);
  });

  it("writes where the API cannot be reached, and says with 4 that the key was not tried", async () => {
    const env = { EDGES_BASE_URL: "http://127.0.0.1:9/v1", EDGES_API_KEY: "mine" };

    const { code, err } = await init(["--local", "--yes", "--threshold", "30"], { env });

    expect({ code, err }).toEqual({ code: 4, err: expect.stringContaining("whether the key works is not known") });
    expect(settings().policy.thresholdDays).toBe(30);
  });

  it("writes nothing over what somebody has edited meanwhile", async () => {
    const edited = CDK_JSON.replace('"dailyCap": 25', '"dailyCap": 20');
    const dateHeader = () => {
      writeFileSync("cdk.json", edited);
      return new Date();
    };
    const { env } = await fieldApi({ identities: { ana: { name: "Ana", invitations: [] } } }, { dateHeader });

    const { code, err } = await init(["--local", "--yes", "--threshold", "30"], { env });

    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("was changed meanwhile") });
    expect(cdkJson()).toBe(edited);
    expect(existsSync(join(folder, ".sweeper"))).toBe(false);
  });

  it("changes this machine's own policy too, where there is one", async () => {
    await sweeper(["policy", "set", "thresholdDays=25", "dailyCap=20", "--edges", "real"]);

    const { code, out } = await init(["--local", "--yes", "--threshold", "30"]);
    const { out: policy } = await sweeper(["policy", "show", "--edges", "real"]);

    expect(code).toBe(0);
    expect(out).toContain("thresholdDays: 25 → 30");
    expect(JSON.parse(policy)).toMatchObject({ thresholdDays: 30, dailyCap: 20 });
    expect(settings().policy).toMatchObject({ thresholdDays: 30, dailyCap: 25 });
  });

  it("lets the policy of cdk.json count for a machine without one of its own", async () => {
    await init(["--local", "--yes", "--threshold", "30"]);

    const { out } = await sweeper(["policy", "show"]);

    expect(JSON.parse(out)).toMatchObject({ thresholdDays: 30 });
  });

  it("sets a schedule that would never fire in the working hours to their beginning, and shows that", async () => {
    const { out } = await init(["--stack", "mine", "--yes", "--working-hours", "13:30-18:00"]);

    expect(settings().schedule.cron).toBe("cron(30 13 * * ? *)");
    expect(out).toContain('schedule.cron: "cron(0 9 * * ? *)" → "cron(30 13 * * ? *)"');
  });

  it.each([
    [["--threshold", "3"], /^--threshold: "3" is not accepted; accepted: a whole number from 7 to 365$/m],
    [["--time-zone", "Europe/Berlim"], /^--time-zone: "Europe\/Berlim" .*Europe\/Berlin/m],
    [["--working-hours", "9 to 5"], /^--working-hours: .*09:00-18:00 mon-fri/m],
    [["--working-hours", "18:00-09:00"], /^--working-hours: .*a time after/m],
    [["--binding", "slot"], /^--binding: .*slots, invitations/m],
    [["--email", "ops"], /^--email: "ops" is not accepted; accepted: an e-mail address, or "none"$/m],
  ])("%j is refused by its name with what is accepted", async (argv, words) => {
    const { code, err } = await init(["--stack", "mine", "--yes", ...argv]);

    expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(words) });
    expect(cdkJson()).toBe(CDK_JSON);
  });

  it("reports bad answers together", async () => {
    const { err } = await init(["--stack", "mine", "--yes", "--threshold", "x", "--binding", "y"]);

    expect(err).toMatch(/--threshold[\s\S]*--binding/);
  });

  it("without a terminal names the options that are missing; with all of them it needs no --yes", async () => {
    const missing = await init(["--stack", "mine", "--threshold", "18"]);
    const all = await init(["--stack", "mine", ...ALL]);

    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("--time-zone <zone>") });
    expect(missing.err).not.toContain("--threshold");
    expect(all.code).toBe(0);
    expect(settings().stackName).toBe("mine");
  });

  it("needs a cdk.json for a stack, and none for this machine", async () => {
    const empty = join(folder, "empty");
    mkdirSync(empty);
    process.chdir(empty);

    const onAws = await init(["--stack", "mine", "--yes"]);
    const here = await init(["--local", "--yes", "--threshold", "30"]);

    expect(onAws).toMatchObject({ code: 2, err: expect.stringContaining("there is no cdk.json in") });
    expect(here.code).toBe(0);
    expect(JSON.parse((await sweeper(["policy", "show"])).out)).toMatchObject({ thresholdDays: 30 });
  });

  it("corrects no cdk.json with faults, and says where they are", async () => {
    writeFileSync("cdk.json", CDK_JSON.replace('"dailyCap": 25', '"dailyCap": 0'));
    const faulty = cdkJson();

    const { code, err } = await init(["--stack", "mine", "--yes"]);

    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("policy.dailyCap: found 0") });
    expect(cdkJson()).toBe(faulty);
  });

  it.each([
    ["tabs", CDK_JSON.replace(/^( {2})+/gm, (spaces) => "\t".repeat(spaces.length / 2))],
    ["lines of Windows", CDK_JSON.replaceAll("\n", "\r\n")],
    ["no digest, no policy, nothing", '{ "app": "x", "context": { "inviteSweeper": { "digest": null } } }'],
    ["no context", '{ "app": "x" }\n'],
  ])("keeps a file with %s valid, and its other values", async (_, text) => {
    writeFileSync("cdk.json", text);

    const { code } = await init(["--stack", "mine", "--yes", ...ALL]);

    expect(code).toBe(0);
    expect(JSON.parse(cdkJson()).app).toBe(JSON.parse(text).app);
    expect(settings()).toMatchObject({ digest: { email: "me@example.com" }, policy: { thresholdDays: 18 } });
    expect(cdkJson().includes("\r\n")).toBe(text.includes("\r\n"));
    expect((await init(["--yes"])).out).toMatch(/^Nothing to change\./);
  });

  it("writes through a link to where it leads", async () => {
    writeFileSync("real.json", CDK_JSON);
    const linked = join(folder, "linked");
    mkdirSync(linked);
    symlinkSync(join(folder, "real.json"), join(linked, "cdk.json"));
    process.chdir(linked);

    await init(["--stack", "mine", "--yes"]);

    expect(JSON.parse(readFileSync(join(folder, "real.json"), "utf8")).context.inviteSweeper.stackName).toBe("mine");
  });

  it("prints as JSON what it changed, and the next two commands", async () => {
    const { env } = await api();

    const { out } = await init(["--local", "--yes", "--threshold", "30", "--json"], { env });

    expect(JSON.parse(out)).toMatchObject({
      changes: expect.arrayContaining([expect.objectContaining({ path: "policy.thresholdDays", from: 21, to: 30 })]),
      identities: [expect.objectContaining({ identityId: "ana" })],
      next: ["sweeper doctor", "sweeper preview"],
    });
  });
});

describe("init at a terminal", () => {
  const KEEP = "";

  it("asks for what no option says, shows the present value, and writes after a yes", async () => {
    const answers = ["local", KEEP, "Europe/Berlin", KEEP, "18", KEEP];

    const { code, asked } = await init([], { answer: true, answers });

    expect(code).toBe(0);
    expect(asked.map((text) => /\[([^[]*)\]: $/.exec(text)?.[1] ?? null)).toEqual([
      ...["local", null, "UTC", "none", "21", "slots", null],
    ]);
    expect(settings()).toMatchObject({ schedule: { timezone: "Europe/Berlin" }, policy: { thresholdDays: 18 } });
  });

  it("asks for no more than the options leave open", async () => {
    const { asked } = await init(["--stack", "mine", ...ALL.slice(0, -2)], { answer: true, answers: [KEEP, "none"] });

    expect(asked).toHaveLength(3);
    expect(asked[0]).toContain("Edges API key (not shown");
    expect(asked[1]).toContain("weekly digest");
    expect(asked[2]).toContain("Write these changes?");
  });

  it("asks again after an answer that is not accepted, and says what is", async () => {
    const answers = ["local", KEEP, KEEP, KEEP, "3", "eighteen", "18", KEEP];

    const { code, err } = await init([], { answer: true, answers });

    expect(err.match(/threshold: ".*" is not accepted; accepted: a whole number from 7 to 365/g)).toHaveLength(2);
    expect(code).toBe(0);
    expect(settings().policy.thresholdDays).toBe(18);
  });

  it("asks again for a key that is refused", async () => {
    const { env } = await api();
    const answers = ["local", "another", env.EDGES_API_KEY, KEEP, KEEP, KEEP, KEEP];

    const { code, out, err } = await init([], {
      ...{ answer: true, answers },
      env: { ...env, EDGES_API_KEY: "" },
    });

    expect(code).toBe(0);
    expect(err).toContain("it is not accepted");
    expect(out).toContain("ana");
    expect(out).not.toContain(env.EDGES_API_KEY);
  });

  it("changes nothing after a no", async () => {
    const { code, err } = await init([], { answer: false, answers: ["local", KEEP, KEEP, KEEP, "18", KEEP] });

    expect({ code, err: err.split("\n").at(-1) }).toEqual({ code: 2, err: "nothing was changed" });
    expect(files()).toEqual(["cdk.json"]);
    expect(cdkJson()).toBe(CDK_JSON);
  });

  it.each([0, 1, 3, 5])("changes nothing at Ctrl-C after %i answers", async (count) => {
    const answers = ["local", KEEP, "Europe/Berlin", KEEP, "18", KEEP].slice(0, count);

    const { code, err } = await init([], { answer: true, answers });

    expect(code).toBe(130);
    expect(err).toContain("interrupted: nothing was changed");
    expect(cdkJson()).toBe(CDK_JSON);
    expect(existsSync(join(folder, ".sweeper"))).toBe(false);
  });
});
