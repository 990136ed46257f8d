import { expect, it } from "vitest";
import { METRICS } from "../../lib/contract/metrics.ts";
import { clockNotice } from "../../lib/observe/clock-notice.ts";

it("counts every answer that is off, and logs and tells the first one alone", () => {
  const [counted, logged, told]: [string[], unknown[], number[]] = [[], [], []];
  const log = { info() {}, error() {}, warn: (_: string, fields: unknown) => void logged.push(fields) };
  const notice = clockNotice(
    { metrics: { count: (name) => void counted.push(name) }, log },
    (ms) => void told.push(ms),
  );

  for (const offsetMs of [600_000, 600_100, 600_200]) notice(offsetMs);

  expect(counted).toEqual([METRICS.clockOff, METRICS.clockOff, METRICS.clockOff]);
  expect(logged).toEqual([{ offsetSeconds: 600 }]);
  expect(told).toEqual([600_000]);
});
