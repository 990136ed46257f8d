import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it, vi } from "vitest";
import type { CustomDataSetting } from "../../lib/sandbox/live-request.ts";
import { sweeper, temporaryFolder } from "../helpers/command-line.ts";
import { account, NOBODY_ANSWERS } from "../helpers/test-bed.ts";

/** How the command line's own sandbox takes `custom_data`: its commands have no option for that. */
const api = vi.hoisted(() => ({ customData: "any" as CustomDataSetting }));
vi.mock("../../lib/local/workspace.ts", async (original) => {
  const real = await original<typeof import("../../lib/local/workspace.ts")>();
  return {
    ...real,
    openWorkspace: (options: Parameters<typeof real.openWorkspace>[0]) =>
      real.openWorkspace({
        ...options,
        edges: {
          kind: "sandbox",
          options: { ...api, identities: [account()], seed: 7, fates: NOBODY_ANSWERS, minGapSeconds: 60 },
        },
      }),
  };
});

/** A live run, and what stands in the ledger then. */
async function liveRun(takes: CustomDataSetting, env: Readonly<Record<string, string>> = {}) {
  api.customData = takes;
  const on = ["--data", temporaryFolder(), "--json"];
  const run = await sweeper(["run", "--live", ...on], { env });
  const outcomes: { outcome: string; confirmed: boolean }[] = JSON.parse((await sweeper(["outcomes", ...on])).out);
  const identities = JSON.parse((await sweeper(["identities", ...on])).out);
  const [{ eligible, deferred }] = JSON.parse(run.out).sweeps;
  return { run, outcomes, eligible, deferred, identities };
}

it.each(["text", "object", "none"] as const)(
  "without EDGES_CUSTOM_DATA all is withdrawn from an API that takes %s custom_data",
  async (takes) => {
    const { run, outcomes, eligible } = await liveRun(takes);

    expect({ code: run.code, err: run.err }).toEqual({ code: 0, err: "" });
    expect(eligible).toBeGreaterThan(3);
    expect(outcomes).toHaveLength(eligible);
    expect(outcomes.every(({ outcome, confirmed }) => outcome === "withdrawn" && confirmed)).toBe(true);
  },
);

it.each([
  ["text", "object"],
  ["object", "text"],
  ["text", "none"],
] as const)(
  "EDGES_CUSTOM_DATA=%s on an API that takes %s: three calls, nothing ends, and the words name it",
  async (EDGES_CUSTOM_DATA, takes) => {
    const { run, outcomes, eligible, deferred } = await liveRun(takes, { EDGES_CUSTOM_DATA });

    expect(run.code).toBe(4);
    expect(outcomes).toEqual([]);
    expect(deferred.rejected).toHaveLength(3);
    expect(deferred["workspace-stopped"]).toHaveLength(eligible - 3);
    expect(run.err).toMatch(/three times in a row \(BAD_INPUT\W.*input\.custom_data where EDGES_CUSTOM_DATA is set/);
  },
);

it.each(["text", "object"] as const)("EDGES_CUSTOM_DATA=%s is sent in that form", async (shape) => {
  const { run, outcomes, eligible } = await liveRun(shape, { EDGES_CUSTOM_DATA: shape });

  expect(run.code).toBe(0);
  expect(outcomes).toHaveLength(eligible);
});

it.each(["preview", "run --live", "identities"])(
  "%s with another word ends with 2 and opens nothing",
  async (command) => {
    const data = join(temporaryFolder(), "data");

    const { code, out, err } = await sweeper([...command.split(" "), "--data", data], {
      env: { EDGES_CUSTOM_DATA: "string" },
    });

    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toBe('EDGES_CUSTOM_DATA is "string"; accepted: text or object, or not set to send none');
    expect(existsSync(data)).toBe(false);
  },
);
