import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DAY_MS, SECOND_MS } from "../../lib/domain/time.ts";
import { resolveWorld } from "../../lib/sandbox/identity-spec.ts";
import { openJournal } from "../../lib/sandbox/journal.ts";
import { type Sandbox, startSandbox } from "../../lib/sandbox/server.ts";
import { ANA, clientOf, EPOCH, firstPending, identity, manualClock, sandboxFor, T0 } from "./helpers.ts";

let folder: string;
let dataFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  dataFile = join(folder, "new", "sandbox.ndjson");
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (options: Parameters<typeof sandboxFor>[0] = {}): Promise<Sandbox> =>
  sandboxFor({ dataFile, identities: [identity({ backlog: 30, withdrawLimitPerDay: 3 })], ...options });

const lines = () => readFileSync(dataFile, "utf8").split("\n");

describe("a sandbox with a data file", () => {
  it("comes back as it was, also when it was never closed", async () => {
    const before = await open();
    const client = clientOf(before);
    const urns = [firstPending(before)];
    await client.withdraw(urns[0] ?? "");
    urns.push(firstPending(before));
    await client.withdraw(urns[1] ?? "");
    await client.withdraw("urn:li:fsd_invitation:1");
    // Opened a second time while the first is still there, as after a kill: nothing was waiting to be written.
    const after = await open();
    expect(after.world.trueStates(ANA, T0)).toEqual(before.world.trueStates(ANA, T0));
    expect(urns.map((urn) => after.world.fateOf(urn, T0)?.state)).toEqual(["withdrawn", "withdrawn"]);
    const params = { postponed_until: new Date(T0 + DAY_MS).toISOString() };
    expect(await clientOf(after).withdraw(firstPending(after))).toMatchObject({ label: "LIMIT_REACHED", params });
    expect(after.tornBytes).toBe(0);
  });

  it("comes back after its process was killed", async () => {
    // The child withdraws one invitation, says so and waits for the end.
    const script = `
      import { startSandbox } from "./lib/sandbox/server.ts";
      const { world, clock } = await startSandbox({ dataFile: ${JSON.stringify(dataFile)} });
      const [{ uid }] = world.spec.identities;
      const { urn } = world.trueStates(uid, clock.now()).find(({ state }) => state === "pending");
      world.withdraw(uid, urn, clock.now());
      console.log(urn);`;
    const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script]);
    const ended = once(child, "exit");
    const [said] = await Promise.race([once(child.stdout, "data"), ended]);
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    const after = await startSandbox({ dataFile });
    expect(after.world.fateOf(String(said).trim(), after.clock.now())?.state).toBe("withdrawn");
    await after.close();
  });

  it("has a line in the file before the caller has an answer", async () => {
    const sandbox = await open({ faults: [{ kind: "drop-after-effect" }] });
    const urn = firstPending(sandbox);
    await expect(clientOf(sandbox).withdraw(urn)).rejects.toThrow();
    expect(JSON.parse(lines()[1] ?? "")).toEqual({
      ...{ effect: "withdraw-call", identityId: ANA, urn, at: T0, took: true },
    });
  });

  it("writes nothing for calls that change nothing", async () => {
    const sandbox = await open({ faults: [{ kind: "drop-before-effect", action: "withdraw" }] });
    const client = clientOf(sandbox);
    await client.list();
    await client.connections();
    await client.withdraw(firstPending(sandbox)).catch(() => null);
    expect(lines()).toHaveLength(2);
  });

  it("remembers who is connected and how far its clock was put forward", async () => {
    const options = { clock: undefined };
    const before = await open(options);
    const client = clientOf(before);
    await client.admin("POST", `/identities/${ANA}`, { connected: false });
    await client.admin("POST", "/advance", { days: 2 });
    await client.admin("POST", "/advance", { hours: 5 });
    await before.close();
    const after = await open(options);
    expect(after.world.isConnected(ANA)).toBe(false);
    expect(
      lines()
        .slice(2, 4)
        .map((line) => JSON.parse(line).aheadMs),
    ).toEqual([2 * DAY_MS, (2 + 5 / 24) * DAY_MS]);
    await clientOf(after).admin("POST", "/advance", { hours: 1 });
    expect(JSON.parse(lines()[4] ?? "").aheadMs).toBe((2 + 6 / 24) * DAY_MS);
  });

  it("still sees a call that comes too close after a restart", async () => {
    await clientOf(await open()).withdraw("urn:li:fsd_invitation:1");
    const after = await open({ clock: manualClock(T0 + 10 * SECOND_MS) });
    await clientOf(after).withdraw("urn:li:fsd_invitation:1");
    expect(after.world.violations()).toMatchObject([{ kind: "too-close" }]);
  });

  it("needs nothing said to come back", async () => {
    const before = await open({ seed: 77, sharedPeopleShare: 0.5 });
    await before.close();
    const after = await startSandbox({ dataFile });
    expect(after.world.spec).toEqual(before.world.spec);
    await after.close();
    // What is left out beside a team of one's own is the file's too.
    expect((await open({ seed: 77 })).world.spec).toEqual(before.world.spec);
  });

  it.each([
    ["seed", { seed: 2 }],
    ["epoch", { epoch: new Date(T0 + 1) }],
    ["identities", { identities: [identity()] }],
  ])("refuses another %s than the file's and leaves the file alone", async (what, options) => {
    await (await open()).close();
    const content = readFileSync(dataFile, "utf8");
    await expect(open(options)).rejects.toThrow(`was made with another ${what}`);
    expect(readFileSync(dataFile, "utf8")).toBe(content);
  });
});

