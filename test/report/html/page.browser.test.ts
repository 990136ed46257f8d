import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { reportPage } from "../../../lib/report/html/page.ts";
import { DARK, LIGHT, PRINT } from "../../../lib/report/html/palette.ts";
import type { ReportData } from "../../../lib/report/report-data.ts";
import { findChromium, launch, type Opened, open } from "./helpers/browser.ts";
import { contrast, parseColour } from "./helpers/contrast.ts";
import { SAMPLES } from "./helpers/samples.ts";

const chromium = findChromium();
const TEAM = SAMPLES["a team of three"];
const { everyThreshold, analysis } = TEAM.overall;

// What runs in the page is given as text: the project's own code has no document, and its types say so.
const OVERFLOWING = `[...document.querySelectorAll("body *")].filter((one) => {
  if (one.closest(".scroll, .unseen, svg.textures") !== null) return false;
  const { left, right, width } = one.getBoundingClientRect();
  return width > 0 && (right > document.documentElement.clientWidth + 0.5 || left < -0.5);
}).map((one) => one.tagName + "." + (one.getAttribute("class") ?? "") + ": " + one.textContent.slice(0, 40))`;

const TEXT_COLOURS = `[...new Set([...document.querySelectorAll("body *")].filter((one) =>
  [...one.childNodes].some((node) => node.nodeType === 3 ? node.data.trim() !== "" : false)
    ? one.checkVisibility() ? !["SCRIPT", "STYLE", "title", "desc"].includes(one.tagName) : false
    : false
).map((one) => { const style = getComputedStyle(one); return one instanceof SVGElement ? style.fill : style.color; }))]`;

const BACKGROUNDS = `[...new Set([...document.querySelectorAll("html, body *")]
  .map((one) => getComputedStyle(one).backgroundColor).filter((colour) => colour !== "rgba(0, 0, 0, 0)"))]`;

const rgb = (hex: string) => `rgb(${parseColour(hex).join(", ")})`;
const sentenceOf = (days: number) => everyThreshold.find(({ row }) => row.thresholdDays === days)?.sentence;

describe.skipIf(chromium === null)("the page in a browser", () => {
  let browser: Browser;
  const opened: Opened[] = [];

  beforeAll(async () => {
    browser = await launch(chromium ?? "");
  });
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  afterAll(async () => {
    await browser?.close();
  });

  async function show(data: ReportData | string, options: BrowserContextOptions = {}): Promise<Opened> {
    const one = await open(browser, typeof data === "string" ? data : reportPage(data), options);
    opened.push(one);
    return one;
  }

  async function openDetails(page: Page): Promise<void> {
    for (const summary of await page.locator("summary").all()) await summary.click();
  }

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

  describe("on paper", () => {
    it("is printed in light colours although the screen is dark, and nothing sticks out", async () => {
      // A4 with the page's margins, at 96 pixels an inch.
      const { page } = await show(TEAM, { colorScheme: "dark", viewport: { width: 672, height: 1000 } });
      await page.emulateMedia({ media: "print" });

      expect(await page.evaluate(BACKGROUNDS)).toEqual([rgb(PRINT.paper)]);
      expect(await page.evaluate(OVERFLOWING)).toEqual([]);
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
  });

  describe("on screens of any width", () => {
    it.each([
      ...Object.keys(SAMPLES).map((name) => [name, 320] as const),
      ["a team of three", 600] as const,
      ["hostile texts", 1_600] as const,
    ])("the page of %s does not overflow at %d pixels", async (name, width) => {
      const { page } = await show(SAMPLES[name as keyof typeof SAMPLES], { viewport: { width, height: 800 } });
      await openDetails(page);

      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      expect(await page.evaluate(OVERFLOWING)).toEqual([]);
    });
  });

  it("keeps the figure at the marker in the page wherever the slider stands", async () => {
    const { page } = await show(TEAM, { viewport: { width: 320, height: 800 } });
    await page.locator("#threshold").press("Home");
    for (let step = 0; step < everyThreshold.length; step++) {
      expect(await page.evaluate(OVERFLOWING)).toEqual([]);
      await page.locator("#threshold").press("ArrowRight");
    }
  });

  describe("for a screen reader", () => {
    interface AxNode {
      readonly ignored: boolean;
      readonly role?: { readonly value: string };
      readonly name?: { readonly value: string };
      readonly description?: { readonly value: string };
      readonly properties?: readonly { readonly name: string; readonly value: { readonly value?: unknown } }[];
    }

    async function tree(page: Page): Promise<AxNode[]> {
      const session = await page.context().newCDPSession(page);
      const { nodes } = (await session.send("Accessibility.getFullAXTree")) as unknown as { nodes: AxNode[] };
      return nodes.filter(({ ignored }) => !ignored);
    }
    const named = (nodes: readonly AxNode[], role: string) =>
      nodes.filter((node) => node.role?.value === role).map((node) => node.name?.value ?? "");

    it.each(["a team of three", "too little to judge", "an empty ledger", "hostile texts"] as const)(
      "has a name on all that needs one, on the page of %s",
      async (name) => {
        const { page } = await show(SAMPLES[name]);
        await openDetails(page);
        const nodes = await tree(page);

        for (const role of ["image", "slider", "table", "region", "heading", "DisclosureTriangle"]) {
          expect(named(nodes, role).filter((name) => name.trim() === "")).toEqual([]);
        }
        for (const role of ["banner", "main", "contentinfo"]) expect(named(nodes, role)).toHaveLength(1);
      },
    );

    it("names and describes each picture by what it shows", async () => {
      const { page } = await show(TEAM);
      const nodes = await tree(page);
      const pictures = nodes.filter(({ role }) => role?.value === "image");

      expect(pictures.length).toBe(10);
      expect(pictures.filter(({ description }) => (description?.value ?? "") === "")).toEqual([]);
      expect(named(nodes, "image")).toContain("Share of acceptances given up, by threshold in days");
    });

    it("has a slider with a label and days for a value, and a sentence that is read out politely", async () => {
      const { page } = await show(TEAM);
      const slider = (await tree(page)).find(({ role }) => role?.value === "slider");
      const property = (name: string) => slider?.properties?.find((one) => one.name === name)?.value.value;

      expect(slider?.name?.value).toBe("Try another wait: 14 days");
      expect(property("valuetext")).toBe("14 days");
      expect(await page.locator("#threshold-sentence").getAttribute("aria-live")).toBe("polite");
    });

    it("has a table of figures for each picture", async () => {
      const { page } = await show(TEAM);
      await openDetails(page);

      expect(named(await tree(page), "table").sort()).toEqual([
        expect.stringMatching(/^Curve by day/),
        "Ended invitations by outcome and reason",
        "Endings a week",
        expect.stringMatching(/^Every threshold from 7 to \d+ days$/),
        "Identity by identity",
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
