import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { findChromium, openDetails, useBrowser } from "./helpers/browser.ts";
import { overflowing } from "./helpers/in-page.ts";
import { SAMPLES } from "./helpers/samples.ts";

const chromium = findChromium();
const TEAM = SAMPLES["a team of three"];
const { everyThreshold } = TEAM.overall;

/** Of each table: how its rows are laid out, and what stands before each cell against the head of its column. */
const TABLES = `[...document.querySelectorAll("table")].map((table) => ({
  caption: table.caption.textContent,
  display: getComputedStyle(table).display,
  heads: [...table.querySelectorAll("thead th")].map((one) => one.textContent),
  rows: [...table.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("th, td:not([aria-hidden])")].map((cell) =>
    getComputedStyle(cell, "::before").content.replaceAll('"', "").trim())),
}))`;

interface TableLaidOut {
  readonly caption: string;
  readonly display: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

describe.skipIf(chromium === null)("the page on screens of any width", () => {
  const show = useBrowser(chromium);
  const width = (page: Page) => page.evaluate("document.documentElement.scrollWidth");

  it.each(Object.keys(SAMPLES) as (keyof typeof SAMPLES)[])(
    "scrolls nothing sideways at 320, 360, 480 and 600 pixels: %s",
    async (name) => {
      const { page } = await show(SAMPLES[name], { viewport: { width: 320, height: 800 } });
      await openDetails(page);
      for (const pixels of [320, 360, 480, 600]) {
        await page.setViewportSize({ width: pixels, height: 800 });
        expect(await width(page)).toBe(pixels);
        expect(await page.evaluate(overflowing()), `${pixels} pixels`).toEqual([]);
      }
    },
  );

  it.each([
    ["huge numbers", 800],
    ["hostile texts", 1_600],
  ] as const)("holds the page of %s at %d pixels, where wide tables may scroll", async (name, pixels) => {
    const { page } = await show(SAMPLES[name], { viewport: { width: pixels, height: 800 } });
    await openDetails(page);

    expect(await width(page)).toBe(pixels);
    expect(await page.evaluate(overflowing(".scroll"))).toEqual([]);
  });

  it("makes a card of each row up to 672 pixels, with the name of its column before each figure", async () => {
    const { page } = await show(TEAM, { viewport: { width: 672, height: 800 } });
    await openDetails(page);
    const tables = (await page.evaluate(TABLES)) as TableLaidOut[];

    expect(tables).toHaveLength(7);
    for (const { caption, display, heads, rows } of tables) {
      expect(display, caption).toBe("block");
      const isBesideItsBar = caption.startsWith("Ended");
      for (const row of rows) expect(row, caption).toEqual(isBesideItsBar ? ["none", "Invitations"] : heads);
    }
    expect(await page.getByRole("table").count()).toBe(7);
    expect(await page.getByRole("columnheader", { name: "Watched past it" }).count()).toBe(2);
  });

  it.each([673, 800, 1_280])(
    "keeps tables at %d pixels, but for those of too many columns, and cuts none",
    async (width) => {
      const { page } = await show(TEAM, { viewport: { width, height: 800 } });
      await openDetails(page);
      const tables = (await page.evaluate(TABLES)) as TableLaidOut[];
      const cards = tables.filter(({ display }) => display === "block").map(({ caption }) => caption);

      expect(cards).toEqual(["Figures of each identity"]);
      expect(await page.evaluate(overflowing())).toEqual([]);
    },
  );

  it("keeps the figure at the marker in the page wherever the slider stands", async () => {
    const { page } = await show(TEAM, { viewport: { width: 320, height: 800 } });
    await page.locator("#threshold").press("Home");
    for (let step = 0; step < everyThreshold.length; step++) {
      expect(await page.evaluate(overflowing())).toEqual([]);
      await page.locator("#threshold").press("ArrowRight");
    }
  });
});
