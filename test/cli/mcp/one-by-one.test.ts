import { expect, it } from "vitest";
import { createOneByOne } from "../../../lib/cli/mcp/one-by-one.ts";

it("begins a work when the one before has ended, also when that failed", async () => {
  const seen: string[] = [];
  const turns = createOneByOne();
  const work = (name: string, fails: boolean) =>
    turns.do(async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });

  const results = await Promise.allSettled([work("a", false), work("b", true), work("c", false)]);

  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

it("is settled when all that was handed in has ended, and not before", async () => {
  const turns = createOneByOne();
  let ended = false;
  const done = turns.do(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    ended = true;
    throw new Error("its own");
  });
  done.catch(() => {});

  await turns.settled();

  expect(ended).toBe(true);
});
