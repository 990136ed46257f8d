import fc from "fast-check";
import { expect, it } from "vitest";
import { DAY_MS, HOUR_MS, later } from "../../lib/domain/time.ts";
import { history, liveOnce } from "./helpers/one-life.ts";

const COOLDOWN_MS = 21 * DAY_MS;
const FIRST_LIST = { kind: "list", late: 0 } as const;

it("nobody may be invited while a withdrawal of ours may have taken effect within the cooldown, whatever has happened", async () => {
  let [cooled, doubtful] = [0, 0];
  await fc.assert(
    fc.asyncProperty(history, fc.constantFrom(0, 90_000), async (happenings, lagMs) => {
      const life = liveOnce(lagMs);
      const check = async () => {
        const { withdrawnAt } = life.truth;
        const until = withdrawnAt === null ? null : later(withdrawnAt, COOLDOWN_MS);
        if (until !== null && life.now() < until && (await life.canInvite())) {
          throw new Error(
            `withdrawn at ${withdrawnAt?.toISOString()}, yes at ${life.now().toISOString()}: ${JSON.stringify(await life.known())}`,
          );
        }
        if (life.truth.endedAt === null && (await life.canInvite())) throw new Error("yes, and it is pending");
      };
      await life.happen(FIRST_LIST);
      for (const { after, what } of happenings) {
        life.wait(after * HOUR_MS);
        await check();
        await life.happen(what);
        await check();
      }
      // A last list tells what is to be told; then nothing happens until the cooldown is nearly over, and then it is.
      life.wait(30 * HOUR_MS);
      await life.happen(FIRST_LIST);
      await check();
      const { withdrawnAt } = life.truth;
      if (withdrawnAt === null) return;
      life.wait(Math.max(0, later(withdrawnAt, COOLDOWN_MS - 1).getTime() - life.now().getTime()));
      await check();
      if ((await life.known())?.state === "gone") doubtful += 1;
      life.wait(20 * DAY_MS);
      if (await life.canInvite()) cooled += 1;
    }),
    { numRuns: 300, seed: 20_260_302 },
  );
  expect(cooled).toBeGreaterThan(30);
  expect(doubtful).toBeGreaterThan(3);
});

it("somebody who declined may be invited, and so may whoever a refused call was for", async () => {
  const life = liveOnce(0);
  await life.happen(FIRST_LIST);
  for (const what of [
    { kind: "call", answer: "wait-until", works: false } as const,
    { kind: "answered", accepted: false } as const,
    FIRST_LIST,
  ]) {
    life.wait(DAY_MS);
    await life.happen(what);
  }

  expect(await life.canInvite()).toBe(true);
});
