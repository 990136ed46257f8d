import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { reportPage } from "../../lib/report/html/page.ts";
import type { ReportData } from "../../lib/report/report-data.ts";
import { reportText } from "../../lib/report/report-text.ts";
import { SAMPLES } from "./html/helpers/samples.ts";

/** The rows of a table on the terminal, from under its head to the next empty line, as its words in lower case. */
function terminal(data: ReportData, heading: string): readonly (readonly string[])[] {
  const lines = reportText(data).toLowerCase().split("\n");
  const start = lines.indexOf(heading.toLowerCase());
  expect(start, heading).toBeGreaterThanOrEqual(0);
  return lines.slice(start + 3, lines.indexOf("", start + 2)).map((line) => line.split(/\s+/));
}

function page(data: ReportData) {
  const { document } = parseHTML(reportPage(data));
  const texts = (selector: string) => [...document.querySelectorAll(selector)].map((one) => one.textContent.trim());
  const rows = (caption: string) => {
    const found = [...document.querySelectorAll("table")].find(
      (one) => one.querySelector("caption")?.textContent === caption,
    );
    return [...(found?.querySelectorAll("tbody tr") ?? [])].map((row) =>
      [...row.querySelectorAll("th, td")].map((cell) => cell.textContent.trim().toLowerCase()),
    );
  };
  return { texts, rows };
}

const digits = (text: string | undefined): number => Number((text ?? "").replace(/\D/g, ""));

describe.each(["a team of three", "too little to judge", "a handful", "a first listing"] as const)(
  "terminal and page of %s",
  (name) => {
    const data = SAMPLES[name];
    const { texts, rows } = page(data);

    it("count the same invitations in each place", () => {
      const names = texts("dl.figures .counted dt").map((one) => one.toLowerCase());
      const counts = texts("dl.figures .counted dd:not(.meaning)").map(digits);
      const onPage = new Map(names.map((one, index) => [one, counts[index]]));
      const onTerminal = terminal(data, "Where the invitations are").filter(([first = ""]) => /^[a-z]/.test(first));

      expect(onTerminal.map(([where]) => where).sort()).toEqual(names.filter((one) => one !== "seen").sort());
      for (const [where = "", count] of onTerminal) expect(onPage.get(where), where).toBe(digits(count));
      expect(reportText(data).replaceAll(",", "")).toContain(`${onPage.get("seen")} seen`);
    });

    it.runIf(data.overall.outcomes.length > 0)("count the same endings by rule", () => {
      const onPage = rows("Ended invitations by outcome and reason").map(([first = "", count = ""]) => [
        ...first.split(/\s+/),
        String(digits(/^[\d\u202F]+/.exec(count)?.[0])),
      ]);
      const onTerminal = terminal(data, "How they ended").map((words) => {
        const first = words.findIndex((word) => /^\d/.test(word));
        return [...words.slice(0, first), String(digits(words[first]))];
      });

      expect(onPage).toEqual(onTerminal);
    });

    it.runIf(data.identities.length > 1)("count the same for each identity", () => {
      const onPage = rows("Figures of each identity").map(
        ([id, seen, accepted, withdrawn, gone, unreachable, pending]) => [
          id,
          ...[seen, pending, accepted, withdrawn, gone, unreachable].map(digits),
        ],
      );
      const onTerminal = terminal(data, "By identity").map(([id, ...counts]) => [
        id,
        ...counts.slice(0, 6).map(digits),
      ]);

      expect(onPage).toEqual(onTerminal);
    });
  },
);