describe("a torn last line", () => {
  it.each([1, 20, 60])(
    "is dropped with %d bytes missing, no earlier one is lost, and the next is written whole",
    async (missing) => {
      const before = await open();
      const [first, second] = [firstPending(before), "urn:li:fsd_invitation:2"];
      await clientOf(before).withdraw(first);
      await before.close();
      const whole = readFileSync(dataFile);
      appendFileSync(
        dataFile,
        `${JSON.stringify({ effect: "withdraw-call", identityId: ANA, urn: second, at: T0, took: false })}\n`,
      );
      truncateSync(dataFile, readFileSync(dataFile).length - 1 - missing);
      const after = await open();
      expect(after.tornBytes).toBeGreaterThan(0);
      expect(readFileSync(dataFile)).toEqual(whole);
      expect(after.world.fateOf(first, T0)?.state).toBe("withdrawn");
      await clientOf(after).withdraw(firstPending(after));
      await after.close();
      expect((await open()).world.counts(ANA, T0).withdrawn).toBe(2);
    },
  );

  it("is kept when only its line end is missing", async () => {
    const before = await open();
    await clientOf(before).withdraw(firstPending(before));
    await before.close();
    truncateSync(dataFile, readFileSync(dataFile).length - 1);
    const after = await open();
    expect(after.tornBytes).toBe(0);
    await clientOf(after).withdraw(firstPending(after));
    await after.close();
    expect((await open()).world.counts(ANA, T0).withdrawn).toBe(2);
  });
});

describe("a broken line", () => {
  const effect = JSON.stringify({ effect: "withdraw-call", identityId: ANA, urn: "urn", at: T0, took: false });

  it.each([
    ["that is no JSON", "{oops"],
    ["that is no effect", JSON.stringify({ effect: "meteor" })],
    ["on an identity the world does not have", effect.replace(ANA, "nobody")],
  ])("%s is told by file and line, and nothing is overwritten", async (_what, broken) => {
    await (await open()).close();
    appendFileSync(dataFile, `${effect}\n${broken}\n${effect}\n{torn`);
    const content = readFileSync(dataFile, "utf8");
    await expect(open()).rejects.toThrow(`line 3 of ${dataFile}`);
    expect(readFileSync(dataFile, "utf8")).toBe(content);
  });

  it.each(["my notes\n", "my notes", "{}\n"])("at the top means the file is something else: %j", async (content) => {
    const file = join(folder, "notes.txt");
    writeFileSync(file, content);
    await expect(open({ dataFile: file })).rejects.toThrow(`line 1 of ${file}`);
    expect(readFileSync(file, "utf8")).toBe(content);
  });

  it("is nothing an empty file has", async () => {
    const file = join(folder, "empty");
    writeFileSync(file, "");
    const sandbox = await open({ dataFile: file });
    expect(sandbox.world.counts(ANA, T0).pending).toBe(30);
  });
});

describe("a journal that takes no more lines", () => {
  it("refuses further effects, so that nothing is answered that was not written", () => {
    const journal = openJournal(dataFile, () => resolveWorld({ seed: 1, epoch: EPOCH, identities: [] }));
    journal.close();
    expect(() => journal.append({ effect: "clock", aheadMs: 1 })).toThrow("it is closed");
    expect(lines()).toHaveLength(2);
  });
});
