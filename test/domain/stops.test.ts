import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MODES } from "../../lib/domain/mode.ts";
import { DEFAULT_POLICY, type Pause, pauseOf } from "../../lib/domain/policy.ts";
import { readPolicy } from "../../lib/domain/policy-faults.ts";
import { heldMode, type ModeOrder, NO_STOPS, type Stops, withStops } from "../../lib/domain/stops.ts";

const since = "2026-11-02T09:00:00.000Z";
const policyOf = (change: object) => ({ ...DEFAULT_POLICY, ...change });
const order = (mode: ModeOrder["mode"]): Stops => ({ ...NO_STOPS, mode: { mode, since, lease: null } });

const pauses = fc.uniqueArray(
  fc.record({ id: fc.constantFrom("all", "a", "b", "c"), reason: fc.constantFrom("one", "another") }),
  { selector: ({ id }) => id },
);
const policies = fc.record({ mode: fc.constantFrom(...MODES), paused: pauses }).map(policyOf);
const stops: fc.Arbitrary<Stops> = fc.record({
  mode: fc.option(fc.record({ mode: fc.constantFrom(...MODES), since: fc.constant(since), lease: fc.constant(null) })),
  pauses,
});

describe("the policy in force", () => {
  it.each([
    // stored, ordered, in force on a stack, in force on one machine
    ["live", null, "dry-run", "live"],
    ["live", "live", "live", "live"],
    ["live", "dry-run", "dry-run", "live"],
    ["live", "off", "off", "off"],
    ["dry-run", null, "dry-run", "dry-run"],
    ["dry-run", "live", "dry-run", "dry-run"],
    ["dry-run", "off", "off", "off"],
    ["off", null, "off", "off"],
    ["off", "live", "off", "off"],
  ] as const)("says %s, ordered %s: a stack is %s, one machine %s", (stored, ordered, onStack, here) => {
    const standing = ordered === null ? NO_STOPS : order(ordered);

    const modes = [true, false].map((bornDry) => withStops(policyOf({ mode: stored }), standing, { bornDry }).mode);

    expect(modes).toEqual([onStack, here]);
  });

  it("never goes further than the policy, nor than what is switched off", () => {
    fc.assert(
      fc.property(policies, stops, fc.boolean(), (policy, standing, bornDry) => {
        const { mode } = withStops(policy, standing, { bornDry });
        expect(MODES.indexOf(mode)).toBeLessThanOrEqual(MODES.indexOf(policy.mode));
        if (standing.mode?.mode === "off") expect(mode).toBe("off");
        if (bornDry && standing.mode?.mode !== "live") expect(mode).not.toBe("live");
      }),
    );
  });

  it("has whoever is paused by either, once each, the stop's word first, and is valid", () => {
    fc.assert(
      fc.property(policies, stops, fc.boolean(), (policy, standing, bornDry) => {
        const inForce = withStops(policy, standing, { bornDry });
        const ids = (paused: readonly Pause[]) => paused.map(({ id }) => id);
        expect(ids(inForce.paused).sort()).toEqual(
          [...new Set([...ids(policy.paused), ...ids(standing.pauses)])].sort(),
        );
        for (const pause of standing.pauses) expect(inForce.paused).toContain(pause);
        for (const id of ["a", "b", "d"]) {
          const stopped = pauseOf(policy, id) !== null || pauseOf({ paused: standing.pauses }, id) !== null;
          expect(pauseOf(inForce, id) !== null).toBe(stopped);
        }
        expect(readPolicy(inForce)).toMatchObject({ valid: true });
      }),
    );
  });

  it("is the policy itself where nothing stands beside it, on one machine", () => {
    const policy = policyOf({ mode: "live", paused: [{ id: "a" }] });

    expect(withStops(policy, NO_STOPS, { bornDry: false })).toEqual(policy);
  });
});

describe("why less is in force", () => {
  it("is told wherever it is less, and nowhere else", () => {
    fc.assert(
      fc.property(policies, stops, fc.boolean(), (policy, standing, bornDry) => {
        const isLess = withStops(policy, standing, { bornDry }).mode !== policy.mode;
        expect(heldMode(policy, standing, { bornDry }) !== null).toBe(isLess);
      }),
    );
  });

  it.each([
    ["off", { why: "switched-off", since }],
    ["dry-run", { why: "set-to-dry-run", since }],
    [null, { why: "never-live" }],
  ] as const)("where %s is ordered is %j", (ordered, why) => {
    const standing = ordered === null ? NO_STOPS : order(ordered);

    expect(heldMode({ mode: "live" }, standing, { bornDry: true })).toEqual(why);
  });
});
