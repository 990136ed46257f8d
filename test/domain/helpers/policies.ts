import fc from "fast-check";

/** A whole-number field: where it stands, and the smallest and largest value it accepts. */
export interface Bounds {
  readonly path: string;
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  /** A document that is valid but for this field. */
  readonly holding: (value: unknown) => unknown;
}

const HOURS = { timezone: "UTC", start: "09:00", end: "17:00", days: ["mon"] };

/** Every number in a policy. From the design: floor 7; the documented gap of 60 s; the rest as the schema states it. */
export const NUMBERS: readonly Bounds[] = [
  { path: "thresholdDays", min: 7, max: 365, whole: true, holding: (value) => ({ thresholdDays: value }) },
  { path: "dailyCap", min: 1, max: 100, whole: true, holding: (value) => ({ dailyCap: value }) },
  {
    path: "gapSeconds.min",
    min: 60,
    max: 900,
    whole: true,
    holding: (value) => ({ gapSeconds: { min: value, max: 900 } }),
  },
  {
    path: "gapSeconds.max",
    min: 60,
    max: 900,
    whole: true,
    holding: (value) => ({ gapSeconds: { min: 60, max: value } }),
  },
  { path: "runCap", min: 1, max: 2_000_000, whole: true, holding: (value) => ({ runCap: value }) },
  {
    path: "holdout.share",
    min: 0,
    max: 0.5,
    whole: false,
    holding: (value) => ({ holdout: { share: value, maxAgeDays: 60 } }),
  },
  {
    path: "holdout.maxAgeDays",
    min: 8,
    max: 365,
    whole: true,
    holding: (value) => ({ thresholdDays: 7, holdout: { share: 0.1, maxAgeDays: value } }),
  },
  { path: "acceptableLoss", min: 0, max: 1, whole: false, holding: (value) => ({ acceptableLoss: value }) },
  {
    path: "reinviteCooldownDays",
    min: 21,
    max: 365,
    whole: true,
    holding: (value) => ({ reinviteCooldownDays: value }),
  },
  { path: "maxUnreadableShare", min: 0, max: 1, whole: false, holding: (value) => ({ maxUnreadableShare: value }) },
  {
    path: "identities[0].thresholdDays",
    min: 7,
    max: 365,
    whole: true,
    holding: (value) => ({ identities: [{ id: "a", thresholdDays: value }] }),
  },
  {
    path: "identities[0].dailyCap",
    min: 1,
    max: 100,
    whole: true,
    holding: (value) => ({ identities: [{ id: "a", dailyCap: value }] }),
  },
];

/** A document with one unknown key at each level that has keys. */
export const UNKNOWN_KEYS: readonly (readonly [path: string, holding: (key: string) => unknown])[] = [
  ["", (key) => withKey({}, key)],
  ["gapSeconds.", (key) => ({ gapSeconds: withKey({ min: 60, max: 120 }, key) })],
  ["workingHours.", (key) => ({ workingHours: withKey(HOURS, key) })],
  ["holdout.", (key) => ({ holdout: withKey({ share: 0.1, maxAgeDays: 60 }, key) })],
  ["paused[0].", (key) => ({ paused: [withKey({ id: "a" }, key)] })],
  ["identities[1].", (key) => ({ identities: [{ id: "a" }, withKey({ id: "b" }, key)] })],
];

/** As JSON would bring it: `__proto__` too becomes a key of the object's own. */
function withKey(object: object, key: string): unknown {
  return JSON.parse(`{${JSON.stringify(object).slice(1, -1)}${Object.keys(object).length > 0 ? "," : ""}"${key}":1}`);
}

/** A right value nearly always, so that a document of a dozen fields is right about as often as not. */
const mostly = (right: fc.Arbitrary<unknown>, ...wrong: unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 24, arbitrary: right }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });
const near = (min: number, max: number): fc.Arbitrary<unknown> =>
  mostly(fc.integer({ min, max }), min - 1, max + 1, min + 0.5, String(min), null, [], {});
const nearShare = (max: number): fc.Arbitrary<unknown> =>
  mostly(fc.double({ min: 0, max, noNaN: true }), -0.01, max + 0.01, "0", null);
const thresholds = fc.oneof(near(7, 60), near(7, 365));

const entries = fc.array(
  fc.record(
    {
      id: mostly(fc.stringMatching(/^[\w-]{1,20}$/), "", "a b", 7),
      thresholdDays: thresholds,
      dailyCap: near(1, 100),
      paused: mostly(fc.boolean(), "no", 0),
    },
    { requiredKeys: ["id"] },
  ),
  { maxLength: 3 },
);

/** Documents that are a policy, or only just not one. */
export const nearPolicies: fc.Arbitrary<unknown> = fc.record(
  {
    mode: mostly(fc.constantFrom("off", "dry-run", "live"), "Live", "", null, true),
    thresholdDays: thresholds,
    identities: mostly(fc.oneof(fc.constant("all"), entries), "All", null, {}),
    paused: mostly(
      fc.array(fc.record({ id: mostly(fc.stringMatching(/^[\w-]{1,20}$/), "a b") }, { requiredKeys: ["id"] }), {
        maxLength: 2,
      }),
      "all",
      null,
    ),
    dailyCap: near(1, 100),
    gapSeconds: fc.oneof(
      fc.record({ min: near(60, 200), max: near(200, 900) }),
      mostly(fc.record({ min: near(60, 900), max: near(60, 900) }), { min: 60 }, 60),
    ),
    workingHours: mostly(
      fc.record({
        timezone: mostly(fc.constantFrom("UTC", "Europe/Zurich"), "Mars/Base"),
        start: mostly(fc.constantFrom("00:00", "09:00"), "9:00", "24:30"),
        end: mostly(fc.constantFrom("17:00", "24:00"), "08:00", ""),
        days: mostly(fc.subarray(["mon", "tue", "thu", "sun"]), ["mon", "Tuesday"], "mon"),
      }),
      null,
      "always",
    ),
    runCap: near(1, 2_000_000),
    holdout: mostly(fc.record({ share: nearShare(0.5), maxAgeDays: fc.oneof(near(60, 365), near(8, 365)) }), null, 0.1),
    acceptableLoss: nearShare(1),
    binding: mostly(fc.constantFrom("slots", "invitations"), "Slots", "", null),
    reinviteCooldownDays: near(21, 365),
    maxUnreadableShare: nearShare(1),
  },
  { requiredKeys: [] },
);
