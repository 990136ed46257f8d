import { expect, it } from "vitest";
import { pendingAges } from "../../lib/domain/pending-ages.ts";
import type { Planned } from "../../lib/domain/plan.ts";
import { staleBacklog } from "../../lib/domain/stale-backlog.ts";
import { DAY_MS, later } from "../../lib/domain/time.ts";
import { at, identityPolicy, planInput } from "./helpers/records.ts";

const NOW = at("2026-11-23T09:00:00Z");
const CATCHING_UP = identityPolicy({ noticeDays: 2, catchUp: { dailyCap: 60, until: "steady" } });

const announced = (mayGoFrom: Date | null): Planned => ({
  invitation: planInput(),
  ...{ verdict: "keep", reason: "announced", would: "stale", mayGoFrom, ageDays: 30 },
});
const young = (ageDays: number): Planned => ({
  invitation: planInput(),
  ...{ verdict: "keep", reason: "too-young", ageDays },
});

it("what is announced comes when its notice is over, and what becomes stale later by as many days", () => {
  const plan = [announced(later(NOW, 1.5 * DAY_MS)), announced(null), young(20)];

  expect(pendingAges(plan, CATCHING_UP, NOW)).toMatchObject({
    ...{ eligible: 0, announced: 2, announcedFor: 2 },
    young: [
      { ageDays: 20, staleInDays: 3 },
      { ageDays: 30, staleInDays: 2 },
      { ageDays: 30, staleInDays: 2 },
    ],
  });
});

it("a catch-up does not end while a backlog is announced and none of it may go yet", () => {
  const plan = Array.from({ length: 100 }, () => announced(null));

  expect(staleBacklog(pendingAges(plan, CATCHING_UP, NOW), CATCHING_UP, null, NOW).catchUpEnded).toBeNull();
  expect(staleBacklog(pendingAges([], CATCHING_UP, NOW), CATCHING_UP, null, NOW).catchUpEnded).not.toBeNull();
});
