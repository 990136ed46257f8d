import { describe, expect, it } from "vitest";
import { estimated, percent, withLimits } from "../../../lib/analytics/estimate-in-words.ts";
import { grouped, slots } from "../../../lib/report/html/figures.ts";
import { pageOf } from "./helpers/parsed.ts";
import { SAMPLES } from "./helpers/samples.ts";

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
      overall.weeks.map(({ weekOf, accepted, withdrawn, gone }, index) => [
        index === 0 ? `${weekOf} partial` : weekOf,
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
    const rows = table(/^Figures of each identity$/);

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
