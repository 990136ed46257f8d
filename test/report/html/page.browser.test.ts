import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { reportPage } from "../../../lib/report/html/page.ts";
import { DARK, LIGHT } from "../../../lib/report/html/palette.ts";
import { findChromium, openDetails, useBrowser } from "./helpers/browser.ts";
import { contrast, parseColour } from "./helpers/contrast.ts";
import { BACKGROUNDS, TEXT_COLOURS } from "./helpers/in-page.ts";
import { SAMPLES } from "./helpers/samples.ts";

const chromium = findChromium();
const TEAM = SAMPLES["a team of three"];
const { everyThreshold, analysis } = TEAM.overall;
const rgb = (hex: string) => `rgb(${parseColour(hex).join(", ")})`;
const sentenceOf = (days: number) => everyThreshold.find(({ row }) => row.thresholdDays === days)?.sentence;

describe.skipIf(chromium === null)("the page in a browser", () => {
  const show = useBrowser(chromium);

  describe("the policy", () => {
    it.each(Object.entries(SAMPLES))(
      "is kept by the page of %s, which asks for nothing and reports no error",
      async (_, data) => {
        const { page, problems } = await show(data);
        await openDetails(page);

        expect(problems).toEqual([]);
      },
    );

    it("stops a script, a style and an image that slipped in, and this test would see them", async () => {
      const intruders = `<script>document.title = "taken over"</script><p style="color: red">x</p><img src="http://127.0.0.1:9/x.png"/>`;
      const { page, problems } = await show(reportPage(TEAM).replace("<main>", `<main>${intruders}`));

      expect(await page.title()).toBe("Invitation report, 2026-11-23");
      for (const directive of ["script-src", "style-src", "img-src"]) {
        expect(problems.join("\n")).toContain(directive);
      }
    });

    it("lets hostile texts run nothing", async () => {
      const { page } = await show(SAMPLES["hostile texts"]);
      let asked = false;
      page.on("dialog", (dialog) => {
        asked = true;
        void dialog.dismiss();
      });
      await page.locator("#threshold").press("ArrowRight");

      expect(asked).toBe(false);
      expect(await page.locator("#threshold-sentence").textContent()).toContain(`<script>alert("1")</script>`);
    });

    it("has a page that a strict XML parser accepts", async () => {
      for (const data of Object.values(SAMPLES)) {
        const { page } = await show(data);
        const source = JSON.stringify(reportPage(data));
        const fault = await page.evaluate(
          `new DOMParser().parseFromString(${source}, "application/xhtml+xml").querySelector("parsererror")?.textContent ?? null`,
        );
        expect(fault).toBeNull();
      }
    });
  });

  describe("the slider", () => {
    async function state(page: Page) {
      return {
        sentence: await page.locator("#threshold-sentence").textContent(),
        days: await page.locator("#threshold-days").textContent(),
        said: await page.locator("#threshold").getAttribute("aria-valuetext"),
        marker: Number.parseFloat((await page.locator("#loss-marker line").getAttribute("x1")) ?? ""),
        slots: Number.parseFloat((await page.locator("#slots-marker circle").getAttribute("cx")) ?? ""),
        figure: await page.locator("#loss-marker text").textContent(),
      };
    }
    const [first, last] = [everyThreshold[0]?.row.thresholdDays ?? 0, everyThreshold.at(-1)?.row.thresholdDays ?? 0];
    const placeOf = (days: number) => ((days - first) / (last - first)) * 100;

    it("starts at the recommended threshold", async () => {
      const { page } = await show(TEAM);
      const { sentence, days, said, marker } = await state(page);

      expect(await page.locator("#threshold").inputValue()).toBe("14");
      expect([sentence, days, said]).toEqual([TEAM.overall.sentence, "14 days", "14 days"]);
      expect(marker).toBeCloseTo(placeOf(14), 1);
    });

    it.each([
      ["ArrowRight", 15],
      ["ArrowLeft", 13],
      ["Home", first],
      ["End", last],
    ])("moves sentence, markers and spoken value with %s", async (key, days) => {
      const { page, problems } = await show(TEAM);
      await page.locator("#threshold").press(key);
      const now = await state(page);

      expect(now).toMatchObject({ sentence: sentenceOf(days), days: `${days} days`, said: `${days} days` });
      expect(now.marker).toBeCloseTo(placeOf(days), 1);
      expect(now.slots).toBeCloseTo(placeOf(days), 1);
      expect(problems).toEqual([]);
    });

    it("agrees with the data at every threshold", async () => {
      const { page } = await show(TEAM);
      const slider = page.locator("#threshold");
      await slider.press("Home");
      for (const { row, sentence } of everyThreshold) {
        const now = await state(page);
        expect(now.days).toBe(`${row.thresholdDays} days`);
        expect(now.sentence).toBe(sentence);
        if (row.missing.length > 0) expect(now.figure).toMatch(/too few to judge|not known/);
        await slider.press("ArrowRight");
      }
    });

    it("stands under the pointer where its marker stands in the drawing", async () => {
      const { page } = await show(TEAM);
      const slider = await page.locator("#threshold").boundingBox();
      const plot = await page.locator("svg[aria-labelledby='loss-title']").boundingBox();
      if (slider === null || plot === null) throw new Error("not drawn");
      // The thumb is 24 pixels wide and its middle goes from 12 pixels inside one end to 12 inside the other.
      expect(Math.abs(slider.x + 12 - plot.x)).toBeLessThan(1.5);
      expect(Math.abs(slider.x + slider.width - 12 - (plot.x + plot.width))).toBeLessThan(1.5);
    });

    it("is reached with the keyboard and shows where the focus is", async () => {
      const { page } = await show(TEAM);
      for (let presses = 0; presses < 5; presses++) {
        await page.keyboard.press("Tab");
        if ((await page.evaluate("document.activeElement.id")) === "threshold") break;
      }

      expect(await page.evaluate("document.activeElement.id")).toBe("threshold");
      expect(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")).toBe("solid");
    });

    it("starts at the threshold in force when none is recommended", async () => {
      const { page } = await show(SAMPLES["no acceptable threshold"]);

      expect(await page.locator("#threshold").inputValue()).toBe("21");
    });
  });

  describe("without scripts", () => {
    it("shows everything but the slider", async () => {
      const { page, problems } = await show(TEAM, { javaScriptEnabled: false });

      expect(await page.locator("#threshold-control").isVisible()).toBe(false);
      expect(await page.locator("h1").textContent()).toBe("Go to 14 days");
      expect(await page.locator("#threshold-sentence").isVisible()).toBe(true);
      expect(await page.locator("table:visible caption").allTextContents()).toContain("The thresholds tried");
      for (const picture of await page.locator("svg[role=img]").all()) expect(await picture.isVisible()).toBe(true);
      await openDetails(page);
      expect(await page.locator("details table").count()).toBe(await page.locator("details table:visible").count());
      expect(problems).toEqual([]);
    });
  });

  describe.each([
    ["light", LIGHT],
    ["dark", DARK],
  ] as const)("in %s colours", (colorScheme, palette) => {
    it("has all its text at a contrast of at least 4.5", async () => {
      for (const data of [TEAM, SAMPLES["too little to judge"], SAMPLES["an empty ledger"]]) {
        const { page } = await show(data, { colorScheme });
        await openDetails(page);
        const texts = (await page.evaluate(TEXT_COLOURS)) as string[];

        expect(await page.evaluate(BACKGROUNDS)).toEqual([rgb(palette.paper)]);
        expect(texts).toContain(rgb(palette.ink));
        expect(texts.filter((colour) => contrast(colour, palette.paper) < 4.5)).toEqual([]);
      }
    });
  });

  describe("for a screen reader", () => {
    // Roles and names are worked out from the document by the rules of ARIA, not by this browser's own tree, which differs by version.
    it.each(["a team of three", "too little to judge", "an empty ledger", "hostile texts"] as const)(
      "has a name on all that needs one, on the page of %s",
      async (name) => {
        const { page } = await show(SAMPLES[name]);
        await openDetails(page);

        for (const role of ["slider", "table", "region", "heading"] as const) {
          const count = await page.getByRole(role).count();
          expect(await page.getByRole(role, { name: /\S/ }).count(), role).toBe(count);
        }
        // Inside of a picture nothing has a role of its own.
        const pictures = await page.locator("svg[role=img]").count();
        expect(await page.getByRole("img", { name: /\S/ }).count()).toBe(pictures);
        for (const role of ["banner", "main", "contentinfo"] as const) {
          expect(await page.getByRole(role).count(), role).toBe(1);
        }
      },
    );

    it("names and describes each picture by what it shows", async () => {
      const { page } = await show(TEAM);
      const described = `[...document.querySelectorAll("svg[role=img]")].map((one) =>
        document.getElementById(one.getAttribute("aria-describedby")).textContent.trim())`;

      expect(await page.locator("svg[role=img]").count()).toBe(10);
      expect(((await page.evaluate(described)) as string[]).filter((text) => text === "")).toEqual([]);
      expect(await page.getByRole("img", { name: "Share of acceptances given up, by threshold in days" }).count()).toBe(
        1,
      );
    });

    it("has a slider with a label and days for a value, and a sentence that is read out politely", async () => {
      const { page } = await show(TEAM);
      const slider = page.getByRole("slider", { name: "Try another wait: 14 days", exact: true });

      expect(await slider.getAttribute("aria-valuetext")).toBe("14 days");
      expect(await page.locator("#threshold-sentence").getAttribute("aria-live")).toBe("polite");
    });

    it("has a table of figures for each picture", async () => {
      const { page } = await show(TEAM);
      await openDetails(page);
      const names = await page.getByRole("table").locator("caption").allTextContents();

      expect(names.sort()).toEqual([
        expect.stringMatching(/^Curve by day/),
        "Ended invitations by outcome and reason",
        "Endings a week",
        expect.stringMatching(/^Every threshold from 7 to \d+ days$/),
        "Figures of each identity",
        "Invitations by days pending",
        "The thresholds tried",
      ]);
    });
  });

  it("tries a sample with everything in it", () => {
    expect(analysis.recommendation.kind).toBe("recommended");
    expect(everyThreshold.some(({ row }) => row.missing.length > 0)).toBe(true);
  });
});
