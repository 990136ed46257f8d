import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ANA, clientOf, firstPending, sandboxFor, T0 } from "./helpers.ts";

const disk = vi.hoisted(() => ({ full: false }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  return {
    ...fs,
    // What a full disk does: part of the line is written, then the call fails.
    appendFileSync: (file: number, line: string) => {
      fs.appendFileSync(file, disk.full ? line.slice(0, 10) : line);
      if (disk.full) throw new Error("ENOSPC");
    },
  };
});

const folder = mkdtempSync(join(tmpdir(), "sandbox-"));
afterEach(() => rmSync(folder, { recursive: true }));

describe("a data file on a full disk", () => {
  it("lets nothing take effect that was not written, also once there is room again, and can be opened later", async () => {
    const dataFile = join(folder, "sandbox.ndjson");
    const sandbox = await sandboxFor({ dataFile });
    const client = clientOf(sandbox);
    await client.withdraw(firstPending(sandbox));
    disk.full = true;
    expect(await client.withdraw(firstPending(sandbox))).toMatchObject({ status: 500, label: undefined });
    disk.full = false;
    expect(await client.withdraw(firstPending(sandbox))).toMatchObject({ status: 500, label: undefined });
    expect(sandbox.world.counts(ANA, T0).withdrawn).toBe(1);
    expect(sandbox.world.calls().map(({ tookEffect, answer }) => [tookEffect, answer])).toEqual([
      [true, { status: 200, label: null }],
      [false, { status: 500, label: null }],
      [false, { status: 500, label: null }],
    ]);
    const again = await sandboxFor({ dataFile });
    expect(again.tornBytes).toBe(10);
    expect(again.world.counts(ANA, T0).withdrawn).toBe(1);
    expect(readFileSync(dataFile, "utf8").split("\n")).toHaveLength(3);
  });
});
