import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NO_STOPS } from "../../lib/domain/stops.ts";
import { createStopsFile } from "../../lib/local/stops-file.ts";
import { PolicyError } from "../../lib/settings/policy-error.ts";
import { temporaryFolder } from "../helpers/command-line.ts";

const since = "2026-11-02T09:00:00.000Z";
const off = { mode: "off", since, lease: null } as const;
const live = { mode: "live", since, lease: null } as const;

const aFile = () => {
  const path = join(temporaryFolder(), "sandbox", "stops.json");
  return { path, stops: createStopsFile(path) };
};

describe("the stops of one machine", () => {
  it("are none without a file, and reading or lifting nothing makes none", async () => {
    const { path, stops } = aFile();

    await stops.resume("a");

    expect(await stops.read()).toEqual(NO_STOPS);
    expect(existsSync(path)).toBe(false);
  });

  it("are read as they were given, by another process too", async () => {
    const { path, stops } = aFile();
    await stops.pause({ id: "a", since });
    await stops.pause({ id: "all", since, reason: "on holiday" });
    await stops.pause({ id: "a", since, reason: "as agreed" });
    await stops.setMode(off);
    await stops.resume("nobody");

    const read = await createStopsFile(path).read();

    const pauses = [
      { id: "all", since, reason: "on holiday" },
      { id: "a", since, reason: "as agreed" },
    ];
    expect(read).toEqual({ mode: off, pauses });
    expect(readdirSync(join(path, ".."))).toEqual(["stops.json"]);
  });

  it("do not lift one that was given since it was decided", async () => {
    const { stops } = aFile();
    await stops.setMode(off);

    expect(await stops.setMode(live, null)).toBe(false);
    expect((await stops.read()).mode).toEqual(off);
    expect(await stops.setMode(live, off)).toBe(true);
  });

  it("are none of them lost when many are given at once", async () => {
    const { path, stops } = aFile();
    const ids = Array.from({ length: 20 }, (_, index) => `identity-${index}`);

    await Promise.all(ids.map((id) => createStopsFile(path).pause({ id, since })));

    expect((await stops.read()).pauses.map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it("waits while another process is changing them", async () => {
    const { path, stops } = aFile();
    await stops.pause({ id: "a", since });
    writeFileSync(`${path}.lock`, "");

    const given = stops.pause({ id: "b", since });
    writeFileSync(path, JSON.stringify({ version: 1, mode: off, pauses: [{ id: "a", since }] }));
    rmSync(`${path}.lock`, { force: true });
    await given;

    expect(await stops.read()).toEqual({ mode: off, pauses: ["a", "b"].map((id) => ({ id, since })) });
  });

  it("can be given after a process died in the middle of giving one", async () => {
    const { path, stops } = aFile();
    await stops.pause({ id: "a", since });
    writeFileSync(`${path}.lock`, "");
    const longAgo = new Date("2026-01-01T00:00:00.000Z");
    utimesSync(`${path}.lock`, longAgo, longAgo);

    await stops.pause({ id: "b", since });

    expect((await stops.read()).pauses.map(({ id }) => id)).toEqual(["a", "b"]);
  });
});

describe("a file of stops that cannot be read", () => {
  it.each([
    ["is torn", '{"version": 1, "mode": null, "pau'],
    ["is empty", ""],
    ["is of another version", '{"version": 2, "mode": null, "pauses": []}'],
    ["has a stop that this version does not know", '{"version": 1, "mode": null, "pauses": [], "frozen": true}'],
    [
      "has a mode that is none",
      `{"version": 1, "mode": {"mode": "slow", "since": "${since}", "lease": null}, "pauses": []}`,
    ],
  ])("because it %s stops everything, and no stop is written over it", async (_, text) => {
    const { path, stops } = aFile();
    await stops.pause({ id: "a", since });
    writeFileSync(path, text);

    await expect(stops.read()).rejects.toThrow(PolicyError);
    await expect(stops.pause({ id: "b", since })).rejects.toThrow("no calls are made until it is restored");
    expect(readFileSync(path, "utf8")).toBe(text);
  });
});
