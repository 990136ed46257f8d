import { describe, expect, it } from "vitest";
import { type IdCalibration, NO_TRIALS } from "../../lib/domain/id-clock.ts";
import { idCalibrationInWords } from "../../lib/report/id-calibration-in-words.ts";

const MISS = {
  id: "7504140067745262436",
  decoded: "2026-11-19T18:00:00.000Z",
  after: "2026-11-20T06:00:00.000Z",
  before: "2026-11-21T06:00:59.999Z",
};

describe("ages from ids in words", () => {
  it.each<[string, IdCalibration]>([
    ["calibrating, 0 of 20 trials", NO_TRIALS],
    ["calibrating, 12 of 20 trials", { trials: 12, misses: 0, firstMiss: null }],
    ["believed after 20 trials", { trials: 20, misses: 0, firstMiss: null }],
    ["believed after 1,234 trials", { trials: 1_234, misses: 0, firstMiss: null }],
    [
      "off: one id did not fit (id 7504140067745262436, decoded 2026-11-19 18:00, between 2026-11-20 06:00 and 2026-11-21 06:00 UTC)",
      { trials: 3, misses: 1, firstMiss: MISS },
    ],
    [
      "off: 2 ids did not fit (the first: id 42, no time in it, between 2026-11-20 06:00 and 2026-11-21 06:00 UTC)",
      { trials: 300, misses: 2, firstMiss: { ...MISS, id: "42", decoded: null } },
    ],
    ["off: one id did not fit", { trials: 300, misses: 1, firstMiss: null }],
  ])("%s", (words, calibration) => {
    expect(idCalibrationInWords(calibration, false)).toBe(words);
  });

  it("say that the policy has it off, whatever the trials have shown", () => {
    expect(idCalibrationInWords({ trials: 50, misses: 0, firstMiss: null }, true)).toBe("off by the policy");
  });
});
