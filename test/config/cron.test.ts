import { describe, expect, it } from "vitest";
import { type Cron, readCron } from "../../lib/config/cron.ts";

function cron(text: string): Cron {
  const reading = readCron(text);
  if (!reading.valid) throw new Error(`${text} was refused: ${reading.accepted}`);
  return reading.cron;
}

function refusal(text: string): string {
  const reading = readCron(text);
  if (reading.valid) throw new Error(`${text} was accepted`);
  return reading.accepted;
}

describe("readCron", () => {
  it("reads a daily schedule", () => {
    const { minute, hours, daysOfMonth, months, weekdays } = cron("cron(30 9 * * ? *)");

    expect({ minute, hours }).toEqual({ minute: 30, hours: [9] });
    expect([daysOfMonth.size, months.size, weekdays.size]).toEqual([31, 12, 7]);
  });

  it.each([
    ["cron(0 * * * ? *)", Array.from({ length: 24 }, (_, hour) => hour)],
    ["cron(0 17,9 * * ? *)", [9, 17]],
    ["cron(0 9-11 * * ? *)", [9, 10, 11]],
    ["cron(0 */6 * * ? *)", [0, 6, 12, 18]],
    ["cron(0 8/6 * * ? *)", [8, 14, 20]],
    ["cron(0 8-18/5 * * ? *)", [8, 13, 18]],
    ["cron(0 23,1-2 * * ? *)", [1, 2, 23]],
  ])("reads the hours of %s", (text, hours) => {
    expect(cron(text).hours).toEqual(hours);
  });

  it.each([
    ["cron(0 9 ? * MON-FRI *)", [1, 2, 3, 4, 5]],
    ["cron(0 9 ? * 2-6 *)", [1, 2, 3, 4, 5]],
    ["cron(0 9 ? * sun,Wed *)", [0, 3]],
    ["cron(0 9 ? * 1 *)", [0]],
  ])("reads the weekdays of %s, with 0 for Sunday", (text, weekdays) => {
    expect([...cron(text).weekdays].sort()).toEqual(weekdays);
  });

  it("reads dates and named months", () => {
    const { daysOfMonth, months } = cron("cron(0 9 1/5 JAN-MAR,12 ? *)");

    expect([...daysOfMonth]).toEqual([1, 6, 11, 16, 21, 26, 31]);
    expect([...months]).toEqual([1, 2, 3, 12]);
  });

  it("takes a step or a list that comes to a single minute", () => {
    expect([cron("cron(59/30 9 * * ? *)").minute, cron("cron(5,5 9 * * ? *)").minute]).toEqual([59, 5]);
  });

  it.each(["*", "0,30", "0-1", "*/5", "*/59", "0/15", "10-50/20", "0,0-1", "58/1"])(
    "refuses minutes %s: more than one run an hour",
    (minutes) => {
      expect(refusal(`cron(${minutes} 9 * * ? *)`)).toBe("a single minute: at most one run an hour");
    },
  );

  it.each(["60", "-1", "", "5-", "*/0", "*/60", "a", "5-3", "1.5", "?", "*-3", "1//2", "٣"])(
    "refuses minutes %s as none",
    (minutes) => {
      expect(refusal(`cron(${minutes} 9 * * ? *)`)).toMatch(/^(as the minute|cron\(minute)/);
    },
  );

  it.each([
    ["cron(0 24 * * ? *)", /^as the hour, .* 0 to 23$/],
    ["cron(0 9 0 * ? *)", /^as the day of month, .* 1 to 31$/],
    ["cron(0 9 L * ? *)", /^as the day of month/],
    ["cron(0 9 1W * ? *)", /^as the day of month/],
    ["cron(0 9 * 13 ? *)", /^as the month, .* or JAN to DEC$/],
    ["cron(0 9 ? * 8 *)", /^as the day of week, .* or SUN to SAT$/],
    ["cron(0 9 ? * 6L *)", /^as the day of week/],
    ["cron(0 9 ? * 2#1 *)", /^as the day of week/],
    ["cron(0 9 * * * *)", /not both/],
    ["cron(0 9 ? * ? *)", /not both/],
    ["cron(0 9 * * ? 2027)", /^\* as the year/],
    ["cron(0 9 * * ?)", /six fields/],
    ["0 9 * * ? *", /six fields/],
    ["rate(1 day)", /six fields/],
    ["at(2027-01-01T09:00:00)", /six fields/],
    [" cron(0 9 * * ? *)", /six fields/],
  ])("refuses %s and says what is accepted", (text, accepted) => {
    expect(refusal(text)).toMatch(accepted);
  });
});
