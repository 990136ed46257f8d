import { describe, expect, it } from "vitest";
import { type IdCalibration, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from "../../../lib/domain/time.ts";
import { shownSentAt, withIdEvidence } from "../../../lib/report/reading/sent-evidence.ts";
import { day } from "../helpers/records.ts";
import { idSentAt } from "../helpers/relative-dates.ts";

const NOW = day(60);
const SENT = day(10);
const BELIEVED: IdCalibration = { trials: 20, misses: 0, firstMiss: null };
const invitationId = idSentAt(SENT, 7);
const byItsId = { sentFrom: later(SENT, -5 * MINUTE_MS), sentAt: later(SENT, 5 * MINUTE_MS), datesDisagree: false };

describe("the dates of an invitation", () => {
  const wide = { invitationId, sentFrom: day(-20), sentAt: day(31) };

  it("are narrowed by an id that is believed to five minutes either way", () => {
    expect(withIdEvidence(wide, BELIEVED, NOW)).toEqual(byItsId);
    expect(withIdEvidence({ ...wide, sentFrom: null }, BELIEVED, NOW)).toEqual(byItsId);
    const { sentFrom: _, ...fromTheIndex } = wide;
    expect(withIdEvidence(fromTheIndex, BELIEVED, NOW)).toEqual(byItsId);
  });

  it.each<[string, IdCalibration | null]>([
    ["an id is not to be used", null],
    ["there was no trial", NO_TRIALS],
    ["there were nineteen trials", { ...BELIEVED, trials: 19 }],
    ["one id of thousands did not fit", { ...BELIEVED, trials: 9_000, misses: 1 }],
  ])("stay as they are when %s", (_, calibration) => {
    for (const dates of [
      { sentFrom: day(-20), sentAt: day(31) },
      { sentFrom: day(40), sentAt: day(41) },
    ]) {
      const one = { invitationId, ...dates };

      expect(withIdEvidence(one, calibration, NOW)).toEqual({ ...dates, datesDisagree: false });
    }
  });

  it("stay as they are when the id has no time", () => {
    const { sentFrom, sentAt } = wide;

    expect(withIdEvidence({ ...wide, invitationId: "90001" }, BELIEVED, NOW)).toEqual({
      ...{ sentFrom, sentAt, datesDisagree: false },
    });
  });

  it("keep an end that is narrower than the id's", () => {
    const exact = { sentFrom: later(SENT, -MINUTE_MS), sentAt: later(SENT, 2 * MINUTE_MS) };

    expect(withIdEvidence({ invitationId, ...exact }, BELIEVED, NOW)).toEqual({ ...exact, datesDisagree: false });
  });

  it.each([
    ["after", 36 * HOUR_MS],
    ["before", -40 * HOUR_MS],
  ])("that allow only moments %s the id's, by up to a day and a half, give way to it", (_, ms) => {
    // Four hours wide.
    const missed = { sentFrom: later(SENT, ms), sentAt: later(SENT, ms + 4 * HOUR_MS) };

    expect(withIdEvidence({ invitationId, ...missed }, BELIEVED, NOW)).toEqual(byItsId);
  });

  it.each([
    ["after", 36 * HOUR_MS + 1],
    ["before", -40 * HOUR_MS - 1],
  ])("that allow only moments %s the id's, by more than that, disagree with it", (_, ms) => {
    const missed = { sentFrom: later(SENT, ms), sentAt: later(SENT, ms + 4 * HOUR_MS) };

    expect(withIdEvidence({ invitationId, ...missed }, BELIEVED, NOW)).toEqual({ ...missed, datesDisagree: true });
  });

  it("disagree with an id from a later time than now", () => {
    const tomorrow = { invitationId: idSentAt(later(NOW, 12 * HOUR_MS), 1), sentFrom: null, sentAt: day(50) };

    expect(withIdEvidence(tomorrow, BELIEVED, NOW).datesDisagree).toBe(true);
    expect(withIdEvidence({ ...tomorrow, sentAt: day(59.5) }, BELIEVED, NOW)).toEqual({
      ...{ sentFrom: null, sentAt: day(59.5), datesDisagree: false },
    });
  });
});

describe("the moment of sending that ages are shown from", () => {
  const seen = { firstSeenAt: day(40) };

  it("is the middle of the interval where that is known to within a week", () => {
    expect(shownSentAt({ ...seen, sentFrom: day(30), sentAt: day(34) })).toEqual(day(32));
    expect(shownSentAt({ ...seen, sentFrom: day(36), sentAt: later(day(40), DAY_MS) })).toEqual(day(38));
  });

  it("is the latest there can be where it is not", () => {
    expect(shownSentAt({ ...seen, sentFrom: day(1), sentAt: day(34) })).toEqual(day(34));
    expect(shownSentAt({ ...seen, sentFrom: null, sentAt: day(34) })).toEqual(day(34));
    expect(shownSentAt({ ...seen, sentFrom: day(35), sentAt: day(34) })).toEqual(day(34));
  });
});
