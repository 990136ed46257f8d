import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldSign, NumberWriter, readNumbers, unfoldSign } from "../../lib/ledger/packed-numbers.ts";

describe("packed numbers", () => {
  it("are read as they were written, column after column", () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat()), fc.array(fc.maxSafeNat()), (one, two) => {
        const bytes = Buffer.concat([one, two].map((numbers) => written(numbers)));

        const first = readNumbers(bytes, 0, one.length);
        const second = readNumbers(bytes, first.next, two.length);

        expect([...first.numbers]).toEqual(one);
        expect([...second.numbers]).toEqual(two);
        expect(second.next).toBe(bytes.length);
      }),
    );
  });

  it("take a byte each below 128", () => {
    expect(written([0, 127]).length).toBe(2);
    expect(written([128]).length).toBe(2);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 53])("are never %s", (value) => {
    expect(() => written([value])).toThrow(RangeError);
  });

  it("that end too soon are an error, and no zero", () => {
    expect(() => readNumbers(written([1]), 0, 2)).toThrow("end too soon");
    expect(() => readNumbers(written([300]).subarray(0, 1), 0, 1)).toThrow("end too soon");
  });

  it("keep their sign", () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), (value) => {
        const folded = foldSign(value);

        expect(folded).toBeGreaterThanOrEqual(0);
        expect(unfoldSign(folded)).toBe(value);
      }),
    );
    expect([0, -1, 1, -2].map(foldSign)).toEqual([0, 1, 2, 3]);
    expect(() => foldSign(2 ** 52)).toThrow(RangeError);
  });
});

function written(numbers: readonly number[]): Uint8Array {
  const writer = new NumberWriter();
  for (const number of numbers) writer.add(number);
  return writer.bytes;
}
