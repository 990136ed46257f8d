import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { PRINT } from "../../../lib/report/html/palette.ts";
import { findChromium, useBrowser } from "./helpers/browser.ts";
import { parseColour } from "./helpers/contrast.ts";
import { BACKGROUNDS, overflowing } from "./helpers/in-page.ts";
import { SAMPLES } from "./helpers/samples.ts";

const chromium = findChromium();
const TEAM = SAMPLES["a team of three"];
const { everyThreshold, verdict } = TEAM.overall;
// A4 with the page's margins, at 96 pixels an inch.
const SHEET = { viewport: { width: 672, height: 1_000 } };

describe.skipIf(chromium === null)("the page on paper", () => {
  const show = useBrowser(chromium);
  const seenIn = async (page: Page, selector: string) =>
    (await page.evaluate(`document.querySelector("${selector}").innerText`)) as string;
  const headerOf = (page: Page) => seenIn(page, "header");
  const visible = (page: Page, selector: string) => page.locator(`${selector}:visible`).count();

  it("is printed in light colours although the screen is dark, and nothing sticks out", async () => {
    const { page } = await show(TEAM, { ...SHEET, colorScheme: "dark" });
    await page.emulateMedia({ media: "print" });

    expect(await page.evaluate(BACKGROUNDS)).toEqual([`rgb(${parseColour(PRINT.paper).join(", ")})`]);
    expect(await page.evaluate(overflowing())).toEqual([]);
    expect(await page.locator("#threshold-control").isVisible()).toBe(false);
  });

  it("fits a few sheets", async () => {
    const { page } = await show(TEAM);
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");

    expect(pdf.slice(0, 5)).toBe("%PDF-");
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length;
    expect(sheets).toBeGreaterThanOrEqual(3);
    expect(sheets).toBeLessThanOrEqual(6);
  });

  it("says which threshold it shows, and the verdict while that is the recommended one", async () => {
    const { page } = await show(TEAM, SHEET);
    expect(await headerOf(page)).not.toContain("Threshold shown");

    await page.emulateMedia({ media: "print" });
    const header = await headerOf(page);
    expect(header).toContain("Threshold shown: 14 days, as recommended");
    expect(header).toContain(verdict.headline);
    expect(header).toContain(verdict.command);
    expect(await visible(page, ".tried-only")).toBe(0);
  });

  it.each([
    [4, "Threshold shown: 18 days, tried with the slider"],
    [7, "Threshold shown: 21 days, the one in force"],
  ])("shows the wait alone that the slider was left at, %d days from the recommended one", async (steps, shown) => {
    const { page } = await show(TEAM, SHEET);
    for (let step = 0; step < steps; step++) await page.locator("#threshold").press("ArrowRight");
    const days = 14 + steps;
    const sentence = everyThreshold.find(({ row }) => row.thresholdDays === days)?.sentence ?? "none";
    // On the screen the verdict stays: the wait that is tried stands beside it.
    expect(await headerOf(page)).toContain(verdict.headline);
    expect(await headerOf(page)).not.toContain(`What ${days} days would do`);

    await page.emulateMedia({ media: "print" });
    const header = await headerOf(page);
    expect(header).toContain(shown);
    expect(header).toContain(`What ${days} days would do`);
    expect(header).toContain(sentence);
    for (const words of [verdict.headline, verdict.why, verdict.price, verdict.command]) {
      expect(header).not.toContain(words);
    }
    expect(await seenIn(page, "main")).not.toMatch(/recommended/i);
    expect(await seenIn(page, "#threshold-sentence")).toBe(sentence);
    const figures = await seenIn(page, ".figures");
    expect(figures).not.toContain("waiting 14 ");
    expect(figures).toContain(`waiting ${days} `);
  });

  it("shows the verdict again once the slider is moved back", async () => {
    const { page } = await show(TEAM, SHEET);
    for (const key of ["ArrowRight", "ArrowLeft"]) await page.locator("#threshold").press(key);
    await page.emulateMedia({ media: "print" });

    expect(await headerOf(page)).toContain(verdict.headline);
    expect(await visible(page, ".tried-only")).toBe(0);
  });
});
