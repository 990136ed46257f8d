import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { thirdPartyLicences } from "../../bin/third-party.ts";
import { PROJECT } from "./checkout.ts";

/** As esbuild tells what it has bundled. */
const bundled = (...paths: readonly string[]) => [
  { inputs: Object.fromEntries(paths.map((path) => [path, { bytes: 1, imports: [] }])) },
];

describe("the licences of what is bundled", () => {
  it("are each there once, with the package's version and its text; our own files are not in it", () => {
    const text = thirdPartyLicences(
      bundled("lib/cli/program.ts", "node_modules/zod/v4/mini/index.js", "node_modules/zod/v4/core/index.js"),
    );

    expect(text).toMatch(/^zod \d+\.\d+\.\d+ \(MIT\)\n\nMIT License\n/);
    expect(text.match(/^zod /gm)).toHaveLength(1);
    expect(text).toContain("The above copyright notice and this permission notice shall be included");
  });

  it("end the packing where one asks for more than to be named", () => {
    // It comes with the test runner; nothing of ours bundles it.
    expect(() => thirdPartyLicences(bundled("node_modules/lightningcss/node/index.js"))).toThrow(
      "lightningcss is bundled, but its licence is MPL-2.0",
    );
  });
});

it("every package that is installed is free to use, and none asks for our sources", () => {
  const { packages }: { packages: Record<string, { license?: string }> } = JSON.parse(
    readFileSync(join(PROJECT, "package-lock.json"), "utf8"),
  );
  const FREE =
    /^\(?(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Python-2\.0|MPL-2\.0)( OR .*)?$/;
  const others = Object.entries(packages).filter(([path, { license }]) => path !== "" && !FREE.test(String(license)));

  expect(Object.keys(packages).length).toBeGreaterThan(300);
  expect(others).toEqual([]);
});
