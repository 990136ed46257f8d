import { describe, expect, it } from "vitest";
import { findChromium, openDetails, useBrowser } from "./helpers/browser.ts";
import { FOCUSABLE, UNDER_RING } from "./helpers/in-page.ts";
import { SAMPLES } from "./helpers/samples.ts";

const chromium = findChromium();

const PLACE = `(() => {
  const reached = ${FOCUSABLE};
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return { place: reached.indexOf(document.activeElement), outlineStyle, outlineWidth };
})()`;

const MOVING = `[...document.querySelectorAll("*")].filter((one) => {
  const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(one);
  return animationName !== "none" ? true : transitionDuration !== "0s" ? true : scrollBehavior !== "auto";
}).map((one) => one.tagName)`;

describe.skipIf(chromium === null)("the page with the keyboard", () => {
  const show = useBrowser(chromium);

  it.each([320, 800, 1_280])(
    "reaches everything in its order, each with a ring clear of all text, at %d pixels",
    async (width) => {
      const { page } = await show(SAMPLES["a team of three"], { viewport: { width, height: 900 } });
      await openDetails(page);
      await page.evaluate("document.activeElement.blur()");
      const count = (await page.evaluate(`${FOCUSABLE}.length`)) as number;
      expect(count).toBe(12);

      await page.evaluate(
        "document.querySelector('h1').setAttribute('tabindex', '-1'), document.querySelector('h1').focus()",
      );
      for (let place = 0; place < count; place++) {
        await page.keyboard.press("Tab");
        expect(await page.evaluate(PLACE)).toEqual({ place, outlineStyle: "solid", outlineWidth: "3px" });
        expect(await page.evaluate(UNDER_RING)).toEqual([]);
      }
    },
  );

  it("unfolds the figures with Enter", async () => {
    const { page } = await show(SAMPLES["a team of three"]);
    const first = page.locator("details").first();
    await first.locator("summary").press("Enter");

    expect(await first.getAttribute("open")).toBe("");
  });

  it("gives the command as one line to whoever selects it", async () => {
    const { page } = await show(SAMPLES["a team of three"], { viewport: { width: 320, height: 800 } });
    await page.locator("header code").click();

    expect(await page.evaluate("getSelection().toString()")).toBe(SAMPLES["a team of three"].overall.verdict.command);
  });

  it.each(["reduce", "no-preference"] as const)("moves nothing by itself: %s", async (reducedMotion) => {
    const { page } = await show(SAMPLES["a team of three"], { reducedMotion });

    expect(await page.evaluate(MOVING)).toEqual([]);
  });
});
