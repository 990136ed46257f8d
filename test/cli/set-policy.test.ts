import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { OpenPolicy } from "../../lib/cli/open-policy.ts";
import { type LiveSwitch, setPolicy } from "../../lib/cli/set-policy.ts";
import { createPolicyFile } from "../../lib/local/policy-file.ts";
import { createStopsFile } from "../../lib/local/stops-file.ts";
import type { PolicyStore } from "../../lib/settings/policy-store.ts";
import { stoppedPolicyStore } from "../../lib/settings/stopped-policy.ts";
import { temporaryFolder } from "../helpers/command-line.ts";

const now = new Date("2026-11-02T09:00:00.000Z");
const assign = (...assignments: string[]) => ({ kind: "assignments", assignments }) as const;

/** A policy that lies in files and needs an order to be live, as one of a stack does. */
function aPolicy(document: unknown, wrapped: (store: PolicyStore) => PolicyStore = (store) => store): OpenPolicy {
  const folder = temporaryFolder();
  const stops = createStopsFile(join(folder, "stops.json"));
  const store = wrapped(createPolicyFile(join(folder, "policy.json"), { document, where: "the test" }));
  const bornDry = { bornDry: true };
  return { ...stoppedPolicyStore(store, stops, bornDry), ...bornDry, stops, goesByPolicyAlone: false };
}

/** What is done around going live, in its order; `during` happens while the lease is taken. */
function aSwitch(during: () => Promise<unknown> = async () => {}) {
  const done: string[] = [];
  const live: LiveSwitch = {
    async takeLease() {
      await during();
      done.push("lease");
      return null as never;
    },
    async protect() {
      done.push("protected");
    },
    async giveUpLease() {
      done.push("given up");
    },
  };
  const told: string[] = [];
  return { done, told, options: { now, live, tell: (line: string) => void told.push(line) } };
}

describe("setting a mode", () => {
  it("takes the lease before anything is written, and protects the tables once it is live", async () => {
    const policies = aPolicy({});
    const { done, options } = aSwitch(async () => {
      done.push((await policies.document()).where);
    });

    const { before, after, version } = await setPolicy(policies, assign("mode=live", "dailyCap=9"), options);

    expect(done).toEqual(["the test", "lease", "protected"]);
    expect([before?.mode, after?.mode, after?.dailyCap, version]).toEqual(["dry-run", "live", 9, 2]);
  });

  it("does not go live when it is switched off at the same moment", async () => {
    const policies = aPolicy({});
    const { done, options } = aSwitch(() =>
      policies.stops.setMode({ mode: "off", since: now.toISOString(), lease: null }),
    );

    await expect(setPolicy(policies, assign("mode=live"), options)).rejects.toThrow("somebody has set another mode");

    expect((await policies.read()).policy.mode).toBe("off");
    expect(done).toEqual(["lease"]);
  });

  it("checks the whole change first: with an error no lease is taken and nothing is written", async () => {
    const policies = aPolicy({});
    const { done, options } = aSwitch();

    await expect(setPolicy(policies, assign("mode=live", "dailyCap=0"), options)).rejects.toThrow("policy.dailyCap");

    expect(done).toEqual([]);
    expect((await policies.stops.read()).mode).toBeNull();
    expect((await policies.document()).version).toBe(1);
  });

  it("of dry-run gives the lease up last, when nothing is live any more", async () => {
    const policies = aPolicy({});
    const { done, options } = aSwitch();
    await setPolicy(policies, assign("mode=live"), options);

    const { after } = await setPolicy(policies, assign("mode=dry-run"), options);

    expect(after?.mode).toBe("dry-run");
    expect(done).toEqual(["lease", "protected", "given up"]);
  });

  it("of off keeps its first time, and is not lifted by other values", async () => {
    const policies = aPolicy({});
    const { options } = aSwitch();
    await setPolicy(policies, assign("mode=off"), options);
    const later = { ...options, now: new Date("2026-11-03T09:00:00.000Z") };

    await setPolicy(policies, assign("mode=off"), later);
    await setPolicy(policies, { kind: "file", document: { mode: "live" } }, later);

    expect((await policies.stops.read()).mode).toMatchObject({ mode: "off", since: now.toISOString() });
    expect((await policies.read()).policy.mode).toBe("off");
  });

  it("of off says it when only the policy could be written, and ends with an error", async () => {
    const policies = aPolicy({ mode: "live" });
    const { options } = aSwitch();
    const denied = { ...policies, stops: { ...policies.stops, setMode: () => Promise.reject(new Error("denied")) } };

    await expect(setPolicy(denied, assign("mode=off"), options)).rejects.toThrow(
      "policy version 2 says off, but the stop beside it could not be written (denied)",
    );

    expect((await policies.document()).document).toMatchObject({ mode: "off" });
  });
});
