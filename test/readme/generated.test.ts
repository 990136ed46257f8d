import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT } from "../../lib/project.ts";
import { GENERATED_DOCUMENTS, withGeneratedParts } from "./generated/documents.ts";
import { markdownTable, withPart } from "./generated/marked.ts";

it.each(GENERATED_DOCUMENTS)("the generated parts of %s are those of the code: npm run docs", (path) => {
  const document = readFileSync(join(PROJECT, path), "utf8");

  expect(withGeneratedParts(path, document)).toBe(document);
});

it("a part stands between its marks, and the rest of the document stays", () => {
  const document = "before\n<!-- list: npm run docs -->\nold\n<!-- end of list -->\nafter";

  expect(withPart(document, "list", "new")).toBe(
    "before\n<!-- list: npm run docs -->\nnew\n<!-- end of list -->\nafter",
  );
  expect(() => withPart(document, "table", "new")).toThrow("<!-- table: npm run docs -->");
});

it("a cell may hold the sign that separates cells", () => {
  expect(markdownTable(["a"], [["x|y"]])).toBe("| a |\n| --- |\n| x\\|y |");
});
