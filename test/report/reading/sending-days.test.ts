import { describe, expect, it } from "vitest";
import { SendingDays } from "../../../lib/report/reading/sending-days.ts";
import { day } from "../helpers/records.ts";

const window = { since: day(-100), until: day(30) };

/** Sent at a time of day after the listing's, seen by the next day's list. */
function daily(sending: SendingDays, from: number, to: number, perDay: number): void {
  for (let at = from; at < to; at++) {
    for (let one = 0; one < perDay; one++) sending.add({ sentAt: day(at + 0.1 + one / 100), firstSeenAt: day(at + 1) });
  }
}

describe("invitations sent a day", () => {
  it("leave out what the first list brought, however much that was", () => {
    const sending = new SendingDays(window);
    for (let age = 0; age < 60; age++) sending.add({ sentAt: day(-age), firstSeenAt: day(0) });
    daily(sending, 0, 20, 7);

    expect(sending.perDay(day(20))).toBe(7);
  });

  it("do not depend on the order in which invitations are read", () => {
    const sending = new SendingDays(window);
    daily(sending, 0, 20, 7);
    sending.add({ sentAt: day(-30), firstSeenAt: day(-2) });

    expect(sending.perDay(day(20))).toBeCloseTo((19 * 7 + 7) / 21, 10);
  });

  it("are counted over whole days alone: none until one lies between two lists", () => {
    const sending = new SendingDays(window);
    sending.add({ sentAt: day(-5), firstSeenAt: day(0) });
    daily(sending, 0, 2, 10);

    expect(sending.perDay(null)).toBe(0);
    expect(sending.perDay(day(0))).toBe(0);
    expect(sending.perDay(day(1))).toBe(0);
    expect(sending.perDay(day(2))).toBe(10);
  });

  it("stop at the last list, because what was sent since has not been seen", () => {
    const sending = new SendingDays(window);
    sending.add({ sentAt: day(-5), firstSeenAt: day(0) });
    daily(sending, 0, 11, 4);

    expect(sending.perDay(day(11))).toBe(4);
  });

  it("are those of the window when it begins or ends inside the log", () => {
    const sending = new SendingDays({ since: day(10), until: day(20) });
    daily(sending, 0, 15, 3);
    daily(sending, 15, 40, 9);

    expect(sending.perDay(day(40))).toBeCloseTo((4 * 3 + 5 * 9) / 9, 10);
  });

  it("are none where nothing was seen", () => {
    expect(new SendingDays(window).perDay(day(20))).toBe(0);
  });
});
