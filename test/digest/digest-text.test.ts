import { describe, expect, it } from "vitest";
import type { DigestData } from "../../lib/digest/digest-data.ts";
import { digestText } from "../../lib/digest/digest-text.ts";
import type { StoredReport } from "../../lib/digest/report-link.ts";
import { OUTCOMES_NOT_KNOWN } from "../../lib/domain/gate.ts";
import { aQuietWeek, aWeek, DRIFT, GO, saying } from "./helpers.ts";

const REPORT: StoredReport = {
  bucket: "the-bucket",
  key: "digests/2026-11-23T08-00-00Z.html",
  region: "eu-central-1",
  link: `https://the-bucket.s3.eu-central-1.amazonaws.com/digests/2026-11-23T08-00-00Z.html?X-Amz-Signature=${"f".repeat(64)}`,
  endsAt: new Date("2026-11-23T20:00:00.000Z"),
  endIsSure: false,
  deletedAt: new Date("2027-02-21T08:00:00.000Z"),
};

const textOf = (data: DigestData, report: StoredReport | null = null, target = "--stack staging") =>
  digestText(data, { report, target });
const since = new Date("2026-11-20T09:02:00.000Z");

describe("the text of a digest", () => {
  it("tells a good week from top to bottom", () => {
    expect(textOf(aWeek()).split("\n")).toEqual([
      "Keep 21 days",
      "Waiting 21 days gives up 1.8% (1.1–2.8%) of acceptances by day 45 and",
      "holds about 120 pending slots; this rests on 23 late acceptances.",
      "It has stood since 2026-11-08.",
      "",
      "2026-11-16 08:00 to 2026-11-23 08:00 UTC",
      "",
      "Swept      3 identities: 21 sweeps in 7 runs",
      "Withdrawn  80, which freed 80 pending slots",
      "Accepted   12",
      "Gone       9 (declined, expired or withdrawn by hand)",
      "Pending    390 at the end",
      "",
      "Threshold: 21 days (policy version 4)",
      "  Watched so far: 2,400 invitations.",
    ]);
  });

  it("lists what is announced with its date, twenty at most, and says how to stop it", () => {
    const row = (index: number) => ({
      ...{ identityId: "ana", invitationId: `71${index}`, personId: String(index), reason: "stale", runId: "run-1" },
      ...{ sentAt: since, announcedAt: since, mayGoFrom: new Date("2026-11-24T09:00:00.000Z") },
    });
    const rows = Array.from({ length: 20 }, (_, index) => row(index));

    const lines = textOf(aWeek({ announced: { count: 23, first: rows } })).split("\n");
    const few = textOf(aWeek({ announced: { count: 1, first: [{ ...row(1), mayGoFrom: null }] } }));
    const begin = lines.indexOf("23 announced, first from 2026-11-24 09:00 UTC");

    expect(lines.slice(begin, begin + 2)).toEqual([
      "23 announced, first from 2026-11-24 09:00 UTC",
      "  2026-11-24 09:00  710 (stale)",
    ]);
    expect(lines.slice(begin + 20, begin + 26)).toEqual([
      "  2026-11-24 09:00  7119 (stale)",
      "and 3 more: npx sweeper announced --stack staging",
      "Whoever is flagged as protected before that date stays. To keep many,",
      "take the rows that may go out of this file and import it:",
      "npx sweeper announced --stack staging --csv > keep.csv",
      "npx sweeper flags import keep.csv --stack staging",
    ]);
    expect(few).toContain("1 announced, first from the next run\n  the next run  711 (stale)\nWhoever");
  });

  it("has something to tell where a withdrawal is announced and nothing else has happened", () => {
    const row = { identityId: "a", invitationId: "71", personId: null, reason: "stale", runId: "run-1" };
    const first = [{ ...row, sentAt: since, announcedAt: since, mayGoFrom: since }];

    expect(textOf(aQuietWeek())).toContain("Nothing ended");
    expect(textOf({ ...aQuietWeek(), announced: { count: 1, first } })).toContain("1 announced, first from");
  });

  it("begins with what to do, and with a change of acceptance before that", () => {
    expect(
      textOf(saying({ ...GO, drift: DRIFT }))
        .split("\n")
        .slice(0, 9),
    ).toEqual([
      "Acceptance has changed: 25% in the last 30 days against 37% before (by",
      "day 7). Everything below rests on the last 30 days alone.",
      "",
      "Go to 14 days",
      "Waiting 21 days gives up 1.8% (1.1–2.8%) of acceptances by day 45 and",
      "holds about 120 pending slots; this rests on 23 late acceptances.",
      "It costs 3.1 acceptances a month for every 100 slots freed.",
      "It has stood since 2026-11-08.",
      "To set it: npx sweeper threshold set 14 --stack a-name-that-is-longer-than-a-line-has-room-for",
    ]);
  });

  it("has something to tell once there is something to set, or acceptance has changed", () => {
    expect(textOf(saying(GO, aQuietWeek()))).toMatch(/^Go to 14 days\n[\s\S]*\nWithdrawn {2}0,/);
    expect(textOf(saying({ drift: DRIFT }, aQuietWeek()))).toMatch(/^Acceptance has changed: /);
    expect(textOf(saying({ kind: "not-yet", headline: "Not yet" }, aQuietWeek())).split("\n")).toHaveLength(2);
  });

  it("says of a week with nothing to tell just that, in two lines, report or not", () => {
    expect(textOf(aQuietWeek(), REPORT).split("\n")).toEqual([
      "2026-11-16 08:00 to 2026-11-23 08:00 UTC: 7 runs, 390 pending.",
      "Nothing ended, nothing was held back, and no identity needs a person.",
    ]);
  });

  it.each<[string, Partial<DigestData>, RegExp]>([
    [
      "no run",
      { runs: 0, sweeps: 0, identities: 0 },
      /^No run started in this time\. See npx sweeper runs --stack staging$/m,
    ],
    ["being off", { mode: "off" }, /^Switched off as of now: nothing is listed/m],
    [
      "what was held back",
      { held: { "dry-run": 40, "daily-cap": 3 } },
      /^Held back {2}at the last sweep of each: 40 dry-run, 3 daily-cap$/m,
    ],
    [
      "sweeps held altogether",
      { held: { "listing-collapsed": 0 } },
      /^Held back {2}at the last sweep of each: whole sweeps for listing-collapsed$/m,
    ],
    [
      "somebody in need",
      { needsPerson: [{ identityId: "i", why: "w", since, ref: null }] },
      /^1 identity needs a person$/m,
    ],
    [
      "a refused workspace",
      { workspaceBlock: { until: since, why: "NO_ACCESS", ref: "err-1" } },
      /Edges refuses the whole workspace \(NO_ACCESS, ref err-1\): nothing is\ncalled until 2026-11-20 09:02 UTC\./,
    ],
  ])("never counts %s as nothing to tell", (_, change, told) => {
    expect(textOf(aQuietWeek(change))).toMatch(told);
  });

  it("says of a dry run that nothing is withdrawn, above the zeros", () => {
    const lines = textOf(aQuietWeek({ mode: "dry-run", held: { "dry-run": 40 } })).split("\n");

    const period = lines.indexOf("2026-11-16 08:00 to 2026-11-23 08:00 UTC");
    expect(lines[period + 1]).toBe("Dry run as of now: invitations are listed and judged, and none is");
    expect(lines).toContain("Withdrawn  0, which freed 0 pending slots");
  });

  it("tells what each identity needs, by id", () => {
    const text = textOf(
      aWeek({
        needsPerson: [
          { identityId: "id-1", why: "AUTH_EXPIRED", since, ref: "err-7" },
          { identityId: "id-2", why: OUTCOMES_NOT_KNOWN, since, ref: null },
        ],
      }),
    );

    expect(text).toContain(
      [
        "2 identities need a person",
        "id-1",
        "  AUTH_EXPIRED since 2026-11-20 09:02 UTC, ref err-7: reconnect it at",
        "  app.edges.run",
        "id-2",
        "  outcomes-not-known since 2026-11-20 09:02 UTC: look, then npx sweeper",
        "  resume id-2 --stack staging",
      ].join("\n"),
    );
  });

  it("lists twenty identities and says where the others are", () => {
    const needsPerson = Array.from({ length: 300 }, (_, index) => ({
      identityId: `id-${index}`,
      why: "AUTH_EXPIRED",
      since,
      ref: null,
    }));

    const text = textOf(aWeek({ needsPerson }), null, "");

    expect(text).toContain("300 identities need a person");
    expect(text).toContain("and 280 more: npx sweeper identities\n");
    expect(text).not.toContain("id-20\n");
  });

  it("marks withdrawals whose answer was lost", () => {
    const endings = { withdrawn: 3, unconfirmed: 1, accepted: 0, gone: 0, failed: 0 };

    expect(textOf(aWeek({ endings }))).toContain("Withdrawn  3 (1 unconfirmed), which freed 3 pending slots");
  });

  it("says how many are unreachable beside the pending ones, and only where there are some", () => {
    const endings = { ...aWeek().endings, failed: 2 };

    const text = textOf(aWeek({ endings, unreachable: 5 }));

    expect(text).toContain("Pending    390 at the end, 5 unreachable (five calls or more had no");
    expect(text.replace(/\s+/g, " ")).toContain("they rest for 3 to 24 days, then are planned again)");
    expect(text).not.toMatch(/fail/i);
    expect(textOf(aQuietWeek({ unreachable: 5 }))).toContain("390 pending, 5 unreachable.\n");
    expect(textOf(aWeek())).not.toContain("unreachable");
  });

  it("passes on the refusal where there are not enough data, and no range with it", () => {
    const why = "A wait of 21 days comes nearest to an answer and needs 20 more acceptances.";
    const week = saying({ kind: "not-yet", headline: "Not yet: about week 9", why, standsSince: null });
    const threshold = { ...week.threshold, observed: 1, plausible: { lower: null, upper: null } };
    const text = textOf({ ...week, threshold });

    expect(text.replace(/\s+/g, " ")).toMatch(
      /^Not yet: about week 9 A wait of 21 days comes nearest to an answer and needs 20 more acceptances\. 2026-11-16 /,
    );
    expect(text).toContain("\n  Watched so far: 1 invitation.");
    expect(text).not.toContain("plausible");
  });

  it("tells the range of plausible waits and what the present one keeps free, where known", () => {
    const { threshold } = aWeek();
    const text = textOf(
      aWeek({ threshold: { ...threshold, plausible: { lower: 10, upper: 14 }, kept: { slots: 35.4, horizon: 60 } } }),
    ).replace(/\s+/g, " ");

    expect(text).toContain("The smallest wait within the acceptable loss lies between 10 and 14 days (95%).");
    expect(text).toContain("As it is, about 35 pending slots stay free that waiting until day 60 would fill.");
  });
});

