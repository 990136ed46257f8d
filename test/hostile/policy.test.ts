import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MODES } from "../../lib/domain/mode.ts";
import type { Policy } from "../../lib/domain/policy.ts";
import { readPolicy } from "../../lib/domain/policy-faults.ts";
import { createPolicyFile } from "../../lib/local/policy-file.ts";
import { PolicyError } from "../../lib/settings/policy-error.ts";
import { parsePolicyText } from "../../lib/settings/policy-source.ts";
import { NUMBERS } from "../domain/helpers/policies.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { expectPrototypesUntouched } from "./helpers/prototypes.ts";
import { hostileJson, hostileText, INHERITED } from "./helpers/texts.ts";

const RUNS = 1500;
const FILE_RUNS = 300;
/** No fault's line is longer: a log line has an end. */
const MAX_FAULT = 400;
const MANY = 20_000;

expectPrototypesUntouched();

const KEYS = ["mode", "thresholdDays", "identities", "dailyCap", "gapSeconds", "workingHours", "runCap", "holdout"];
const more = ["acceptableLoss", "binding", "reinviteCooldownDays", "maxUnreadableShare"];
const field = fc.constantFrom<string>(...KEYS, ...more, ...INHERITED, "Mode", "thresholddays", " mode");
const number = fc.constantFrom<unknown>(21, "21", -0, 0, 7, 6, 365, 366, 1e308, 5e-324, 21.5, [21], { value: 21 });
const entry = fc.record(
  { id: fc.oneof(fc.constantFrom("a", "b", "a b", ""), hostileText), thresholdDays: number, paused: hostileJson },
  { requiredKeys: [] },
);
const hours = fc.record(
  {
    timezone: fc.oneof(fc.constantFrom("UTC", "Europe/Zurich", "../etc/localtime", "UTC\0", "__proto__"), hostileText),
    start: fc.oneof(fc.constantFrom("09:00", "24:00", "-1:00", "9:0", "٠٩:٠٠"), hostileText),
    end: fc.oneof(fc.constantFrom("17:00", "24:01"), hostileText),
    days: fc.oneof(fc.array(fc.oneof(fc.constantFrom("mon", "MON", "__proto__"), hostileText)), hostileJson),
  },
  { requiredKeys: [] },
);
const value = fc.oneof(
  number,
  hostileJson,
  hostileText,
  hours,
  fc.array(entry, { maxLength: 4 }),
  fc.constantFrom(...MODES),
);
const nearlyAPolicy = fc
  .array(fc.tuple(field, value), { maxLength: 6 })
  .map((entries): unknown => Object.fromEntries(entries));
/** As text, with numbers that only text can hold. */
const policyText = fc.oneof(
  nearlyAPolicy.map((document) => JSON.stringify(document)),
  fc
    .tuple(field, fc.constantFrom("1e999", "-1e999", "-0", "1e-999", "021", "0x15", "NaN", "9".repeat(400)))
    .map(([key, literal]) => `{"${key}":${literal}}`),
  hostileJson.map((document) => JSON.stringify(document)),
  hostileText,
);

/** Every number of a policy in its range, by the ranges that the tests of the policy state. */
function expectInRange(policy: Policy): void {
  const at = (document: unknown, path: string): unknown =>
    path.split(".").reduce<unknown>((one, key) => (one === null ? null : Reflect.get(Object(one), key)), document);
  for (const { path, min, max, whole } of NUMBERS.filter((one) => !one.path.includes("["))) {
    const found = at(policy, path);
    if (found === null || found === undefined) continue;
    expect(typeof found).toBe("number");
    expect(found).toBeGreaterThanOrEqual(min);
    expect(found).toBeLessThanOrEqual(max);
    if (whole) expect(Number.isInteger(found)).toBe(true);
  }
  expect(MODES).toContain(policy.mode);
  for (const { id, thresholdDays = 7, dailyCap = 1 } of policy.identities === "all" ? [] : policy.identities) {
    expect(id).toMatch(/^[\w-]{1,100}$/);
    expect(thresholdDays >= 7 && thresholdDays <= 365 && dailyCap >= 1 && dailyCap <= 100).toBe(true);
  }
}

test("any document is a valid policy with every value in range, or has faults that tell path and accepted range", () => {
  fc.assert(
    fc.property(fc.oneof(nearlyAPolicy, hostileJson), (document) => {
      const reading = readPolicy(document);
      if (reading.valid) {
        expectInRange(reading.policy);
        return;
      }
      expect(reading.faults.length).toBeGreaterThan(0);
      for (const { found, accepted } of reading.faults) {
        expect(accepted).not.toMatch(/^(Invalid|undefined|)$/);
        expect(found).not.toBe("");
        expect(found.length).toBeLessThanOrEqual(130);
      }
    }),
    { numRuns: RUNS },
  );
});

