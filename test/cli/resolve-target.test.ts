import { describe, expect, it } from "vitest";
import { isNamedByOption, resolveTarget } from "../../lib/cli/resolve-target.ts";
import type { TargetPlace } from "../../lib/cli/target-place.ts";

const KEY = { EDGES_API_KEY: "key" };
const REAL: TargetPlace = { kind: "real", host: "api.edges.run" };
const STACK: TargetPlace = { kind: "stack", stack: "staging", region: "us-east-1", account: "111122223333" };

describe("the target of a command", () => {
  it.each([
    [{ stack: "prod" }, { kind: "stack", stack: "prod" }],
    [{ edges: "real" }, { kind: "real" }],
    [{ edges: "sandbox" }, { kind: "sandbox" }],
    [{ edges: "sandbox", local: true }, { kind: "sandbox" }],
  ] as const)("is what an option names, key and saved target or not: %j", (given, choice) => {
    for (const env of [{}, KEY]) {
      for (const saved of [null, { kind: "sandbox" }, REAL, STACK] as const) {
        expect(resolveTarget(given, env, saved)).toEqual({ choice, namedBy: "option", doubt: null });
      }
    }
  });

  it.each([
    [{ kind: "sandbox" }, { kind: "sandbox" }],
    [REAL, { kind: "real" }],
    [STACK, { kind: "stack", stack: "staging" }],
  ] as const)("is the saved one without an option, key or not: %j", (saved, choice) => {
    for (const env of [{}, KEY]) {
      expect(resolveTarget({}, env, saved)).toEqual({ choice, namedBy: "saved", doubt: null });
    }
  });

  it("stays the saved one with --local, where that is on this machine", () => {
    expect(resolveTarget({ local: true }, KEY, REAL)).toMatchObject({ choice: { kind: "real" }, namedBy: "saved" });
  });

  it.each([{}, { EDGES_API_KEY: "" }, { EDGES_API_KEY: "  " }])(
    "is the sandbox beyond doubt where there is no key: %j",
    (env) => {
      expect(resolveTarget({}, env, null)).toEqual({ choice: { kind: "sandbox" }, namedBy: null, doubt: null });
    },
  );

  it.each([{}, { local: true }])("is in doubt with a key and nothing that names one: %j", (given) => {
    const resolved = resolveTarget(given, KEY, null);

    expect(resolved).toEqual({ choice: { kind: "sandbox" }, namedBy: null, doubt: "EDGES_API_KEY is set" });
  });

  it("is in doubt where --local leaves out a saved stack, with or without a key", () => {
    const without = resolveTarget({ local: true }, {}, STACK);
    const withKey = resolveTarget({ local: true }, KEY, STACK);

    expect(without).toEqual({
      choice: { kind: "sandbox" },
      namedBy: null,
      doubt: "--local leaves out the saved stack",
    });
    expect(withKey.doubt).toBe("EDGES_API_KEY is set and --local leaves out the saved stack");
  });
});

it("--local alone names no target", () => {
  expect([{}, { local: true }].map(isNamedByOption)).toEqual([false, false]);
  expect([{ stack: "a" }, { edges: "sandbox" as const }].map(isNamedByOption)).toEqual([true, true]);
});
