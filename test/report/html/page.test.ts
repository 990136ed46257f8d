import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { reportPage } from "../../../lib/report/html/page.ts";
import { withCommands } from "../../../lib/report/verdict/with-commands.ts";
import { ALL, pageOf, parse } from "./helpers/parsed.ts";
import { SAMPLES } from "./helpers/samples.ts";
import { faultIn } from "./helpers/well-formed.ts";

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
    expect(source.split("</style>")[0]).toMatch(
      /@page \{ @top-right \{ content: "Sandbox: made-up people";[^}]*\} \}\n$/,
    );
  });

  it("is escaped like any text, and is not there for real people", () => {
    const hostile = reportPage(data, `</style><b>&"\\`);

    expect(faultIn(hostile)).toBeNull();
    expect(hostile).toContain('content: "\\3c \\2f style\\3e \\3c b\\3e \\26 \\22 \\5c "');
    expect(pageOf(data).source).not.toContain("@top-right");
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