test("any text is a valid policy, or a PolicyError and nothing else", () => {
  fc.assert(
    fc.property(policyText, (text) => {
      try {
        expectInRange(parsePolicyText(text, "here"));
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        expect(error.message).toMatch(/^the policy in here (has|is) /);
      }
    }),
    { numRuns: RUNS },
  );
});

describe("a document made to be too much", () => {
  const nested = (levels: number, open: string, close: string) => `${open.repeat(levels)}1${close.repeat(levels)}`;

  test.each([
    ["a list in a list in a list", nested(100_000, "[", "]")],
    ["an object in an object in an object", nested(100_000, '{"mode":', "}")],
    ["a value of a field nested so", `{"mode":${nested(100_000, "[", "]")}}`],
    ["an identity nested so", `{"identities":[{"id":${nested(100_000, "[", "]")}}]}`],
  ])("in depth is refused with an error that says so: %s", (_, text) => {
    expect(() => parsePolicyText(text, "here")).toThrow(PolicyError);
    expect(() => parsePolicyText(text, "here")).toThrow(/nested too deep/);
    expect(readPolicy(JSON.parse(text)).valid).toBe(false);
  });

  test("in length is refused before it is read", () => {
    expect(() => parsePolicyText(`{"mode":"${"x".repeat(2 ** 20)}"}`, "here")).toThrow(/too large/);
    expect(() => parsePolicyText(" ".repeat(2 ** 21), "here")).toThrow(PolicyError);
  });

  test("in identities is read in time that grows with their number, not with its square", () => {
    const identities = Array.from({ length: MANY * 10 }, (_, index) => ({ id: `identity-${index}` }));
    expect(readPolicy({ identities }).valid).toBe(true);
    const reading = readPolicy({ identities: [...identities, { id: "identity-0" }] });
    expect(reading).toMatchObject({ valid: false, faults: [{ path: `identities[${MANY * 10}].id` }] });
  });

  test("in faults tells a hundred of them and counts the others", () => {
    const text = JSON.stringify({ identities: Array.from({ length: MANY }, () => 1) });
    expect(() => parsePolicyText(text, "here")).toThrow(
      /has 20000 faults:(\n {2}policy[^\n]+){100}\n {2}and 19900 more$/,
    );
  });
});

test("a fault's line is short, whatever stands in the document", () => {
  const long = "x".repeat(100_000);
  for (const document of [
    { [long]: 1 },
    { mode: long },
    { identities: [{ id: long }] },
    { identities: [{ [long]: 1 }] },
  ]) {
    try {
      parsePolicyText(JSON.stringify(document), "here");
      expect.unreachable();
    } catch (error) {
      for (const line of String(error).split("\n")) expect(line.length).toBeLessThan(MAX_FAULT);
    }
  }
});

test("a policy file with anything in it is a policy or a PolicyError, and is never changed by reading", async () => {
  const file = join(temporaryFolder(), "policy.json");
  const store = createPolicyFile(file, { document: {}, where: "the seed" });
  const wrapped = fc
    .tuple(fc.oneof(hostileJson, fc.constantFrom(1, 2, -1, 2 ** 53 - 1, 2 ** 53, 1e300)), nearlyAPolicy)
    .map(([version, policy]) => JSON.stringify({ version, policy }));
  const bytes = fc.oneof(
    fc.oneof(wrapped, policyText).map((text) => Buffer.from(text)),
    wrapped.chain((text) => fc.nat(text.length).map((cut) => Buffer.from(text.slice(0, cut)))),
    fc.uint8Array({ maxLength: 60 }).map((some) => Buffer.from(some)),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (content) => {
      writeFileSync(file, content);
      try {
        const { policy, version } = await store.read();
        expectInRange(policy);
        expect(Number.isSafeInteger(version + 1)).toBe(true);
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        expect(error.message).toContain(file);
      }
    }),
    { numRuns: FILE_RUNS },
  );
});

test("a folder where the policy file should be is told by its path", async () => {
  const file = join(temporaryFolder(), "policy.json");
  mkdirSync(file);
  const store = createPolicyFile(file, { document: {}, where: "the seed" });
  await expect(store.read()).rejects.toThrow(new RegExp(`^${file} cannot be read: `));
});
