import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Config, policyInCdkJson, readConfig } from "../lib/config.ts";
import { DEFAULT_POLICY } from "../lib/domain/policy.ts";

function config(document: unknown): Config {
  const reading = readConfig(document);
  if (!reading.valid) throw new Error(reading.faults.join("\n"));
  return reading.config;
}

function faults(document: unknown): readonly string[] {
  const reading = readConfig(document);
  if (reading.valid) throw new Error("it was accepted");
  return reading.faults;
}

const OFFICE = { timezone: "Europe/Zurich", start: "09:00", end: "17:00", days: ["mon", "tue"] };

describe("readConfig", () => {
  it.each([[undefined], [null], [{}]])("fills in every default for %j", (document) => {
    expect(config(document)).toEqual({
      stackName: "invite-sweeper",
      schedule: { cron: "cron(0 9 * * ? *)", timezone: "UTC", flexibleMinutes: 15, spreadMinutes: 0 },
      policy: DEFAULT_POLICY,
      policyDocument: {},
      alarmEmail: null,
      events: { senderAccounts: [] },
      digest: null,
      archive: null,
      crm: null,
      edgesPlan: "trial",
      edgesBaseUrl: null,
      edgesCustomData: null,
      retentionDays: 730,
      removal: "retain",
      rollout: "all-at-once",
      tags: {},
      kmsKeyArn: null,
      permissionsBoundaryArn: null,
    });
  });

  it("takes a whole configuration, and keeps the policy as it was written beside the one with its defaults", () => {
    const document = {
      stackName: "sweeper-staging",
      schedule: { cron: "cron(15 10 ? * MON-FRI *)", timezone: "Europe/Zurich", flexibleMinutes: 0, spreadMinutes: 0 },
      policy: { mode: "live", workingHours: OFFICE },
      alarmEmail: "ops@example.com",
      events: { senderAccounts: ["123456789012"] },
      digest: { email: "sales@example.com", cron: "cron(0 7 ? * MON,THU *)", timezone: "Asia/Tokyo", linkHours: 3 },
      archive: { cron: "cron(0 4 * * ? *)", timezone: "Asia/Tokyo", keepDays: 4 },
      crm: {
        ...{ kind: "hubspot", secret: "crm/token", idProperty: "li_id", createContacts: true },
        map: { daysPending: "li_days" },
      },
      edgesPlan: "titanium",
      edgesBaseUrl: "https://edges.example.com/v1/",
      edgesCustomData: "object",
      retentionDays: 30,
      removal: "destroy",
      rollout: "canary",
      tags: { team: "growth" },
      kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555",
      permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/boundary",
    };

    const { policy, policyDocument, digest, archive, ...rest } = config(document);

    const { policy: written, digest: mail, archive: exported, ...others } = document;
    const { cron, timezone, ...kept } = mail;
    expect(rest).toEqual(others);
    expect(digest).toEqual({ ...kept, schedule: { cron, timezone } });
    expect(archive).toEqual({ schedule: { cron: exported.cron, timezone: exported.timezone }, keepDays: 4 });
    expect(policyDocument).toEqual(written);
    expect(policy).toEqual({ ...DEFAULT_POLICY, ...written });
  });

  it("fills in what a schedule leaves out", () => {
    expect(config({ schedule: { timezone: "Asia/Tokyo" } }).schedule).toEqual({
      cron: "cron(0 9 * * ? *)",
      timezone: "Asia/Tokyo",
      flexibleMinutes: 15,
      spreadMinutes: 0,
    });
  });

  it("sends a digest on Mondays in the time zone of the runs, once there is an address", () => {
    const schedule = { timezone: "Europe/Zurich" };

    expect(config({ schedule, digest: { email: "sales@example.com" } }).digest).toEqual({
      email: "sales@example.com",
      schedule: { cron: "cron(0 8 ? * MON *)", timezone: "Europe/Zurich" },
      linkHours: 12,
    });
  });

  it.each([[null], [{}], [{ email: null, cron: "cron(0 8 1 * ? *)", linkHours: 1 }]])(
    "sends no digest for %j",
    (digest) => {
      expect(config({ digest }).digest).toBeNull();
    },
  );

  it.each(["cron(0 8 29 FEB ? *)", "cron(0 8 31 * ? *)", "cron(0 8 1 1/3 ? *)"])(
    "refuses a digest at %s, with an address or not",
    (cron) => {
      const told = `inviteSweeper.digest.cron: found "${cron}"; accepted: a digest every 31 days or more often`;

      expect(faults({ digest: { email: "sales@example.com", cron } })).toEqual([told]);
      expect(faults({ digest: { cron }, retentionDays: 0 })).toContain(told);
    },
  );

  it("takes a monthly digest", () => {
    const digest = { email: "sales@example.com", cron: "cron(0 8 1 * ? *)" };

    expect(config({ digest }).digest?.schedule.cron).toBe("cron(0 8 1 * ? *)");
  });

  it("tells all faults at once, each with its path and what is accepted", () => {
    const told = faults({
      stackName: "1st",
      schedule: { cron: "cron(*/5 * * * ? *)", timezone: "Mars/Olympus", flexibleMinutes: 61, every: "day" },
      policy: { mode: "on", thresholdDays: 3 },
      alarmEmail: "nobody",
      digest: { email: "", cron: "weekly", timezone: "Mars/Olympus", linkHours: 168, linkDays: 7 },
      edgesPlan: "gold!",
      edgesBaseUrl: "http://edges.example.com",
      edgesCustomData: "string",
      retentionDays: 0,
      removal: "keep",
      rollout: "blue-green",
      tags: { "aws:team": "growth", Team: "a", team: "b", cost: 3 },
      kmsKeyArn: "alias/mine",
      permissionsBoundaryArn: "boundary",
      treshold: 21,
    });

    expect([...told].sort()).toEqual([
      'inviteSweeper.alarmEmail: found "nobody"; accepted: an e-mail address, "none", or null',
      'inviteSweeper.digest.cron: found "weekly"; accepted: cron(minute hour day-of-month month day-of-week year), six fields',
      'inviteSweeper.digest.email: found ""; accepted: an e-mail address, or null',
      "inviteSweeper.digest.linkDays: found an unknown key; accepted: only the documented keys (see the README)",
      "inviteSweeper.digest.linkHours: found 168; accepted: a whole number from 1 to 12",
      'inviteSweeper.digest.timezone: found "Mars/Olympus"; accepted: an IANA time zone such as "Europe/Zurich"',
      'inviteSweeper.edgesBaseUrl: found "http://edges.example.com"; accepted: an https address without user, query or fragment, or null',
      'inviteSweeper.edgesCustomData: found "string"; accepted: text, object, or null',
      'inviteSweeper.edgesPlan: found "gold!"; accepted: one of trial, bronze, silver, gold, platinum, diamond, titanium',
      'inviteSweeper.kmsKeyArn: found "alias/mine"; accepted: the ARN of a KMS key (not of an alias), or null',
      'inviteSweeper.permissionsBoundaryArn: found "boundary"; accepted: the ARN of an IAM policy, or null',
      'inviteSweeper.policy.mode: found "on"; accepted: one of off, dry-run, live',
      "inviteSweeper.policy.thresholdDays: found 3; accepted: a whole number from 7 to 365",
      'inviteSweeper.removal: found "keep"; accepted: one of retain, destroy',
      "inviteSweeper.retentionDays: found 0; accepted: a whole number from 30 to 3650",
      'inviteSweeper.rollout: found "blue-green"; accepted: one of all-at-once, canary',
      'inviteSweeper.schedule.cron: found "cron(*/5 * * * ? *)"; accepted: a single minute: at most one run an hour',
      "inviteSweeper.schedule.every: found an unknown key; accepted: only the documented keys (see the README)",
      "inviteSweeper.schedule.flexibleMinutes: found 61; accepted: a whole number from 0 to 60",
      'inviteSweeper.schedule.timezone: found "Mars/Olympus"; accepted: an IANA time zone such as "Europe/Zurich"',
      'inviteSweeper.stackName: found "1st"; accepted: a letter, then up to 127 letters, digits and -',
      "inviteSweeper.tags.cost: found 3; accepted: a text of up to 256 letters, digits, spaces and _.:/=+-@",
      'inviteSweeper.tags: found "Team" beside "team"; accepted: keys that differ in more than case',
      'inviteSweeper.tags: found "team" beside "Team"; accepted: keys that differ in more than case',
      'inviteSweeper.tags: found the key "aws:team"; accepted: as a key, 1 to 128 letters, digits, spaces and _.:/=+-@, not beginning with "aws:"',
      "inviteSweeper.treshold: found an unknown key; accepted: only the documented keys (see the README)",
    ]);
  });

  it.each([
    ["IST", '"Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"'],
    ["EST", '"America/New_York"'],
    ["europe/london", '"Europe/London"'],
  ])(
    "refuses the zone %s of the runs, of the digest and of the policy, with the nearest real names",
    (timezone, nearest) => {
      const told = faults({
        schedule: { timezone },
        digest: { email: "sales@example.com", timezone },
        policy: { workingHours: { ...OFFICE, timezone } },
      });

      const error = `found "${timezone}"; accepted: an IANA time zone by its exact name; nearest to this: ${nearest}`;
      expect([...told].sort()).toEqual([
        `inviteSweeper.digest.timezone: ${error}`,
        `inviteSweeper.policy.workingHours.timezone: ${error}`,
        `inviteSweeper.schedule.timezone: ${error}`,
      ]);
    },
  );

  it("takes a zone by each of its names, whichever of them this Node lists", () => {
    const names = ["Asia/Kolkata", "Asia/Calcutta", "Europe/Kyiv", "Europe/Kiev", "US/Eastern", "UTC", "Etc/UTC"];

    expect(names.map((timezone) => config({ schedule: { timezone } }).schedule.timezone)).toEqual(names);
  });

  it.each([
    [{ retentionDays: 29 }, "retentionDays"],
    [{ retentionDays: 30.5 }, "retentionDays"],
    [{ retentionDays: "730" }, "retentionDays"],
    [{ schedule: { timezone: "+02:00" } }, "schedule.timezone"],
    [{ schedule: { cron: 9 } }, "schedule.cron"],
    [{ schedule: "daily" }, "schedule"],
    [{ schedule: null }, "schedule"],
    [{ edgesPlan: "toString" }, "edgesPlan"],
    [{ edgesBaseUrl: "https://user@edges.example.com" }, "edgesBaseUrl"],
    [{ edgesBaseUrl: "" }, "edgesBaseUrl"],
    [{ events: { senderAccounts: ["12345"] } }, "events.senderAccounts.0"],
    [{ alarmEmail: "a b@example.com" }, "alarmEmail"],
    [{ digest: "ops@example.com" }, "digest"],
    [{ digest: { email: 3 } }, "digest.email"],
    [{ digest: { linkHours: 0 } }, "digest.linkHours"],
    [{ stackName: "under_score" }, "stackName"],
    [{ stackName: "" }, "stackName"],
    [{ policy: [] }, "policy"],
    [{ policy: "live" }, "policy"],
  ])("refuses %j at %s", (document, path) => {
    expect(faults(document)).toEqual([expect.stringMatching(new RegExp(`^inviteSweeper\\.${path}: found `))]);
  });

  it.each([["text"], [[]], [3]])("refuses %j, which is no object", (document) => {
    expect(faults(document)).toEqual([expect.stringMatching(/^inviteSweeper: found .*; accepted: an object$/)]);
  });

  it("refuses a schedule that never fires in the policy's working hours, whatever else is wrong", () => {
    const told = faults({
      schedule: { cron: "cron(0 3 * * ? *)" },
      policy: { workingHours: OFFICE },
      retentionDays: 1,
    });

    expect(told).toHaveLength(2);
    expect(told[1]).toBe(
      'inviteSweeper.schedule.cron: found "cron(0 3 * * ? *)" in UTC, up to 15 minutes later; accepted: a start within policy.workingHours (09:00 to 17:00, mon tue, Europe/Zurich): no other run would ever withdraw anything',
    );
  });

  it.each(["cron(0 9 ? * MON *)", "cron(0 9 1 * ? *)", "cron(0 9 30 FEB ? *)"])(
    "refuses %s: a missing run could not be told from none due",
    (cron) => {
      expect(faults({ schedule: { cron } })).toEqual([expect.stringContaining("a run every six days or more often")]);
    },
  );

  it("takes the longest gap that the alarm for a missing run can see", () => {
    expect(config({ schedule: { cron: "cron(0 9 ? * MON,SUN *)" } }).schedule.cron).toBe("cron(0 9 ? * MON,SUN *)");
  });

  it("refuses a policy that no parameter can hold", () => {
    const identities = Array.from({ length: 200 }, (_, index) => ({ id: `identity-${index}`.padEnd(40, "x") }));

    const told = faults({ policy: { identities } });

    expect(told).toEqual([expect.stringMatching(/^inviteSweeper\.policy: found \d+ bytes; accepted: at most 8192/)]);
  });
});

describe("policyInCdkJson", () => {
  it("reads the policy of the folder's cdk.json, and of the project's where there is none", () => {
    const folder = mkdtempSync(join(tmpdir(), "sweeper-config-"));
    try {
      const without = policyInCdkJson(folder);
      writeFileSync(
        join(folder, "cdk.json"),
        JSON.stringify({ context: { inviteSweeper: { policy: { runCap: 7 } } } }),
      );
      const own = policyInCdkJson(folder);

      expect(own.document).toEqual({ runCap: 7 });
      expect(without.document).toMatchObject({ mode: "dry-run" });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
