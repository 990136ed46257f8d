import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS, later } from "../../../lib/domain/time.ts";
import { startSweeper, sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { sharedFolder } from "../../report/helpers/fill-folder.ts";
import { simulateLog } from "../../report/helpers/simulated-log.ts";

const HEADINGS = "sent at,first seen at,ended at,outcome,identity,threshold days";
const THREE = [
  "2026-03-02T09:30:00Z,2026-03-03T06:00:00Z,2026-03-05T11:12:00Z,accepted,ana,21",
  "2026-03-04T15:00:00Z,2026-03-05T06:00:00Z,2026-03-25T06:00:00Z,gone,ana,21",
  "2026-03-06T10:00:00Z,2026-03-07T06:00:00Z,2026-04-01T06:00:00Z,pending,ana,21",
];

function fileOf(content: string | Uint8Array): string {
  const file = join(temporaryFolder(), "history.csv");
  writeFileSync(file, content);
  return file;
}

const report = (file: string, ...options: string[]) => sweeper(["report", "--observations", file, ...options]);
const lines = (...all: string[]): string => `${all.join("\n")}\n`;

describe("report --observations", () => {
  it("analyses a file, with the file as its target and no policy", async () => {
    const file = fileOf(lines(HEADINGS, ...THREE));

    const text = await report(file);
    const json = JSON.parse((await report(file, "--json")).out);

    expect(text).toMatchObject({ code: 0, err: "", target: `file ${file}` });
    expect(text.out).toMatch(
      /^Not yet.*\n(?:.*\n)+\nReport of .* UTC: 2026-03-03 06:00 to 2026-04-01 06:00 \(29 days\), all identities\nFrom a file, without a policy: set against 21 days\n/,
    );
    expect(text.out).not.toContain("The policy has no holdout");
    expect(text.out).not.toContain("Ages from ids");
    expect(json).toMatchObject({ target: `file ${file}`, policy: { version: 0, thresholdDays: 21 }, unfinished: [] });
    expect(json.overall.funnel).toMatchObject({ seen: 3, accepted: 1, gone: 1, pending: 1, withdrawn: 0 });
    expect(json.overall.analysis.counts).toMatchObject({ observed: 3, accepted: 1, gone: 1, censored: 1 });
    expect(json.identities).toMatchObject([{ identityId: "ana" }]);
  });

  it("has the page, the CSV and the narrowings that a log has", async () => {
    const other = "2026-03-08T10:00:00Z,2026-03-09T06:00:00Z,2026-04-20T06:00:00Z,withdrawn,bob,30";
    const file = fileOf(lines(HEADINGS, ...THREE, other));
    const page = join(temporaryFolder(), "report.html");

    const bob = await report(file, "--identity", "bob", "--json", "--html", page);
    const csv = await report(file, "--csv", "--threshold", "25", "--acceptable-loss", "7.5");
    const span = JSON.parse((await report(file, "--since", "30d", "--until", "2026-04-10", "--json")).out);

    expect(JSON.parse(bob.out)).toMatchObject({ filter: { identityId: "bob" }, overall: { funnel: { seen: 1 } } });
    expect(readFileSync(page, "utf8")).toContain("none, from a file; set against 30 days");
    expect(bob.err).toContain(`page written to ${page}`);
    const table: Record<string, string>[] = parse(csv.out, { columns: true });
    expect(table.find((line) => line.identity === "all" && line["in force"] === "true")?.["threshold days"]).toBe("25");
    // Spans are counted back from the latest time in the file.
    expect(span).toMatchObject({ since: "2026-03-21T06:00:00.000Z", until: "2026-04-10T00:00:00.000Z" });
    expect(span.overall.funnel).toMatchObject({ accepted: 0, gone: 1, withdrawn: 0, pending: 2 });
  });

  it("needs no target, no key, no data folder, and leaves nothing behind", async () => {
    const folder = temporaryFolder();
    const file = fileOf(lines(HEADINGS, ...THREE));
    // A saved target that cannot be read stops every command that asks for one.
    mkdirSync(join(folder, ".sweeper"));
    writeFileSync(join(folder, ".sweeper", "target.json"), "damaged");
    const env = { EDGES_BASE_URL: "http://127.0.0.1:9", AWS_REGION: "nowhere-1" };

    const ran = await startSweeper(["report", "--observations", file, "--json"], { cwd: folder, env }).ended;

    expect(ran).toMatchObject({ code: 0, err: "", target: `file ${file}` });
    expect(JSON.parse(ran.out).overall.funnel.seen).toBe(3);
    expect(existsSync(join(folder, ".sweeper", "sandbox"))).toBe(false);
  });

  it("reads standard input for -", async () => {
    const file = fileOf(lines(HEADINGS, ...THREE));

    const ran = await startSweeper(["report", "--observations", "-", "--json"], { shell: `cat ${file} | "$@"` }).ended;

    expect(ran).toMatchObject({ code: 0, target: "standard input" });
    expect(JSON.parse(ran.out).overall.funnel.seen).toBe(3);
  });
});

describe("files as Excel and others write them", () => {
  const rows = [HEADINGS, ...THREE];
  const semicolons = rows.map((row) => row.replaceAll(",", ";"));
  const shuffled = [
    "Note;THRESHOLD DAYS; Outcome ;identity;ended at;first seen at;Sent At",
    ...THREE.map((row) => ["a, b", ...row.split(",").toReversed()]).map(([note, days, who, what, ended, ...others]) =>
      [note, days, what, who, ended, ...others].join(";"),
    ),
  ];
  it.each<readonly [string, string | Uint8Array]>([
    ["a byte order mark and CRLF", `\ufeff${rows.join("\r\n")}\r\n`],
    ["semicolons", lines(...semicolons)],
    ["a line that names the separator", lines("sep=;", ...semicolons)],
    ["tabs, in UTF-16", Buffer.from(`\ufeff${rows.map((row) => row.replaceAll(",", "\t")).join("\r\n")}`, "utf16le")],
    ["columns in another order, in capitals, with others among them", lines(...shuffled)],
    ["times without milliseconds, and with them and an offset", lines(...rows).replaceAll(":00Z", ":00.000+00:00")],
    ["empty lines and cells in quotes", lines(...rows.map((row) => `"${row.replaceAll(",", '","')}"\n,,,,,`))],
  ])("with %s say the same", async (_what, content) => {
    const expected = JSON.parse((await report(fileOf(lines(...rows)), "--json")).out);

    const { code, out, err } = await report(fileOf(content), "--json");

    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(JSON.parse(out).overall).toEqual(expected.overall);
  });
});

describe("what a local folder's `outcomes --pending --csv` writes", () => {
  const log = simulateLog({
    chances: { acceptance: (age) => 0.08 * Math.exp(-age / 6), departure: () => 0.006 },
    ...{ seed: 5, listings: 40, sendsPerDay: 15, backlogDays: 45, thresholdDays: 21 },
    firstListing: later(new Date(), -39 * DAY_MS - HOUR_MS),
  });
  const folder = sharedFolder(log);

  it("gives the same analysis as `report` on that folder", async () => {
    const file = fileOf((await sweeper(["outcomes", "--pending", "--csv", "--data", folder()])).out);

    const ofFile = await report(file, "--json");
    const ofFolder = JSON.parse((await sweeper(["report", "--json", "--data", folder()])).out);

    expect(ofFile.err).toBe("");
    const { analysis, everyThreshold, sendsPerDay, funnel, outcomes, exclusions } = ofFolder.overall;
    expect(JSON.parse(ofFile.out).overall).toMatchObject({
      analysis,
      everyThreshold,
      sendsPerDay,
      funnel,
      outcomes,
      exclusions,
    });
    expect(analysis.counts.observed).toBeGreaterThan(500);
    expect(sendsPerDay).toBeGreaterThan(0);
  });

  it("without --pending is read, with a caveat and the command that writes the rest", async () => {
    const file = fileOf((await sweeper(["outcomes", "--since", "60d", "--csv", "--data", folder()])).out);

    const { code, out, err } = await report(file);

    expect(code).toBe(0);
    expect(err).toMatch(/^The file holds no pending invitation\. .*`sweeper outcomes --pending --csv > history\.csv`/);
    expect(out).toContain(`- ${err}`);
  });

  it("is told from what `report --csv` writes, which holds no invitations", async () => {
    const file = fileOf((await sweeper(["report", "--csv", "--data", folder()])).out);

    const { code, out, err } = await report(file);

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`${file}: line 1: this is a table of thresholds, as \`sweeper report --csv\` prints it`);
    expect(err).toContain("sweeper outcomes --pending --csv");
  });
});

