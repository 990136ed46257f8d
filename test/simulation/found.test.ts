import { expect, it } from "vitest";
import { QUIET } from "./quiet.ts";
import { simulate } from "./simulate.ts";

it("a function held up after it has taken the gate makes no call when its lease is over", async () => {
  const held = { kind: "slow", when: "after", ms: 200_000 } as const;
  const stepFaults = [{ of: "withdraw", step: "identities.replaceGate", nth: 1, fault: held }] as const;
  const dropped = { kind: "answer", fault: { kind: "drop-before-effect" } } as const;
  const callFaults = [{ of: "withdraw", nth: 1, more: 0, fault: dropped }] as const;
  const violations: unknown[] = [];

  // Whether the function lives on for long enough after its time-out, and meets nobody, is the seed's doing.
  for (let seed = 0; seed < 24; seed += 1) {
    const { violation } = await simulate({ ...QUIET, seed, stepFaults, callFaults });
    if (violation !== null) violations.push({ seed, ...violation });
  }

  expect(violations).toEqual([]);
});

it("a day's cap is used on every day while there is more than that to withdraw", async () => {
  const policy = { mode: "live", thresholdDays: 7, dailyCap: 4 };
  const { trace } = await simulate({ ...QUIET, days: 3, policy }, { trace: true });

  const days = trace.filter((line) => / ends \d+ as withdrawn$/.test(line)).map((line) => line.slice(0, 5));
  const withdrawnOn = (day: number) => days.filter((one) => one === `day ${day}`).length;
  expect([withdrawnOn(0), withdrawnOn(1), withdrawnOn(2)]).toEqual([4, 4, 4]);
});
