import { describe, expect, it } from "vitest";
import { looksOf } from "./looks.ts";

const right = (thresholdDays: number) => ({ thresholdDays, isWrong: false });
const wrong = (thresholdDays: number) => ({ thresholdDays, isWrong: true });

describe("a team's weekly looks", () => {
  it("have no first answer, no wrong one and no change while there is none", () => {
    expect(looksOf([null, null])).toEqual({ firstAnswer: null, wasToldWrong: false, changes: 0 });
  });

  it("count weeks from 1", () => {
    expect(looksOf([right(14)]).firstAnswer).toBe(1);
    expect(looksOf([null, null, right(14), null]).firstAnswer).toBe(3);
  });

  it("count another answer, one taken back and one that comes again as changes, but not the first", () => {
    expect(looksOf([null, right(14), right(14)]).changes).toBe(0);
    expect(looksOf([null, right(14), right(21), right(21), right(14)]).changes).toBe(2);
    expect(looksOf([right(14), null, null, right(14)]).changes).toBe(2);
  });

  it("remember a wrong answer that was mended later", () => {
    expect(looksOf([null, wrong(7), right(14)]).wasToldWrong).toBe(true);
    expect(looksOf([null, right(7), right(14)]).wasToldWrong).toBe(false);
  });
});
