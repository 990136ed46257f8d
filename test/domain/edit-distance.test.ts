import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance, nearestByDistance } from "../../lib/domain/edit-distance.ts";

const word = fc.string({ maxLength: 12 });

describe("the edit distance", () => {
  // The first two are the usual examples of the literature.
  it.each([
    ["kitten", "sitting", 3],
    ["saturday", "sunday", 3],
    ["", "abc", 3],
    ["abc", "abc", 0],
    ["abc", "ac", 1],
  ])("of %j and %j is %d", (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
  });

  it("is a metric", () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

describe("the nearest names", () => {
  const nearest = (text: string) => nearestByDistance(text, ["berlin", "merlin", "london"], (name) => name);

  it("are all of the least distance", () => {
    expect(nearest("derlin")).toEqual(["berlin", "merlin"]);
  });

  it("are none when more than one letter in four differs", () => {
    expect([nearest("lisbon"), nearest("lo")]).toEqual([[], []]);
  });
});
