import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { expect, it } from "vitest";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

it("calls identities on the page what its owner calls them, as the text does, and nobody by a bare UUID", async () => {
  const folder = temporaryFolder();
  const [data, file] = [join(folder, "data"), join(folder, "report.html")];
  await sweeper(["run", "--data", data]);
  expect((await sweeper(["label", "5f0c2f7e", "Ana <sales>", "--data", data])).code).toBe(0);

  const { out } = await sweeper(["report", "--html", file, "--data", data]);
  const page = readFileSync(file, "utf8");
  const { document } = parseHTML(page);
  const names = [...document.querySelectorAll("figcaption h3")].map((one) => one.textContent);

  expect(names).toEqual(["Ana <sales> 5f0c2f7e", "Jonas Weber b81d6a94", "Mei Ling Tan e2947c03"]);
  for (const name of names) expect(out).toContain(name.replace(/ ([\da-f]{8})$/, " ($1)"));
  expect(page).not.toMatch(/[\da-f]{8}-[\da-f]{4}-/);
  expect(document.querySelector(".banner")?.textContent).toBe("Sandbox: made-up people");
});
