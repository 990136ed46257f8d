import { expect, it } from "vitest";
import { regressions } from "../meters/figure.ts";
import { measuredBefore } from "../meters/measured-file.ts";
import { smallFigures } from "./figures.ts";
import { playSmall } from "./grid.ts";

it("a thousand identities a day cost no more time, and lose no more, than when last measured", async () => {
  const before = measuredBefore("scale");
  if (before === null) throw new Error("measure first: npm run bench:scale");
  const figures = smallFigures(await playSmall());
  const names = new Set(figures.map(({ name }) => name));
  const kept = before.figures.filter(({ name }) => names.has(name));

  expect(kept.map(({ name }) => name)).toEqual(figures.map(({ name }) => name));
  expect(regressions({ ...before, figures: kept }, { ...before, figures })).toEqual([]);
});
