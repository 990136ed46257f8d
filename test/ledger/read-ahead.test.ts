import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAhead } from "../../lib/ledger/read-ahead.ts";
import { collect } from "../helpers/dynamo-records.ts";

/** Streams of pages that tell what has been asked of them. */
function watched(lengths: readonly number[], failing: { stream: number; page: number } | null = null) {
  const watch = { fetched: 0, underWay: 0, open: 0, begun: 0 };
  const streams = lengths.map(
    (length, stream) =>
      async function* () {
        watch.begun += 1;
        watch.open += 1;
        try {
          for (let page = 0; page < length; page++) {
            watch.underWay += 1;
            // Later streams answer sooner, so that order is not an accident.
            for (let turn = stream % 7; turn < 7; turn++) await Promise.resolve();
            watch.underWay -= 1;
            if (failing?.stream === stream && failing.page === page) throw new Error(`page ${page} of ${stream}`);
            watch.fetched += 1;
            yield `${stream}.${page}`;
          }
        } finally {
          watch.open -= 1;
        }
      },
  );
  return { streams, watch };
}

const pagesOf = (lengths: readonly number[]) =>
  lengths.flatMap((length, stream) => Array.from({ length }, (_, page) => `${stream}.${page}`));

describe("reading ahead", () => {
  it("tells every page once and in order, whatever the streams' lengths and the width", async () => {
    const lengths = fc.array(fc.nat(4), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 1, max: 40 }), async (given, width) => {
        const { streams, watch } = watched(given);

        expect(await collect(readAhead(streams, width))).toEqual(pagesOf(given));
        expect(watch.open).toBe(0);
      }),
    );
  });

  it("never holds more than two pages beside one of each stream ahead", async () => {
    const { streams, watch } = watched(Array.from({ length: 40 }, () => 50));
    let told = 0;
    let most = 0;

    for await (const _ of readAhead(streams, 5)) {
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
      told += 1;
      most = Math.max(most, watch.fetched - told + 1);
    }

    expect(told).toBe(2_000);
    expect(most).toBe(7);
  });

  it("has as many requests under way as it is wide", async () => {
    const { streams, watch } = watched(Array.from({ length: 20 }, () => 1));
    const pages = readAhead(streams, 8);

    const first = pages.next();
    expect(watch.underWay).toBe(9);
    await first;
    await pages.return();
  });

  it("throws a failure in its place, after what came before it", async () => {
    const { streams, watch } = watched([2, 2, 2], { stream: 1, page: 1 });
    const told: string[] = [];

    await expect(async () => {
      for await (const page of readAhead(streams, 8)) told.push(page);
    }).rejects.toThrow("page 1 of 1");

    expect(told).toEqual(["0.0", "0.1", "1.0"]);
    expect(watch.open).toBe(0);
  });

  it("begins nothing more once somebody has seen enough, and leaves nothing open", async () => {
    const { streams, watch } = watched(Array.from({ length: 100 }, () => 3));

    for await (const page of readAhead(streams, 4)) if (page === "1.0") break;

    expect(watch.begun).toBe(6);
    expect(watch.open).toBe(0);
    expect(watch.underWay).toBe(0);
  });
});