describe("the link to the report", () => {
  it("says when it ends at the latest, that it may end sooner, and how to come by the report then", () => {
    const [, after = ""] = textOf(aWeek(), REPORT).split("\nReport\n");

    expect(after.split("\n")).toEqual([
      REPORT.link,
      "This link works for whoever has it until 2026-11-23 20:00 UTC at the",
      "latest. It ends sooner when the credentials that made it do; AWS does",
      "not say when those of a function end.",
      "",
      "Whoever may read the bucket opens the report until 2027-02-21 in the",
      "console, or makes another link, or saves the page:",
      "https://eu-central-1.console.aws.amazon.com/s3/object/the-bucket?region=eu-central-1&prefix=digests/2026-11-23T08-00-00Z.html",
      "aws s3 presign s3://the-bucket/digests/2026-11-23T08-00-00Z.html --region eu-central-1 --expires-in 3600",
      "aws s3 cp s3://the-bucket/digests/2026-11-23T08-00-00Z.html . --region eu-central-1",
    ]);
  });

  it("names no doubt where there is none", () => {
    const text = textOf(aWeek(), { ...REPORT, endIsSure: true });

    expect(text).toContain("This link works until 2026-11-23 20:00 UTC, for whoever has it.");
    expect(text).not.toContain("sooner");
  });
});

it("keeps lines short, but for links and commands to be copied", () => {
  const needsPerson = [
    { identityId: "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601", why: OUTCOMES_NOT_KNOWN, since, ref: "err-abc123-def456" },
  ];
  const held = { "dry-run": 40, "daily-cap": 3, "working-hours": 12, "run-cap": 100, "listing-collapsed": 0 };
  const workspaceBlock = { until: since, why: "NO_ACCESS", ref: "err-abc123-def456" };

  const lines = textOf(saying({ drift: DRIFT }, aWeek({ needsPerson, held, workspaceBlock })), REPORT).split("\n");

  expect(lines.filter((line) => line.length > 72 && !/^(https|aws s3)/.test(line))).toEqual([]);
});