describe("what cannot be analysed", () => {
  it.each([
    ["an empty file", "", "the file is empty; the first line names the columns: sent at,first seen at,"],
    ["headings alone", HEADINGS, "the file has headings and no line below them"],
    ["no headings", lines(...THREE), "line 1: "],
    [
      "a column that is missing",
      lines(HEADINGS.replace("outcome", "result"), ...THREE),
      'line 1, "outcome": no such heading',
    ],
    ["a column that is there twice", lines(`${HEADINGS},Outcome`, ...THREE), 'line 1, "outcome": stands 2 times'],
    [
      "an unknown outcome",
      lines(HEADINGS, ...THREE).replace("gone", "expired"),
      'line 3, "outcome": "expired" is no outcome',
    ],
    [
      "a time without a zone",
      lines(HEADINGS, ...THREE).replace("2026-03-25T06:00:00Z", "2026-03-25 06:00"),
      'line 3, "ended at": "2026-03-25 06:00" has no time zone; write 2026-03-25T06:00Z if it is UTC',
    ],
    [
      "an end before first sight",
      lines(HEADINGS, ...THREE).replace("2026-03-25T06", "2026-03-05T05"),
      'line 3, "ended at": 2026-03-05T05:00:00.000Z lies before "first seen at", 2026-03-05T06:00:00.000Z',
    ],
    [
      "first sight before it was sent",
      lines(HEADINGS, ...THREE).replace("2026-03-05T06", "2026-03-04T06"),
      'line 3, "first seen at": 2026-03-04T06:00:00.000Z lies before "sent at", 2026-03-04T15:00:00.000Z',
    ],
    ["another encoding", Buffer.from(lines(HEADINGS, ...THREE).replace("ana", "Añ"), "latin1"), "line 2 is not UTF-8"],
    [
      "a quote that is never closed",
      lines(HEADINGS, `"${"x".repeat(70_000)}`),
      "from line 2 on the file cannot be read",
    ],
  ])(
    "%s is told with its place and what to write, and the command ends with exit code 2",
    async (_what, text, said) => {
      const file = fileOf(text);

      const { code, out, err } = await report(file);

      expect({ code, out }).toEqual({ code: 2, out: "" });
      expect(err).toContain(`${file}: ${said}`);
    },
  );

  it("is told ten problems at a time", async () => {
    const file = fileOf(lines(HEADINGS, ...Array.from({ length: 15 }, () => ",2026-03-03T06:00:00Z,,pending,ana,21")));

    const { code, err } = await report(file);

    expect(code).toBe(2);
    expect(err.split("\n")).toHaveLength(12);
    expect(err).toMatch(
      /15 problems; nothing was analysed:\n {2}line 2, "sent at": is empty; [\s\S]*\n {2}and 5 more$/,
    );
  });

  it("may be no file, or a folder", async () => {
    const folder = temporaryFolder();

    const missing = await report(join(folder, "none.csv"));
    const directory = await report(folder);

    expect(missing).toMatchObject({ code: 2, err: expect.stringContaining("none.csv cannot be read (ENOENT)") });
    expect(directory).toMatchObject({ code: 2, err: expect.stringContaining(`${folder} is a folder`) });
  });

  it("also goes for options that contradict each other", async () => {
    const file = fileOf(lines(HEADINGS, ...THREE));

    for (const option of [["--local"], ["--stack", "Sweeper"], ["--data", "x"], ["--edges", "sandbox"]]) {
      expect(await report(file, ...option)).toMatchObject({
        code: 2,
        err: expect.stringContaining("cannot be used with"),
      });
    }
    const threshold = await sweeper(["report", "--threshold", "14", "--data", temporaryFolder()]);
    const loss = await sweeper(["report", "--acceptable-loss", "5", "--data", temporaryFolder()]);
    expect(threshold).toMatchObject({ code: 2, err: expect.stringContaining("--threshold goes with --observations") });
    expect(loss).toMatchObject({ code: 2, err: expect.stringContaining("--acceptable-loss goes with --observations") });
  });
});

