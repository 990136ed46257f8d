import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT } from "../../lib/project.ts";
import { anchorsOf, documentPaths, relativeLinksOf, textOf } from "./helpers/documents.ts";

const DOCUMENTS = documentPaths();
const MAX_README_LINES = 250;

it("finds the documents it judges", () => {
  expect(DOCUMENTS).toEqual(expect.arrayContaining(["README.md", "lib/infra/RUNBOOK.md", "test/README.md"]));
});

it.each(DOCUMENTS)("the links of %s lead somewhere", (path) => {
  const broken = relativeLinksOf(path).filter((link) => {
    const [file = "", anchor] = link.split("#");
    const target = file === "" ? path : join(dirname(path), file);
    if (!existsSync(join(PROJECT, target))) return true;
    return anchor !== undefined && !anchorsOf(target).includes(anchor);
  });

  expect(broken).toEqual([]);
});

// A heading that comes twice gets another anchor, and links to it lead to the wrong one. Releases repeat theirs.
it.each(DOCUMENTS.filter((path) => path !== "CHANGELOG.md"))("no two headings of %s have the same anchor", (path) => {
  const anchors = anchorsOf(path);

  expect(anchors.filter((anchor, index) => anchors.indexOf(anchor) !== index)).toEqual([]);
});

it("every document is reached from the README", () => {
  const reached = new Set(["README.md"]);
  for (const path of reached) {
    for (const link of relativeLinksOf(path)) {
      const target = join(dirname(path), link.split("#")[0] ?? "");
      if (DOCUMENTS.includes(target)) reached.add(target);
    }
  }

  expect(DOCUMENTS.filter((path) => !reached.has(path) && !path.startsWith(".github"))).toEqual([]);
});

it(`the README has ${MAX_README_LINES} lines at most`, () => {
  expect(textOf("README.md").trimEnd().split("\n").length).toBeLessThanOrEqual(MAX_README_LINES);
});
