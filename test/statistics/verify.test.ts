import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { CHECKS } from "./checks.ts";

const PROJECT = resolve(import.meta.dirname, "../..");

const verify = (...args: readonly string[]) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolved) => {
    const command = ["--import", "tsx", join(import.meta.dirname, "verify.ts"), ...args];
    execFile(process.execPath, command, { cwd: PROJECT }, (error, out, err) =>
      resolved({ code: error?.code ?? 0, out, err }),
    );
  });

describe("verify:statistics", () => {
  it("prints a row a figure of the world asked for, and fails for what lies outside", async () => {
    // Of two intervals none, one or both hold the truth, and none of that is 92 to 98%.
    const { code, out } = await verify("--world", "demo", "--sets", "2", "--replicates", "50");
    expect(code).toBe(1);
    expect(out.match(/^# .*/gm)).toEqual([expect.stringMatching(/^# demo: 2 data sets, [\d.]+ s$/)]);
    expect(out).toMatch(/^accepted by day 21 .* OUTSIDE: .*coverage$/m);
    expect(out).toMatch(/^late acceptance after 21 .* OUTSIDE: .*coverage$/m);
  });

  it.each([[["--world", "atlantis"]], [["--sets", "1"]], [["--set", "400"]]])(
    "refuses %j and says what there is",
    async (args) => {
      const { code, out, err } = await verify(...args);
      expect([code, out]).toEqual([2, ""]);
      expect(err).toContain("--sets N");
      for (const { world } of CHECKS) expect(err).toContain(world.name);
    },
  );
});
