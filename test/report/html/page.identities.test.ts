import { describe, expect, it } from "vitest";
import { reportPage } from "../../../lib/report/html/page.ts";
import { pageOf, parse } from "./helpers/parsed.ts";
import { HOSTILE, SAMPLES } from "./helpers/samples.ts";
import { faultIn } from "./helpers/well-formed.ts";

describe("identities", () => {
  const ids = [
    "5f0c2f7e-3a51-4c58-9d2b-7c1e40a9b601",
    "b81d6a94-0e7f-4f3a-8c66-21d5e3f07a12",
    "e2947c03-6b1d-4d8e-a5f9-98b30c6d7f23",
  ];
  const team = SAMPLES["a team of three"];
  const data = {
    ...team,
    filter: { ...team.filter, identityId: ids[1] ?? null },
    identities: team.identities.map((one, index) => ({ ...one, identityId: ids[index] ?? "" })),
  };
  const names = new Map([
    [ids[0] ?? "", "Ana, sales"],
    [ids[1] ?? "", "<b>Jonas</b>"],
    [ids[2] ?? "", null],
  ]);
  const UUID = /[\da-f]{8}-[\da-f]{4}-/;

  it("are shown by name with the first eight characters of the id, or by these alone", () => {
    const { texts, table, document, source } = parse(reportPage(data, null, names));
    const labels = ["Ana, sales 5f0c2f7e", "<b>Jonas</b> b81d6a94", "e2947c03"];

    expect(faultIn(source)).toBeNull();
    expect(texts("figcaption h3")).toEqual(labels);
    expect(table(/^Figures of each identity$/).map(([first]) => first)).toEqual(labels);
    expect(document.querySelector("#identity-1-title")?.textContent).toBe(
      "Share accepted by day, Ana, sales (5f0c2f7e)",
    );
    expect(texts(".kicker")[0]).toContain("identity <b>Jonas</b> b81d6a94");
    expect(texts(".facts dd")).toContain("identity <b>Jonas</b> b81d6a94");
  });

  it("are nowhere a bare UUID, whether names are known or not", () => {
    expect(reportPage(data, null, names)).not.toMatch(UUID);
    expect(reportPage(data)).not.toMatch(UUID);
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
