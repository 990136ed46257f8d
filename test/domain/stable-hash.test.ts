import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stableShare } from "../../lib/domain/stable-hash.ts";

describe("stableShare", () => {
  // From a second implementation (Python, whole numbers without overflow) that gives the published FNV-1a values
  // ("" 811c9dc5, "a" e40c292c, "foobar" bf9cf968) and the published finaliser of MurmurHash3 (1 → 514e28b7).
  it.each([
    ["", 0xab3e7c0b],
    ["a", 0x1a80b1b3],
    ["foobar", 0x0c0da6dc],
    ["7001", 0x0649e8db],
    ["7002", 0xe0be92d1],
    ["7123456789012345678", 0x661f5026],
    ["7123456789012345679", 0x69134cdd],
  ])("never changes: the holdout of earlier runs depends on it (%j)", (text, hash) => {
    const share = stableShare(text);

    expect(share).toBe(hash / 2 ** 32);
  });

  it("lies in [0, 1) for any text, and is the same every time", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const share = stableShare(text);

        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThan(1);
        expect(stableShare(text)).toBe(share);
      }),
    );
  });

  it.each([1n, 7_001n, 7_123_456_789_012_345_678n])("is spread evenly over sequential ids from %s", (first) => {
    const bins = Array.from({ length: 20 }, () => 0);

    for (let index = 0n; index < 20_000n; index += 1n) {
      const bin = Math.floor(stableShare(String(first + index)) * 20);
      bins[bin] = (bins[bin] ?? 0) + 1;
    }

    // 1,000 expected in each; chi-square with 19 degrees of freedom exceeds 50 once in 7,000 evenly spread samples.
    const chiSquare = bins.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
    expect(chiSquare).toBeLessThan(50);
  });
});
