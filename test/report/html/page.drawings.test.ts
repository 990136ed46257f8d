import { describe, expect, it } from "vitest";
import { MARKS, type Mark, OUTCOMES, STANDINGS } from "../../../lib/report/html/outcome-words.ts";
import { reportPage } from "../../../lib/report/html/page.ts";
import { pageOf, parse } from "./helpers/parsed.ts";
import { SAMPLES } from "./helpers/samples.ts";

describe("a colour", () => {
  // Each drawing by its title, and what its bars and lines are about.
  const SHOWN: readonly (readonly [title: RegExp, marks: readonly Mark[]])[] = [
    [/^Invitations by where they stand$/, STANDINGS],
    [/^Share of acceptances given up/, ["accepted"]],
    [/^Pending slots in use/, ["pending"]],
    [/^Share still pending and share accepted/, ["accepted", "pending"]],
    [/^Ended, by days pending$/, ["ended"]],
    [/^Still pending, by days pending$/, ["pending"]],
    [/^Endings a week, by outcome$/, OUTCOMES],
    [/^Share accepted by day/, ["accepted"]],
  ];
  const marksOf = (drawing: { querySelector(selector: string): unknown }): readonly Mark[] =>
    MARKS.filter((mark) => drawing.querySelector(`:is(rect, path).${mark}`) !== null);

  it.each(["a team of three", "huge numbers", "no acceptable threshold"] as const)(
    "stands for what the drawing is about, on the page of %s",
    (name) => {
      for (const drawing of pageOf(SAMPLES[name]).document.querySelectorAll('svg[role="img"]')) {
        const title = drawing.querySelector("title")?.textContent ?? "";
        const [, marks = []] = SHOWN.find(([about]) => about.test(title)) ?? [];
        expect(
          marksOf(drawing).filter((mark) => !marks.includes(mark)),
          title,
        ).toEqual([]);
        expect(marksOf(drawing).length, title).toBeGreaterThan(0);
      }
    },
  );

  it("has its own name beside it in legends and in the rows of a table", () => {
    const { document } = pageOf(SAMPLES["a team of three"]);
    const named = [...document.querySelectorAll("dt, .key li, .counts tbody tr")].flatMap((one) => {
      const mark = one.querySelector("rect.fill");
      return mark === null
        ? []
        : [[mark.getAttribute("class"), /^[a-z]+/.exec(one.textContent.trim().toLowerCase())?.[0]]];
    });

    expect(named).toHaveLength(5 + 3 + 3);
    for (const [classes, name] of named) expect(classes).toBe(`fill ${name}`);
  });
});

describe("weeks watched in part", () => {
  const data = {
    ...SAMPLES["a team of three"],
    since: new Date("2026-08-26T09:00:00Z"),
    until: new Date("2026-11-20T06:30:00Z"),
  };
  const { document, table, texts } = parse(reportPage(data));
  const said =
    "The first week is watched from 2026-08-26 09:00 UTC on, the last until 2026-11-20 06:30 UTC: both are hatched, and fewer endings in them are no drop.";

  it("are hatched over all of their room, and no other is", () => {
    const hatched = [...document.querySelectorAll("svg[aria-labelledby='weeks-title'] .partial")];
    const room = 100 / data.overall.weeks.length;

    expect(hatched.map((one) => Number.parseFloat(one.getAttribute("x") ?? ""))).toEqual([
      0,
      expect.closeTo(100 - room, 1),
    ]);
    for (const one of hatched) expect(Number.parseFloat(one.getAttribute("width") ?? "")).toBeCloseTo(room, 1);
  });

  it("are named in words, to eye and ear, in the legend and in the table", () => {
    expect(document.querySelector("#weeks-desc")?.textContent).toContain(said);
    expect(texts("figcaption .note").join(" ")).toContain(said);
    expect(texts(".key li").at(-1)).toBe("Partial week");
    expect(table(/^Endings a week$/).flatMap(([week]) => (week?.endsWith("partial") ? [week] : []))).toEqual([
      "2026-08-24 partial",
      "2026-11-16 partial",
    ]);
  });

  it("are not spoken of where all are whole", () => {
    const whole = { ...data, since: new Date("2026-08-24T00:00:00Z"), until: new Date("2026-11-23T00:00:00Z") };
    const page = parse(reportPage(whole));

    expect(page.document.querySelectorAll(".partial")).toHaveLength(0);
    expect(page.source).not.toMatch(/hatched, and fewer|Partial week/);
  });
});

