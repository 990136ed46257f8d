import { expect, it } from "vitest";
import type { Check } from "../../../lib/cli/doctor/check.ts";
import { MINUTE_MS } from "../../../lib/domain/time.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { type FieldApiOptions, fieldApi } from "../../helpers/field-api.ts";
import type { FieldIdentity } from "../../helpers/field-state.ts";

async function doctor(
  identities: Readonly<Record<string, FieldIdentity>>,
  options: FieldApiOptions = {},
  key?: string,
) {
  const { env } = await fieldApi({ identities }, options);
  const { out } = await sweeper(["doctor", "--edges", "real", "--json", "--data", temporaryFolder()], {
    env: key === undefined ? env : { ...env, EDGES_API_KEY: key },
  });
  const checks: readonly Check[] = JSON.parse(out).checks;
  return { out, of: (name: string) => checks.find((check) => check.name === name) };
}

const connected: FieldIdentity = { name: "Ana", invitations: [] };
const cutOff: FieldIdentity = { name: "Jonas", auth: false, invitations: [] };
const off = (minutes: number): FieldApiOptions => ({ dateHeader: () => new Date(Date.now() + minutes * MINUTE_MS) });

it.each<[string, Record<string, FieldIdentity>, string, string]>([
  ["all connected", { ana: connected }, "ok", "1 of 1 identity connected"],
  ["one cut off", { ana: connected, jonas: cutOff }, "warning", "1 of 2 identities connected; not: jonas (INVALID)"],
  ["all cut off", { jonas: cutOff }, "failing", "0 of 1 identity connected; not: jonas (INVALID)"],
  ["none at all", {}, "failing", "none"],
])("identities: %s", async (_, identities, status, found) => {
  const { of, out } = await doctor(identities);

  expect(of("identities")).toMatchObject({ status, found });
  expect(out).not.toContain("Jonas");
});

it.each<[string, FieldApiOptions, string, string]>([
  ["a clock that is right", {}, "ok", "as that of"],
  ["one a minute off", off(-1), "ok", "ahead of"],
  ["one ten minutes ahead", off(-10), "failing", "ahead of"],
  ["one ten minutes behind", off(10), "failing", "behind"],
  ["an answer without a date", { dateHeader: null }, "warning", "names no date"],
])("clock: %s", async (_, options, status, found) => {
  const { of } = await doctor({ ana: connected }, options);

  expect(of("clock")).toMatchObject({ status, found: expect.stringContaining(found) });
});

it("a key that is refused leaves the identities unknown, and that is never ok", async () => {
  const { of } = await doctor({ ana: connected }, {}, "another");

  expect(of("API key")?.status).toBe("failing");
  expect(of("identities")).toMatchObject({ status: "warning", found: expect.stringContaining("could not look") });
});
