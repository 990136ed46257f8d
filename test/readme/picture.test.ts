import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { PROJECT } from "../../lib/project.ts";
import { DEMO_DAYS, demoFigures } from "./generated/picture/demo-figures.ts";
import { drawPicture, PICTURE } from "./generated/picture/draw.ts";

it("the README's picture is what the demo shows: npm run docs", async () => {
  const drawn = drawPicture(await demoFigures(DEMO_DAYS));

  expect(readFileSync(join(PROJECT, PICTURE), "utf8")).toBe(drawn);
});
