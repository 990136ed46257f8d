import { parseHTML } from "linkedom";
import { expect } from "vitest";
import type { Verdict } from "../../../lib/report/verdict/verdict.ts";

/** A page as somebody reads it, from the banner to the end of its header. */
export function headerOf(page: string): string {
  const { document } = parseHTML(page);
  const parts = document.querySelectorAll("header > *");
  return [...parts].map((one) => one.textContent).join("\n");
}

type Words = Pick<Verdict, "headline" | "why" | "price" | "sooner" | "drift">;

/** That a surface says all of a verdict in its order, and what it says has this number of late acceptances. */
export function expectSaid(surface: string, text: string, verdict: Words, late: number): void {
  const { drift, headline, why, price, sooner } = verdict;
  const said = text.replace(/\s+/g, " ");
  let from = 0;
  for (const words of [drift, headline, why, price, sooner]) {
    if (words === null) continue;
    const at = said.indexOf(words, from);
    expect(at, `${surface}: "${words}" in "${said.slice(from, from + 600)}"`).toBeGreaterThanOrEqual(0);
    from = at + words.length;
  }
  expect(said.slice(0, from), surface).toMatch(new RegExp(`(^|\\D)${late} late acceptances?\\b`));
  if (drift === null) expect(said, surface).not.toContain("Acceptance has changed");
}
