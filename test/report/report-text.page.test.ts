import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { reportPage } from "../../lib/report/html/page.ts";
import type { ReportData } from "../../lib/report/report-data.ts";
import { reportText } from "../../lib/report/report-text.ts";
import { SAMPLES } from "./html/helpers/samples.ts";

/** The lines of a table on the terminal by their first number: the text after it. */
function terminal(data: ReportData, heading: string): ReadonlyMap<string, string> {
  const lines = reportText(data).split("\n");
  const start = lines.findIndex((line) => line.startsWith(heading));
  expect(start, heading).toBeGreaterThanOrEqual(0);
  const rows = lines.slice(start + 3, lines.indexOf("", start + 2));
  return new Map(rows.map((row) => [/^\s*(\d+)/.exec(row)?.[1] ?? "", row.replace(/^\s*\d+( days?)?/, "")]));
}

/** The cells of the page's table by the first number of their row. */
function page(data: ReportData, caption: RegExp): ReadonlyMap<string, readonly string[]> {
  const { document } = parseHTML(reportPage(data));
  const table = [...document.querySelectorAll("table")].find((one) =>
    caption.test(one.querySelector("caption")?.textContent ?? ""),
  );
  const rows = [...(table?.querySelectorAll("tbody tr") ?? [])].map((row) =>
    [...row.querySelectorAll("th, td")].map((cell) => cell.textContent ?? ""),
  );
  return new Map(rows.map(([first = "", ...cells]) => [/^\d+/.exec(first)?.[0] ?? "", cells]));
}

const shares = (text: string): readonly string[] =>
  text.match(/(at most )?(under )?[\d.]+%( \([\d.]+–(under )?[\d.]+%\))?/g) ?? [];

const TABLED = Object.entries(SAMPLES).filter(
  ([name]) => !["an empty ledger", "hostile texts", "huge numbers"].includes(name),
);

describe.each(TABLED)("terminal and page of %s", (_, data) => {
  it("have the same curve on each day that the terminal shows", () => {
    const onPage = page(data, /^Curve by day/);
    const onTerminal = terminal(data, "How invitations ended that were pending");
    // A page draws no curve of a single day.
    if (data.overall.analysis.horizon === 0) return expect(onPage.size).toBe(0);

    expect(onTerminal.size).toBeGreaterThan(3);
    for (const [day, line] of onTerminal) {
      const [watched, , , pending, accepted, gone] = onPage.get(day) ?? [];
      expect(shares(line), `day ${day}`).toEqual([accepted, gone, pending]);
      expect(line.trim().split(" ")[0]?.replaceAll(",", ""), `day ${day}`).toBe(watched?.replace(/\D/g, ""));
    }
  });

  it("show the same waits, with the same shares, or none", () => {
    const onPage = page(data, /^The thresholds tried$/);
    const onTerminal = terminal(data, "What another threshold would give up and free");

    expect([...onTerminal.keys()]).toEqual([...onPage.keys()]);
    for (const [days, line] of onTerminal) {
      const [given = "", instead = ""] = onPage.get(days) ?? [];
      const [share, , against] = shares(line);
      expect(shares(given), `${days} days`).toEqual(share === undefined ? [] : [share]);
      expect(shares(instead), `${days} days`).toEqual(against === undefined ? [] : [against]);
    }
  });
});

describe("a wait that cannot be judged", () => {
  const data = SAMPLES["too little to judge"];

  it("has no figure on either, but what it lacks", () => {
    const unjudged = data.overall.analysis.rows.filter(({ missing }) => missing.length > 0);
    expect(unjudged.some(({ shareGivenUp, againstCurrent }) => shareGivenUp !== null && againstCurrent !== null)).toBe(
      true,
    );

    const onTerminal = terminal(data, "What another threshold would give up and free");
    const onPage = page(data, /^The thresholds tried$/);
    for (const { thresholdDays } of unjudged) {
      const days = String(thresholdDays);
      const lacking = onTerminal.get(days)?.replace(/^[ –]+/, "");
      expect(lacking).toMatch(/^\d+ more /);
      expect(onPage.get(days)?.slice(0, 3)).toEqual([`–lacks ${lacking}`, "–", "–"]);
    }
  });
});

describe("where every day is a candidate", () => {
  const data = SAMPLES["a team of three"];
  const { analysis, everyThreshold } = data.overall;
  const rows = everyThreshold.map(({ row }) => row);
  const advised = { ...analysis.recommendation, thresholdDays: 13 };
  const many = { ...data, overall: { ...data.overall, analysis: { ...analysis, rows, recommendation: advised } } };

  it("both show chosen days, the one in force and the one that the verdict is about", () => {
    const shown = ["7", "10", "13", "14", "21", "30", "45"];

    expect(rows.length).toBeGreaterThan(30);
    expect([...terminal(many, "What another threshold would").keys()].slice(0, 7)).toEqual(shown);
    expect([...page(many, /^The thresholds tried$/).keys()].slice(0, 7)).toEqual(shown);
  });
});
