import { parseHTML } from "linkedom";
import { reportPage } from "../../../../lib/report/html/page.ts";
import type { ReportData } from "../../../../lib/report/report-data.ts";
import { SAMPLES } from "./samples.ts";

export const ALL = Object.entries(SAMPLES);
const PAGES = new Map<ReportData, ReturnType<typeof parse>>(ALL.map(([, data]) => [data, parse(reportPage(data))]));

export function parse(source: string) {
  const { document } = parseHTML(source);
  const texts = (selector: string) => [...document.querySelectorAll(selector)].map((one) => one.textContent);
  /** The cells of a table, row by row, found by its caption. */
  const table = (caption: RegExp) => {
    const found = [...document.querySelectorAll("table")].find((one) =>
      caption.test(one.querySelector("caption")?.textContent ?? ""),
    );
    return [...(found?.querySelectorAll("tbody tr") ?? [])].map((row) =>
      [...row.querySelectorAll("th, td")].map((cell) => cell.textContent),
    );
  };
  return { source, document, texts, table };
}

export function pageOf(data: ReportData) {
  return PAGES.get(data) ?? parse(reportPage(data));
}
