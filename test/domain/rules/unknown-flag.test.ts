import { expect, it } from "vitest";
import { verdictOn } from "../../../lib/domain/plan.ts";
import { FLAG_KINDS, type PersonFlag, UNKNOWN_FLAG } from "../../../lib/domain/rule.ts";
import { at, identityPolicy, planInput } from "../helpers/records.ts";

const NOW = at("2026-03-30T00:00:00Z");
const asked = planInput({ sentAt: at("2026-01-01T00:00:00Z"), isRequested: true });
const reasonUnder = (...kinds: PersonFlag[]) =>
  verdictOn(asked, new Map([["501", new Set(kinds)]]), identityPolicy(), NOW);

it("a flag of a kind nobody knows keeps the invitation, whatever else speaks for withdrawing it", () => {
  const planned = reasonUnder(...FLAG_KINDS.filter((kind) => kind !== "protected"), UNKNOWN_FLAG);

  expect(planned).toMatchObject({ verdict: "keep", reason: "unknown-flag" });
});

it("who is protected too is kept as protected", () => {
  expect(reasonUnder("protected", UNKNOWN_FLAG)).toMatchObject({ verdict: "keep", reason: "protected" });
});
