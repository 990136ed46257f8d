import { describe, expect, it } from "vitest";
import { announcementOf, isNoticeOver, mayGoFrom } from "../../lib/domain/announcement.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";

const AT = new Date("2026-11-23T09:00:00.000Z");
const inDays = (days: number, ms = 0) => later(AT, days * DAY_MS + ms);
const announced = announcementOf({ at: AT, runId: "run-1" }, "stale", 3);

describe("an announcement", () => {
  it("tells the date from which its withdrawal may go", () => {
    expect(announced).toEqual({ at: AT, mayGoFrom: inDays(3), reason: "stale", runId: "run-1" });
  });

  it("is over at that instant, and not a millisecond earlier", () => {
    expect(isNoticeOver(announced, 3, inDays(3, -1))).toBe(false);
    expect(isNoticeOver(announced, 3, inDays(3))).toBe(true);
  });

  it("is put off by a longer notice and by no shorter one", () => {
    expect(mayGoFrom(announced, 5)).toEqual(inDays(5));
    expect(mayGoFrom(announced, 1)).toEqual(inDays(3));
    expect(isNoticeOver(announced, 5, inDays(4))).toBe(false);
    expect(isNoticeOver(announced, 1, inDays(2))).toBe(false);
  });

  it("is waited for where there is none yet, and by nobody without notice in the policy", () => {
    expect(isNoticeOver(null, 1, inDays(300))).toBe(false);
    expect(isNoticeOver(null, 0, AT)).toBe(true);
    expect(isNoticeOver(announced, 0, AT)).toBe(true);
  });
});
