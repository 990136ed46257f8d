import { createHash } from "node:crypto";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { estimated, percent, withLimits } from "../../../lib/analytics/estimate-in-words.ts";
import { grouped, slots } from "../../../lib/report/html/figures.ts";
import { reportPage } from "../../../lib/report/html/page.ts";
import type { ReportData } from "../../../lib/report/report-data.ts";
import { withCommands } from "../../../lib/report/verdict/with-commands.ts";
import { HOSTILE, SAMPLES } from "./helpers/samples.ts";
import { faultIn } from "./helpers/well-formed.ts";

const ALL = Object.entries(SAMPLES);
const PAGES = new Map<ReportData, ReturnType<typeof parse>>(ALL.map(([, data]) => [data, parse(reportPage(data))]));

function parse(source: string) {
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

function pageOf(data: ReportData) {
  return PAGES.get(data) ?? parse(reportPage(data));
}

describe("the yardstick of well-formedness", () => {
  it.each(["<p>a < b</p>", "<p><b></p></b>", "<p>", "<br>", "<p title=x></p>", '<p title="a"b"></p>', "</p>"])(
    "finds the fault in %s",
    (source) => {
      expect(faultIn(source)).not.toBeNull();
    },
  );
});

describe.each(ALL)("the page of %s", (_, data) => {
  const { source, document, texts } = pageOf(data);

  it("is well-formed", () => {
    expect(faultIn(source)).toBeNull();
  });

  it("is the same each time", () => {
    expect(reportPage(structuredClone(data))).toBe(source);
  });

  it("begins with the verdict", () => {
    const { headline, why, price, sooner, command, drift } = data.overall.verdict;

    expect(texts("h1")).toEqual([headline]);
    expect(texts("h1 + .why")).toEqual([why]);
    expect(texts("header .price").join(" ")).toContain(price ?? "");
    expect(texts("header .price").join(" ")).toContain(sooner ?? "");
    expect(texts("header code")).toEqual(command === null ? [] : [command]);
    expect(texts("header .drift")).toEqual(drift === null ? [] : [drift]);
  });

  it("holds no number that is none", () => {
    const withoutScript = source.replace(/<script>[^<]*<\/script>/, "");

    expect(withoutScript.match(/.{20}(NaN|Infinity|undefined|\[object).{20}/)).toBeNull();
  });

  it("has headings that never skip a rank, and one of the first", () => {
    const ranks = [...document.querySelectorAll("h1, h2, h3")].map((heading) => Number(heading.tagName.slice(1)));

    expect(ranks[0]).toBe(1);
    expect(ranks.filter((rank) => rank === 1)).toHaveLength(1);
    for (const [index, rank] of ranks.entries()) expect(rank - (ranks[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  it("gives ids once, and refers only to ids there are", () => {
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    const referred = ["aria-labelledby", "aria-describedby", "for"].flatMap((name) =>
      [...document.querySelectorAll(`[${name}]`)].flatMap((one) => (one.getAttribute(name) ?? "").split(" ")),
    );

    expect(new Set(ids).size).toBe(ids.length);
    expect(referred.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("names each picture and says what it shows", () => {
    for (const picture of document.querySelectorAll('svg[role="img"]')) {
      expect(picture.querySelector("title")?.textContent).not.toBe("");
      expect(picture.querySelector("desc")?.textContent).toMatch(/\.$/);
    }
  });

  it("allows its own style and script, by hash, and nothing else", () => {
    const policy = document.querySelector("meta[http-equiv]")?.getAttribute("content") ?? "";
    const hash = (tag: string) => {
      const [, text = ""] = new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(source) ?? [];
      return text === "" ? null : `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    };

    expect(policy).toContain("default-src 'none'; ");
    expect(policy).toContain(`style-src ${hash("style")};`);
    expect(policy).toMatch(/script-src 'sha256-[^ ]+';/);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
    const script = hash("script");
    if (script !== null) expect(policy).toContain(`script-src ${script};`);
  });

  it("refers to nothing outside and carries no style or handler in attributes", () => {
    const names = [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes].map(({ name }) => name));

    expect(names.filter((name) => name === "style" || name === "src" || name.startsWith("on"))).toEqual([]);
    expect([...document.querySelectorAll("[href]")].map((one) => one.getAttribute("href")?.slice(0, 5))).toEqual([
      "data:",
    ]);
    expect(source).not.toMatch(/@import|url\((?!#)/);
  });
});

describe("the banner of the page", () => {
  const data = SAMPLES["a team of three"];
  const banner = "Sandbox: made-up people";

  it("comes before everything else there is to see, and in the title", () => {
    const { source, document, texts } = parse(reportPage(data, banner));

    expect(faultIn(source)).toBeNull();
    expect(document.querySelector("header")?.firstElementChild?.outerHTML).toBe(
      `<p class="banner" role="note">${banner}</p>`,
    );
    expect(texts("title")[0]).toMatch(/^Sandbox: made-up people\. Invitation report, \d{4}-\d{2}-\d{2}$/);
    expect(source.replace(/[\s\S]*@media print \{/, "").split("</style>")[0]).not.toContain("banner");
  });

  it("is escaped like any text, and is not there for real people", () => {
    expect(faultIn(reportPage(data, "<b>&"))).toBeNull();
    expect(pageOf(data).document.querySelector(".banner")).toBeNull();
    expect(pageOf(data).texts("title")[0]).toMatch(/^Invitation report/);
  });
});

describe("what the verdict has beside it", () => {
  const { document, texts } = pageOf(SAMPLES["a team of three"]);

  it("is the command, once, for a go, and since when", () => {
    expect(texts("code")).toEqual(["sweeper threshold set 14"]);
    expect(texts("header .price")[0]).toMatch(/^It costs .* slots freed\. It is new today\.$/);
  });

  it("is no command where the wait in force is kept", () => {
    const kept = withCommands(SAMPLES["the threshold in force recommended"], { program: "sweeper", target: "" });

    expect(kept.overall.verdict.kind).toBe("keep");
    expect(parse(reportPage(kept)).texts("code")).toEqual([]);
  });

  it("is a change of acceptance, said before anything else but a banner", () => {
    const page = parse(reportPage(SAMPLES["a change of acceptance"], "Sandbox: made-up people"));
    const notes = [...page.document.querySelectorAll("header [role=note]")].map((one) => one.textContent);

    expect(notes).toEqual([
      "Sandbox: made-up people",
      "Acceptance has changed: 25% in the last 30 days against 37% before (by day 7). Everything below rests on those sent since 2026-02-02 alone.",
    ]);
    expect(page.document.querySelector(".drift")?.nextElementSibling?.getAttribute("class")).toBe("kicker");
    expect(document.querySelector(".drift")).toBeNull();
  });
});

describe("the figures of the page", () => {
  const data = SAMPLES["a team of three"];
  const { overall } = data;
  const { document, texts, table } = pageOf(data);

  it("are the funnel's", () => {
    const { seen, accepted, withdrawn, gone, unreachable, pending } = overall.funnel;
    const counted = texts("dl.figures .counted dd:not(.meaning)");

    expect(texts("dl.figures .counted dt")).toEqual([
      "Seen",
      "Accepted",
      "Withdrawn",
      "Gone",
      "Unreachable",
      "Pending",
    ]);
    expect(counted).toEqual([seen, accepted, withdrawn, gone, unreachable, pending].map(grouped));
  });

  it("are the recommendation's", () => {
    const { recommendation } = overall.analysis;
    if (recommendation.kind !== "recommended" || recommendation.againstCurrent === null)
      throw new Error("unfit sample");

    expect(texts("dl.figures .of-recommendation dd")).toEqual([
      slots(recommendation.againstCurrent.slots),
      `waiting ${recommendation.thresholdDays} instead of ${recommendation.currentThreshold} days`,
    ]);
  });

  it("are the thresholds', with the one in force and the recommended one named", () => {
    const rows = table(/^The thresholds tried$/);

    expect(rows.map(([days]) => days)).toEqual([
      "7 days",
      "10 days",
      "14 days recommended",
      "21 days in force",
      "30 days",
      "45 days",
    ]);
    for (const [index, { shareGivenUp, againstCurrent, atRiskBeyond }] of overall.analysis.rows.entries()) {
      const [, given, instead, freed, watched] = rows[index] ?? [];
      expect(given).toBe(shareGivenUp && estimated(shareGivenUp));
      if (againstCurrent !== null) {
        const verb = againstCurrent.direction === "shorter" ? ["gives up", "frees"] : ["wins", "takes"];
        expect(instead).toBe(`${verb[0]} ${estimated(againstCurrent.acceptances)}`);
        expect(freed).toBe(`${verb[1]} ${slots(againstCurrent.slots)}`);
      }
      expect(watched).toBe(grouped(atRiskBeyond));
    }
  });

  it("are every threshold's, in the table and for the slider", () => {
    const rows = table(/^Every threshold/);
    const positions = JSON.parse(document.querySelector("#threshold-positions")?.textContent ?? "");

    expect(rows).toHaveLength(overall.everyThreshold.length);
    expect(positions).toHaveLength(overall.everyThreshold.length);
    for (const [index, { row, sentence }] of overall.everyThreshold.entries()) {
      expect(rows[index]?.slice(0, 4)).toEqual([
        String(row.thresholdDays),
        row.shareGivenUp === null
          ? "not known"
          : row.missing.length > 0
            ? "too few to judge"
            : estimated(row.shareGivenUp),
        row.pendingSlots === null ? "not known" : slots(row.pendingSlots),
        row.slotsFreed === null ? "not known" : slots(row.slotsFreed),
      ]);
      expect(positions[index]).toMatchObject({ days: row.thresholdDays, sentence });
    }
  });

  it("are the curve's on each day on which something happened", () => {
    const rows = table(/^Curve by day/);
    const { curve, horizon } = overall.analysis;
    const telling = curve.filter(({ age, accepted, gone }) => age <= (horizon ?? 0) && accepted + gone > 0);

    expect(telling.length).toBeGreaterThan(20);
    for (const point of telling) {
      expect(rows.find(([day]) => day === String(point.age))).toEqual([
        String(point.age),
        grouped(point.atRisk),
        grouped(point.accepted),
        grouped(point.gone),
        withLimits(point.stillPending),
        withLimits(point.acceptedShare),
        withLimits(point.goneShare),
      ]);
    }
  });

  it("are the histogram's", () => {
    const { ended, pending } = overall.daysPending;

    expect(table(/^Invitations by days pending$/)).toEqual(
      ended.bins.map((bin, index) => [
        bin.to === null ? `${bin.from}+` : `${bin.from}–${bin.to - 1}`,
        grouped(bin.count),
        percent(bin.share),
        grouped(pending.bins[index]?.count ?? -1),
        percent(pending.bins[index]?.share ?? -1),
      ]),
    );
  });

  it("are the weeks'", () => {
    expect(table(/^Endings a week$/)).toEqual(
      overall.weeks.map(({ weekOf, accepted, withdrawn, gone }) => [
        weekOf,
        ...[accepted, withdrawn, gone].map(grouped),
      ]),
    );
  });

  it("are the outcomes' by reason, with those withdrawn without an answer", () => {
    const rows = table(/^Ended invitations/);

    expect(rows.map(([name]) => name)).toEqual(["Withdrawn stale", "Accepted", "Gone"]);
    const endings = overall.outcomes.filter(({ outcome }) => outcome !== "failed");
    for (const [index, { outcome, count, confirmed }] of endings.entries()) {
      const aside = outcome === "withdrawn" ? ` ${grouped(count - confirmed)} without an answer` : "";
      expect(rows[index]?.[1]).toBe(`${grouped(count)}${aside}`);
    }
  });

  it("are each identity's", () => {
    const rows = table(/^Identity by identity$/);

    expect(rows.map(([id]) => id)).toEqual(["identity-01", "identity-02", "identity-03"]);
    for (const [index, { funnel, sentence }] of data.identities.entries()) {
      const { seen, accepted, withdrawn, gone, unreachable, pending } = funnel;
      expect(rows[index]?.slice(1, 7)).toEqual([seen, accepted, withdrawn, gone, unreachable, pending].map(grouped));
      expect(rows[index]?.at(-1)).toBe(sentence);
    }
  });

  it("tell how they were made", () => {
    const facts = texts(".facts dd").join(" | ");

    expect(facts).toContain("2026-11-23 08:15 UTC");
    expect(facts).toContain("2026-08-24 08:15 UTC to 2026-11-23 08:15 UTC");
    expect(facts).toContain("all identities");
    expect(facts).toContain("version 7: 21 days, acceptable loss 8%, binding: slots");
    expect(facts).toContain("10% left alone until day 90");
    expect(facts).toContain("calibrating, 12 of 20 trials");
    expect(facts).toContain(overall.analysis.population);
    expect(facts).toContain(`day ${overall.analysis.horizon}`);
    expect(facts).toContain("200 replicates, seed 7");
    expect(texts(".caveats li")).toEqual(data.caveats);
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

describe("texts from outside", () => {
  const data = SAMPLES["hostile texts"];
  const { source, document, texts, table } = pageOf(data);

  it("appear as they are and add no element", () => {
    const plain = pageOf(SAMPLES["a team of three"]);
    const scripts = (page: typeof plain) => page.document.querySelectorAll("script").length;

    expect(texts("figcaption h3 bdi")).toEqual(data.identities.map(({ identityId }) => identityId));
    expect(table(/^Ended/)[0]?.[0]).toBe(`Withdrawn ${HOSTILE}`);
    expect(texts(".caveats li")).toEqual([HOSTILE]);
    expect(scripts({ source, document, texts, table })).toBe(scripts(plain));
    expect(document.querySelectorAll("img")).toHaveLength(0);
  });

  it("reach the slider unchanged", () => {
    const positions = JSON.parse(document.querySelector("#threshold-positions")?.textContent ?? "");

    expect(positions[0].sentence).toBe(data.overall.everyThreshold[0]?.sentence);
  });
});

describe("forty identities", () => {
  it("have a drawing each, on one scale", () => {
    const { document } = pageOf(SAMPLES["forty identities"]);
    const drawings = [...document.querySelectorAll(".multiples svg[role='img']")];
    const ticks = drawings.map((drawing) =>
      [...drawing.querySelectorAll("text.tick")].map((tick) => tick.textContent).join(" "),
    );

    expect(drawings).toHaveLength(40);
    expect(new Set(ticks).size).toBe(1);
  });
});
