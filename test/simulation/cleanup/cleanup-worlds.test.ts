import { expect, it } from "vitest";
import { playCleanup } from "./play.ts";

it("keeps its promises in worlds with crashes, lost answers, flags and runs in between", async () => {
  const broken: string[] = [];
  let [runs, withdrawn, crashes] = [0, 0, 0];
  for (let seed = 1; seed <= 60; seed += 1) {
    const played = await playCleanup(seed);
    broken.push(...played.broken.map((line) => `seed ${seed}: ${line}`));
    runs += played.runs;
    withdrawn += played.withdrawn;
    crashes += played.crashes;
  }
  expect(broken).toEqual([]);
  // Worlds in which nothing happens would keep every promise too.
  expect(Math.min(runs, withdrawn, crashes)).toBeGreaterThan(60);
});