describe("the drawings", () => {
  const data = SAMPLES["a team of three"];
  const { document } = pageOf(data);

  it("mark the threshold in force and the recommended one at their days", () => {
    const horizon = data.overall.analysis.horizon ?? Number.NaN;
    const curve = document.querySelector("svg[aria-labelledby='curve-title']");
    const at = (kind: string) => Number.parseFloat(curve?.querySelector(`line.${kind}`)?.getAttribute("x1") ?? "");

    expect(at("in-force")).toBeCloseTo((21 / horizon) * 100, 1);
    expect(at("recommended")).toBeCloseTo((14 / horizon) * 100, 1);
  });

  it("stack each week to its sum, one on the other from the ground", () => {
    const chart = document.querySelector("svg[aria-labelledby='weeks-title']");
    const ground = Number(chart?.querySelector("line.base")?.getAttribute("y1"));
    const columns = new Map<string, { top: number; bottom: number }[]>();
    for (const bar of chart?.querySelectorAll("rect.fill") ?? []) {
      const [x = "", y, height] = ["x", "y", "height"].map((name) => bar.getAttribute(name) ?? "");
      columns.set(x, [...(columns.get(x) ?? []), { top: Number(y), bottom: Number(y) + Number(height) }]);
    }
    const sums = data.overall.weeks.map((week) => week.accepted + week.withdrawn + week.gone);
    const perInvitation = (ground - (columns.values().next().value?.at(-1)?.top ?? 0)) / (sums[0] ?? 0);

    expect(columns.size).toBe(sums.length);
    for (const [index, parts] of [...columns.values()].entries()) {
      expect(parts[0]?.bottom).toBeCloseTo(ground, 1);
      for (const [above, part] of parts.entries()) {
        if (above > 0) expect(part.bottom).toBeCloseTo(parts[above - 1]?.top ?? 0, 1);
      }
      expect(ground - (parts.at(-1)?.top ?? 0)).toBeCloseTo((sums[index] ?? 0) * perInvitation, 0);
    }
  });

  it("give the strip its whole width", () => {
    const parts = [...document.querySelectorAll(".strip rect")];
    const widths = parts.map((part) => Number.parseFloat(part.getAttribute("width") ?? ""));

    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(100, 1);
  });
});

describe("what is not there", () => {
  it("is said in each place of an empty ledger, without a single chart or slider", () => {
    const { document, texts } = pageOf(SAMPLES["an empty ledger"]);

    expect(texts(".empty")).toEqual([
      "Nothing observed yet.",
      "Nothing observed yet.",
      "Nothing observed yet.",
      "Nothing has ended yet.",
      "Nothing has ended yet.",
      "Nothing observed yet.",
    ]);
    expect(document.querySelectorAll('svg[role="img"], input, script')).toHaveLength(0);
  });

  it("is not drawn from a first listing, of which only one day is known", () => {
    const data = SAMPLES["a first listing"];
    const { document, texts } = pageOf(data);

    expect(data.overall.analysis.horizon).toBe(0);
    expect(texts(".empty")).toContain("So far there is data for the first day only.");
    expect(texts(".empty").filter((text) => text === "Too few watched to draw a curve.")).toHaveLength(3);
    expect(document.querySelectorAll(".curve")).toHaveLength(0);
  });

  it("is named with its count when the recommendation is refused", () => {
    const data = SAMPLES["too little to judge"];
    const { recommendation } = data.overall.analysis;
    if (recommendation.kind !== "not-enough-data") throw new Error("unfit sample");
    const { texts } = pageOf(data);

    expect(texts(".missing li")).toHaveLength(recommendation.missing.length);
    for (const [index, { have, need }] of recommendation.missing.entries()) {
      expect(texts(".missing li")[index]).toMatch(new RegExp(`^${have} of ${need} `));
    }
    expect(texts(".of-recommendation dd")).toEqual(["–", "not known yet"]);
  });

  it("is never shown as a figure where thresholds cannot be judged", () => {
    const data = SAMPLES["too little to judge"];
    const { document, source } = pageOf(data);
    const positions = JSON.parse(document.querySelector("#threshold-positions")?.textContent ?? "");

    expect(positions.every((position: { loss: { y: unknown } }) => position.loss.y === null)).toBe(true);
    expect(source).toContain("Hatched: there is not enough data to judge any of these.");
  });

  it("leaves the pending out when endings were narrowed to a reason or a policy version", () => {
    const { texts } = pageOf(SAMPLES["hostile texts"]);

    expect(texts("dl.figures dt")).not.toContain("Pending");
  });

  it("leaves a threshold beyond the horizon unmarked and says so", () => {
    const { document } = pageOf(SAMPLES["a threshold beyond the horizon"]);

    expect(document.querySelectorAll("svg[aria-labelledby='curve-title'] line.in-force")).toHaveLength(0);
    expect(document.querySelector("#curve-desc")?.textContent).toContain("300 days, beyond what is drawn");
  });
});
