import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { bannerOf, withBanner } from "../../lib/cli/banner.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";

const BANNER = "Sandbox: made-up people";
const REAL = ["--edges", "real"];
const env = { EDGES_API_KEY: "key", EDGES_BASE_URL: "http://127.0.0.1:4010/v1" };

describe("made from the sandbox's data", () => {
  it.each(["report", "threshold recommend", "holdout"])("%s begins with the banner", async (command) => {
    const { code, out } = await sweeper([...command.split(" "), "--data", temporaryFolder()]);

    expect(code).toBe(0);
    expect(out.split("\n").slice(0, 2)).toEqual([BANNER, ""]);
    expect(out.split(BANNER)).toHaveLength(2);
  });

  it("the digest begins with the banner, below its subject", async () => {
    const { out } = await sweeper(["digest", "--data", temporaryFolder()]);

    expect(out.split("\n").slice(1, 4)).toEqual(["", BANNER, ""]);
  });

  it.each(["report", "threshold recommend", "holdout", "digest"])("%s as JSON has the target", async (command) => {
    const { out } = await sweeper([...command.split(" "), "--json", "--data", temporaryFolder()]);

    expect(JSON.parse(out).target).toBe("sandbox (made-up people)");
  });

  it("the page shows the banner first", async () => {
    const file = join(temporaryFolder(), "report.html");

    await sweeper(["report", "--html", file, "--data", temporaryFolder()]);

    const { document } = parseHTML(readFileSync(file, "utf8"));
    expect(document.querySelector("header")?.firstElementChild?.textContent).toBe(BANNER);
  });
});

describe("made from real data", () => {
  it.each(["report", "threshold recommend", "holdout", "digest"])("%s has no banner", async (command) => {
    const argv = [...command.split(" "), ...REAL, "--data", temporaryFolder()];

    const text = await sweeper(argv, { env });
    const json = await sweeper([...argv, "--json"], { env });

    expect([text.code, json.code]).toEqual([0, 0]);
    expect(text.out).not.toContain("Sandbox");
    expect(JSON.parse(json.out).target).toBe("real API 127.0.0.1:4010");
  });

  it("the page has no banner", async () => {
    const file = join(temporaryFolder(), "report.html");

    await sweeper(["report", "--html", file, ...REAL, "--data", temporaryFolder()], { env });

    expect(readFileSync(file, "utf8")).not.toContain("Sandbox");
  });
});

it("stands above a text, or not at all", () => {
  expect(withBanner({ edges: "sandbox" }, "text")).toBe(`${BANNER}\n\ntext`);
  expect(withBanner({ edges: "real" }, "text")).toBe("text");
  expect(bannerOf({ edges: "real" })).toBeNull();
});