/** Freireich et al. 1963, remission times in weeks under 6-MP, here in days. */
const EVENTS = [6, 6, 6, 7, 10, 13, 16, 22, 23];
const CENSORED = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
/** Age, at risk, events, and the published product-limit estimate. */
const PUBLISHED = [
  [6, 21, 3, "0.857143"],
  [7, 17, 1, "0.806723"],
  [10, 15, 1, "0.752941"],
  [13, 12, 1, "0.690196"],
  [16, 11, 1, "0.627451"],
  [22, 7, 1, "0.537815"],
  [23, 6, 1, "0.448179"],
] as const;

describe("whole-day data", () => {
  it("give the discrete estimates, to six digits", async () => {
    const sent = "2026-01-01T00:00:00Z";
    const row = (age: number, outcome: string) =>
      `${sent},${sent},${later(new Date(sent), age * DAY_MS)
        .toISOString()
        .slice(0, 10)}T23:59:59Z,${outcome},,21`;
    const rows = [...EVENTS.map((age) => row(age, "accepted")), ...CENSORED.map((age) => row(age, "pending"))];

    const { out } = await report(fileOf(lines(HEADINGS, ...rows)), "--json");

    const { curve } = JSON.parse(out).overall.analysis;
    let exact = 1;
    for (const [age, atRisk, events, published] of PUBLISHED) {
      exact *= 1 - events / atRisk;
      expect(exact.toFixed(6)).toBe(published);
      expect(Math.abs(curve[age].stillPending.value - exact)).toBeLessThan(5e-7);
      expect(curve[age].atRisk).toBeCloseTo(atRisk, 3);
    }
  });
});

describe("the minimal form as the documents show it", () => {
  const indented = (text: string) => [...text.matchAll(/^ {2}((?:sent at|2026-).*)$/gm)].map(([, line]) => line ?? "");

  it("is read, from the document and from --help", async () => {
    const document = readFileSync(new URL("../../../lib/report/README.md", import.meta.url), "utf8");
    const [, ofDocument = ""] = /```csv\n([\s\S]*?)```/.exec(document) ?? [];
    const ofHelp = indented((await sweeper(["report", "--help"])).out);
    expect(ofHelp[0]).toBe(HEADINGS);

    for (const [text, count] of [
      [ofDocument, 4],
      [lines(...ofHelp), ofHelp.length - 1],
    ] as const) {
      const { code, out } = await report(fileOf(text), "--json");

      expect(code).toBe(0);
      expect(JSON.parse(out).overall.analysis.counts.observed).toBe(count);
    }
  });
});
