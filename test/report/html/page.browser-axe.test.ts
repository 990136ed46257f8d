import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { reportPage } from "../../../lib/report/html/page.ts";
import { findChromium, openDetails, useBrowser } from "./helpers/browser.ts";
import { SAMPLES } from "./helpers/samples.ts";

const chromium = findChromium();
const TEAM = reportPage(
  SAMPLES["a team of three"],
  "Sandbox: made-up people",
  new Map(SAMPLES["a team of three"].identities.map(({ identityId }) => [identityId, `Ana, ${identityId}`])),
);

/** All of axe's rules, best practices too: what breaks one, and where. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as axe.AxeResults;
  expect(found.passes.length).toBeGreaterThan(10);
  return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 120)}`));
}

describe.skipIf(chromium === null)("the page before axe", () => {
  const show = useBrowser(chromium);

  it.each([360, 800, 1_280].flatMap((width) => [[width, "light"] as const, [width, "dark"] as const]))(
    "breaks no rule at %d pixels, %s",
    async (width, colorScheme) => {
      const { page } = await show(TEAM, { viewport: { width, height: 900 }, colorScheme });
      await openDetails(page);
      await page.locator("#threshold").press("ArrowRight");

      expect(await violations(page)).toEqual([]);
    },
  );

  it.each(["as it is", "with the slider moved"])("breaks no rule on paper, %s", async (how) => {
    const { page } = await show(TEAM, { viewport: { width: 672, height: 900 }, colorScheme: "dark" });
    if (how !== "as it is") await page.locator("#threshold").press("ArrowRight");
    await page.emulateMedia({ media: "print" });

    expect(await violations(page)).toEqual([]);
  });

  it.each(["too little to judge", "an empty ledger", "hostile texts", "a change of acceptance"] as const)(
    "breaks no rule with %s",
    async (name) => {
      const { page } = await show(SAMPLES[name], { viewport: { width: 360, height: 900 } });
      await openDetails(page);

      expect(await violations(page)).toEqual([]);
    },
  );

  it("would find what is wrong", async () => {
    const { page } = await show(TEAM.replace("<main>", '<main><p><img src="data:,"/></p>'));

    expect(await violations(page)).toEqual([expect.stringMatching(/^image-alt: /)]);
  });
});
