import { describe, expect, it } from "vitest";
import { NO_STOPS, type Stops } from "../../lib/domain/stops.ts";
import { PolicyError } from "../../lib/settings/policy-error.ts";
import { readPolicyOrNull } from "../../lib/settings/read-policy.ts";
import { stoppedPolicy } from "../../lib/settings/stopped-policy.ts";
import { policyOf } from "../helpers/test-bed.ts";

const since = "2026-11-02T09:00:00.000Z";
const live = { mode: "live", since, lease: null } as const;
const bornDry = { bornDry: true };

describe("the policy with its stops", () => {
  it("has the stops of the moment, each time it is read", async () => {
    let standing: Stops = { ...NO_STOPS, mode: live };
    const source = stoppedPolicy(policyOf({}, 7), { read: async () => standing }, bornDry);

    const before = await source.read();
    standing = { ...standing, pauses: [{ id: "all", since }] };
    const after = await source.read();

    expect(before).toMatchObject({ version: 7, policy: { mode: "live", paused: [] } });
    expect(after.policy.paused).toEqual([{ id: "all", since }]);
  });

  it("reads the stops after the policy, so that nothing stopped meanwhile is called", async () => {
    const read: string[] = [];
    const policy = policyOf({});
    const noted = (what: string) => void read.push(what);
    const source = stoppedPolicy(
      { read: () => policy.read().finally(() => noted("policy")) },
      {
        async read() {
          noted("stops");
          return NO_STOPS;
        },
      },
      bornDry,
    );

    await source.read();

    expect(read).toEqual(["policy", "stops"]);
  });

  it("that cannot be read for its stops is a policy that cannot be read: counted, logged, and null", async () => {
    const counted: string[] = [];
    const policy = stoppedPolicy(policyOf({}), { read: () => Promise.reject(new Error("throttled")) }, bornDry);
    const log = { info() {}, warn() {}, error() {} };

    const reading = await readPolicyOrNull({ policy, log, metrics: { count: (name) => void counted.push(name) } });

    expect(reading).toBeNull();
    expect(counted).toEqual(["PolicyUnreadable"]);
    await expect(policy.read()).rejects.toThrow(PolicyError);
    await expect(policy.read()).rejects.toThrow("the stops cannot be read");
  });
});

describe("an order from before orders were kept", () => {
  const asked = (stored: string, standing: Stops, options = bornDry) => {
    let times = 0;
    const findOrder = async () => {
      times += 1;
      return live;
    };
    const source = stoppedPolicy(policyOf({ mode: stored }), { read: async () => standing }, { ...options, findOrder });
    return source.read().then(({ policy: { mode } }) => ({ mode, times }));
  };

  it("is looked for where the policy says live and nobody has ordered anything, and nowhere else", async () => {
    const off = { ...NO_STOPS, mode: { ...live, mode: "off" as const } };

    expect(await asked("live", NO_STOPS)).toEqual({ mode: "live", times: 1 });
    expect(await asked("live", { ...NO_STOPS, mode: live })).toEqual({ mode: "live", times: 0 });
    expect(await asked("live", off)).toEqual({ mode: "off", times: 0 });
    expect(await asked("dry-run", NO_STOPS)).toEqual({ mode: "dry-run", times: 0 });
    expect(await asked("live", NO_STOPS, { bornDry: false })).toEqual({ mode: "live", times: 0 });
  });
});
