import { afterAll, beforeAll, expect, it } from "vitest";
import { type Measured, regressions } from "../meters/figure.ts";
import { measuredBefore } from "../meters/measured-file.ts";
import { type Emulators, startEmulators } from "./emulators-process.ts";
import { countedFigures } from "./figures.ts";
import { type Stage, smallAccount } from "./scenarios.ts";

let emulators: Emulators;
let stage: Stage;
beforeAll(async () => {
  emulators = startEmulators();
  stage = { emulators, database: await emulators.ask({ kind: "dynamo" }) };
});
afterAll(() => emulators.close());

/** Some half a minute of work; other tests may have the processors meanwhile. */
const MAX_MS = 600_000;

it("no count of what is paid for has grown by more than 5% since it was measured", { timeout: MAX_MS }, async () => {
  const before = measuredBefore("cost");
  if (before === null) throw new Error("nothing to compare with: run npm run bench:cost, which keeps what it measures");
  const figures = await countedFigures(stage, { peers: false });
  const now: Measured = { ...before, figures };

  expect(regressions(before, now), "if that is meant: npm run bench:cost, npm run docs").toEqual([]);
});

it("days are counted the same whenever they are played", async () => {
  const once = await smallAccount(stage);

  const counts = (usages: typeof once) => usages.map(({ withdrawMs: _, ...counted }) => counted);
  expect(counts(await smallAccount(stage))).toEqual(counts(once));
  expect(once.map(({ writeUnits }) => writeUnits > 0)).toEqual([true, true, true]);
});
