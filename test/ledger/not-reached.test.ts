import { expect, it } from "vitest";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import { notReachedOf } from "../../lib/ledger/not-reached.ts";
import { NOW } from "../helpers/dynamo-records.ts";

const run = { startedAt: NOW, fedUntil: null, identities: 10, notReached: null };

it("is what the record says, else what the sweeps tell once no message is left, else not known", () => {
  const nextDay = later(NOW, DAY_MS);

  expect(notReachedOf({ ...run, notReached: 4 }, 10, NOW)).toBe(4);
  expect(notReachedOf(run, 7, nextDay)).toBe(3);
  expect(notReachedOf(run, 12, nextDay)).toBe(0);
  expect(notReachedOf(run, 7, later(NOW, 20 * HOUR_MS))).toBeNull();
  expect(notReachedOf({ ...run, fedUntil: later(NOW, 12 * HOUR_MS) }, 7, nextDay)).toBeNull();
  expect(notReachedOf({ ...run, identities: null }, 0, nextDay)).toBeNull();
});
