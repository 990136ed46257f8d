import { expect, it } from "vitest";
import { isSamePlace, type TargetPlace, targetName } from "../../lib/cli/target-place.ts";

const SANDBOX: TargetPlace = { kind: "sandbox" };
const REAL: TargetPlace = { kind: "real", host: "api.edges.run" };
const STACK: TargetPlace = { kind: "stack", stack: "staging", region: "eu-west-1", account: "111122223333" };
const REGION_ONLY: TargetPlace = { ...STACK, account: null };

it.each([
  [SANDBOX, "sandbox (made-up people)"],
  [REAL, "real API api.edges.run"],
  [{ kind: "real", host: "127.0.0.1:4010" }, "real API 127.0.0.1:4010"],
  [STACK, "stack staging (eu-west-1, 111122223333)"],
  [REGION_ONLY, "stack staging (eu-west-1)"],
  [{ ...STACK, region: null, account: null }, "stack staging"],
] as const)("%j is named %s", (place, name) => {
  expect(targetName(place)).toBe(name);
});

it("places are the same where all that both know is", () => {
  const others: readonly TargetPlace[] = [
    SANDBOX,
    REAL,
    { kind: "real", host: "127.0.0.1:4010" },
    STACK,
    { ...STACK, stack: "prod" },
    { ...STACK, region: "us-east-1" },
    { ...STACK, account: "999900001111" },
  ];
  for (const one of others) for (const other of others) expect(isSamePlace(one, other)).toBe(one === other);
  expect(isSamePlace(STACK, REGION_ONLY)).toBe(true);
  expect(isSamePlace(REGION_ONLY, STACK)).toBe(true);
});
