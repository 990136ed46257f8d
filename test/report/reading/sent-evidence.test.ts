import { describe, expect, it } from "vitest";
import { type IdCalibration, NO_TRIALS } from "../../../lib/domain/id-clock.ts";
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from "../../../lib/domain/time.ts";
import { shownSentAt, withIdEvidence } from "../../../lib/report/reading/sent-evidence.ts";
import { day } from "../helpers/records.ts";
import { idSentAt } from "../helpers/relative-dates.ts";

const shownSentAtOf = (one: Parameters<typeof shownSentAt>[0]) => new Date(shownSentAt(one));

const NOW = day(60);
const SENT = day(10);
const BELIEVED: IdCalibration = { trials: 20, misses: 0, firstMiss: null };
const invitationId = idSentAt(SENT, 7);
const byItsId = {
  ...{ sentFrom: later(SENT, -5 * MINUTE_MS), sentAt: later(SENT, 5 * MINUTE_MS), datesDisagree: false },
  // An id has told this from the beginning.
  sentWidthAtFirstSight: 10 * MINUTE_MS,
};

describe("the dates of an invitation", () => {
  const wide = { invitationId, sentFrom: day(-20), sentAt: day(31), sentWidthAtFirstSight: 51 * DAY_MS };

  it("are narrowed by an id that is believed to five minutes either way", () => {
    expect(withIdEvidence(wide, BELIEVED, NOW)).toEqual(byItsId);
    expect(withIdEvidence({ ...wide, sentFrom: null }, BELIEVED, NOW)).toEqual(byItsId);
    expect(withIdEvidence({ ...wide, sentWidthAtFirstSight: "unreadable" }, BELIEVED, NOW)).toEqual(byItsId);
    const { sentFrom: _, sentWidthAtFirstSight: __, ...fromTheIndex } = wide;
    expect(withIdEvidence(fromTheIndex, BELIEVED, NOW)).toEqual(byItsId);
  });

  it.each<[string, IdCalibration | null]>([
    ["an id is not to be used", null],
    ["there was no trial", NO_TRIALS],
    ["there were nineteen trials", { ...BELIEVED, trials: 19 }],
    ["one id of thousands did not fit", { ...BELIEVED, trials: 9_000, misses: 1 }],
  ])("stay as they are when %s", (_, calibration) => {
    for (const dates of [
      { sentFrom: day(-20), sentAt: day(31), sentWidthAtFirstSight: 51 * DAY_MS },
      { sentFrom: day(40), sentAt: day(41), sentWidthAtFirstSight: "unreadable" as const },
      { sentFrom: null, sentAt: day(41), sentWidthAtFirstSight: null },
    ]) {
      const one = { invitationId, ...dates };

      expect(withIdEvidence(one, calibration, NOW)).toEqual({ ...dates, datesDisagree: false });
    }
  });

  it("stay as they are when the id has no time", () => {
    const { invitationId: _, ...dates } = wide;

    expect(withIdEvidence({ ...wide, invitationId: "90001" }, BELIEVED, NOW)).toEqual({
      ...dates,
      datesDisagree: false,
    });
  });

  it("are not known to any width when the id has no time and the item was not read", () => {
    const fromTheIndex = { invitationId: "90001", sentAt: day(31) };

    const { sentAt, sentFrom, sentWidthAtFirstSight } = withIdEvidence(fromTheIndex, BELIEVED, NOW);

    expect({ sentAt, sentFrom, sentWidthAtFirstSight }).toEqual({
      ...{ sentAt: day(31), sentFrom: null, sentWidthAtFirstSight: Number.POSITIVE_INFINITY },
    });
    expect(withIdEvidence(fromTheIndex, NO_TRIALS, NOW).sentWidthAtFirstSight).toBeNull();
  });

  it("keep an end that is narrower than the id's", () => {
    const exact = { sentFrom: later(SENT, -MINUTE_MS), sentAt: later(SENT, 2 * MINUTE_MS) };

    expect(withIdEvidence({ invitationId, ...exact }, BELIEVED, NOW)).toEqual({
      ...{ ...exact, sentWidthAtFirstSight: 3 * MINUTE_MS, datesDisagree: false },
    });
  });

  it.each([
    ["after", 36 * HOUR_MS],
    ["before", -40 * HOUR_MS],
  ])("that allow only moments %s the id's, by up to a day and a half, give way to it", (_, ms) => {
    // Four hours wide.
    const width = { sentWidthAtFirstSight: 4 * HOUR_MS };
    const missed = { sentFrom: later(SENT, ms), sentAt: later(SENT, ms + 4 * HOUR_MS), ...width };

    expect(withIdEvidence({ invitationId, ...missed }, BELIEVED, NOW)).toEqual(byItsId);
  });

  it.each([
    ["after", 36 * HOUR_MS + 1],
    ["before", -40 * HOUR_MS - 1],
  ])("that allow only moments %s the id's, by more than that, disagree with it", (_, ms) => {
    const width = { sentWidthAtFirstSight: 4 * HOUR_MS };
    const missed = { sentFrom: later(SENT, ms), sentAt: later(SENT, ms + 4 * HOUR_MS), ...width };

    expect(withIdEvidence({ invitationId, ...missed }, BELIEVED, NOW)).toEqual({ ...missed, datesDisagree: true });
  });

  it("disagree with an id from a later time than now", () => {
    const tomorrow = { invitationId: idSentAt(later(NOW, 12 * HOUR_MS), 1), sentFrom: null, sentAt: day(50) };

    expect(withIdEvidence(tomorrow, BELIEVED, NOW).datesDisagree).toBe(true);
    expect(withIdEvidence({ ...tomorrow, sentAt: day(59.5) }, BELIEVED, NOW)).toEqual({
      ...{ sentFrom: null, sentAt: day(59.5), sentWidthAtFirstSight: null, datesDisagree: false },
    });
  });
});

describe("the moment of sending that ages are shown from", () => {
  const seen = { firstSeenAt: day(40) };

  it("is the middle of the interval where that is a week wide at most, however wide it was at first sight", () => {
    expect(shownSentAtOf({ ...seen, sentFrom: day(30), sentAt: day(37), sentWidthAtFirstSight: 9 * DAY_MS })).toEqual(
      day(33.5),
    );
    expect(shownSentAtOf({ ...seen, sentFrom: day(30), sentAt: day(34) })).toEqual(day(32));
    expect(shownSentAtOf({ ...seen, sentFrom: day(36), sentAt: later(day(40), DAY_MS) })).toEqual(day(38));
  });

  it("is the latest there can be where it is not", () => {
    expect(shownSentAtOf({ ...seen, sentFrom: day(1), sentAt: day(34) })).toEqual(day(34));
    expect(shownSentAtOf({ ...seen, sentFrom: later(day(27), -1), sentAt: day(34) })).toEqual(day(34));
    expect(shownSentAtOf({ ...seen, sentFrom: null, sentAt: day(34) })).toEqual(day(34));
    expect(shownSentAtOf({ ...seen, sentFrom: day(35), sentAt: day(34) })).toEqual(day(34));
  });
});
