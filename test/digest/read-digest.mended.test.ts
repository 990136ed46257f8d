import { expect, it } from "vitest";
import { readDigest } from "../../lib/digest/read-digest.ts";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import { fieldBed } from "../helpers/field-bed.ts";
import type { FieldConnection, FieldInvitation } from "../helpers/field-state.ts";
import { ANA, policyOf } from "../helpers/test-bed.ts";

const START = new Date();
const six: readonly FieldInvitation[] = Array.from({ length: 6 }, (_, index) => ({
  ...{ id: 7_500_000_000_000_004_000n + BigInt(index), profile_id: 8_000 + index },
  sent_date: later(START, -10 * DAY_MS - index).toISOString(),
}));

it("counts an acceptance that was taken for gone once, as accepted, with the day they connected", async () => {
  const state = (left: number, connections: readonly FieldConnection[] = []) => ({
    identities: { [ANA]: { name: "Ana", invitations: six.slice(left), connections } },
  });
  const bed = await fieldBed(state(6));
  const run = async (left: number, connections: readonly FieldConnection[] = []) => {
    bed.api.become(() => state(left, connections));
    await bed.run({ mode: "dry-run" });
    bed.advance(1);
  };
  const connected_at = later(START, 12 * HOUR_MS).toISOString();
  const { clock, ledger } = bed.workspace;
  const digest = async () => {
    const period = { since: later(START, -DAY_MS), until: clock.now() };
    return readDigest(ledger, await policyOf({}).read(), period, { now: clock.now(), target: "" });
  };
  await run(0);
  await run(2);
  const before = await digest();

  await run(3, [{ profile_id: 8_000, connected_at }]);

  const { data, report } = await digest();
  expect(before.data.endings).toMatchObject({ accepted: 0, gone: 2 });
  expect(data.endings).toMatchObject({ accepted: 1, gone: 2, withdrawn: 0, failed: 0 });
  expect(report.overall.funnel).toMatchObject({ accepted: 1, gone: 2, pending: 3 });
  const ended = (await bed.outcomes()).filter(({ outcome }) => outcome === "accepted");
  expect(ended.map(({ endedAt }) => endedAt.toISOString())).toEqual([connected_at]);
});
