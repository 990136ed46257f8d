import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY_MS, later } from "../../../lib/domain/time.ts";
import { Weeks } from "../../../lib/report/reading/weeks.ts";

describe("endings by week", () => {
  it("run from Monday to Sunday in UTC, weeks without any included", () => {
    const weeks = new Weeks();
    // 5 January 2026 was a Monday.
    weeks.add(new Date("2026-01-05T00:00:00.000Z"), "accepted");
    weeks.add(new Date("2026-01-11T23:59:59.999Z"), "withdrawn");
    weeks.add(new Date("2026-01-19T12:00:00.000Z"), "gone");
    const window = { since: new Date("2026-01-04T10:00:00.000Z"), until: new Date("2026-01-20T10:00:00.000Z") };

    expect(weeks.list(window)).toEqual([
      { weekOf: "2025-12-29", withdrawn: 0, accepted: 0, gone: 0, failed: 0 },
      { weekOf: "2026-01-05", withdrawn: 1, accepted: 1, gone: 0, failed: 0 },
      { weekOf: "2026-01-12", withdrawn: 0, accepted: 0, gone: 0, failed: 0 },
      { weekOf: "2026-01-19", withdrawn: 0, accepted: 0, gone: 1, failed: 0 },
    ]);
  });

  it("hold every ending of the window once, each in the week it belongs to", () => {
    const since = new Date("2025-11-12T08:00:00.000Z");
    const offsets = fc.array(fc.integer({ min: 0, max: 120 * DAY_MS }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(offsets, (given) => {
        const weeks = new Weeks();
        for (const offset of given) weeks.add(later(since, offset), "failed");
        const list = weeks.list({ since, until: later(since, 120 * DAY_MS) });

        for (const { weekOf, failed } of list) {
          const monday = new Date(`${weekOf}T00:00:00.000Z`);
          expect(monday.getUTCDay()).toBe(1);
          const inside = given.filter((offset) => {
            const at = later(since, offset);
            return at >= monday && at < later(monday, 7 * DAY_MS);
          });
          expect(failed).toBe(inside.length);
        }
        expect(list.reduce((sum, { failed }) => sum + failed, 0)).toBe(given.length);
      }),
    );
  });
});
