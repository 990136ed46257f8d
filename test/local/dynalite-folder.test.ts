import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS } from "../../lib/contract/tables.ts";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { createTables } from "../../lib/local/create-tables.ts";
import { DataFolderError, type LocalDynamo, startDynalite } from "../../lib/local/dynalite.ts";
import { connect } from "../helpers/dynamo-emulator.ts";
import { anInvitation, appeared, collect, NOW } from "../helpers/dynamo-records.ts";

const WRITER = fileURLToPath(new URL("../helpers/dynamo-writer.ts", import.meta.url));

let root: string;
let folder: string;
const open: LocalDynamo[] = [];
const children: ChildProcess[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "invite-sweeper-"));
  folder = join(root, "new", "ledger");
});
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
  for (const child of children.splice(0)) await kill(child);
  await rm(root, { recursive: true, force: true });
});

async function start(path: string): Promise<{ server: LocalDynamo; ledger: Ledger }> {
  const server = await startDynalite({ path });
  open.push(server);
  const { client, documentClient } = connect(server.url);
  await createTables(client);
  const tables = { invitations: INVITATIONS.id, identities: IDENTITIES.id, runs: RUNS.id, flags: FLAGS.id };
  return { server, ledger: createDynamoLedger({ documentClient, tables, now: () => NOW }) };
}

const openIds = async (ledger: Ledger): Promise<string[]> =>
  (await collect(ledger.invitations.open("identity-1"))).map(({ invitationId }) => invitationId);

/** Another process that has written `count` invitations and still has the folder open. */
async function startWriter(path: string, count: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", WRITER, path, String(count)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const [said] = await Promise.race([once(child.stdout, "data"), once(child, "exit")]);
  expect(String(said)).toBe("written\n");
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

async function refusal(path: string): Promise<DataFolderError> {
  const thrown: unknown = await startDynalite({ path }).then(
    (server) => {
      open.push(server);
      return "it started";
    },
    (error: unknown) => error,
  );
  if (!(thrown instanceof DataFolderError)) throw new Error(`not the error expected: ${String(thrown)}`);
  expect(thrown.folder).toBe(path);
  expect(thrown.message).toContain(path);
  expect(thrown.message).not.toContain("\n");
  return thrown;
}

async function contents(path: string): Promise<[string, string][]> {
  const names = (await readdir(path)).filter((name) => !name.startsWith("LO")).sort();
  return Promise.all(names.map(async (name) => [name, await readFile(join(path, name), "base64")] as [string, string]));
}

describe("a data folder", () => {
  it("is made when there is none, and keeps what was written until the next start", async () => {
    const first = await start(folder);
    await appeared(first.ledger, { invitationId: "kept" });
    await first.server.close();

    const second = await start(folder);

    expect(await openIds(second.ledger)).toEqual(["kept"]);
  });

  it("keeps every answered write of a process that was killed", async () => {
    const writer = await startWriter(folder, 300);

    await kill(writer);

    const { ledger } = await start(folder);
    expect((await openIds(ledger)).sort()).toEqual(Array.from({ length: 300 }, (_, index) => String(index)).sort());
  });

  it("keeps every write that was answered before a close that came in between", async () => {
    const first = await start(folder);
    const ids = Array.from({ length: 40 }, (_, index) => String(index));
    const writes = ids.map((invitationId) => first.ledger.invitations.insertIfAbsent(anInvitation({ invitationId })));
    await Promise.race(writes);

    await first.server.close();

    const answers = await Promise.allSettled(writes);
    const answered = ids.filter((_, index) => answers[index]?.status === "fulfilled");
    const second = await start(folder);
    const there = await openIds(second.ledger);
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.filter((id) => !there.includes(id))).toEqual([]);
  });

  it("is free again after a close, which may be repeated", async () => {
    const { server } = await start(folder);

    await Promise.all([server.close(), server.close()]);
    await server.close();

    await start(folder);
  });

  it("that another process has open is locked, and that process is not disturbed", async () => {
    const writer = await startWriter(folder, 3);

    const error = await refusal(folder);

    expect(error.kind).toBe("locked");
    expect(error.message).toMatch(/in use by another process: stop/);
    await kill(writer);
    expect(await openIds((await start(folder)).ledger)).toHaveLength(3);
  });

  it("that this process has open is locked as well", async () => {
    await start(folder);

    expect((await refusal(folder)).kind).toBe("locked");
  });

  describe("with a database that is damaged", () => {
    beforeEach(async () => {
      const { server, ledger } = await start(folder);
      await appeared(ledger);
      await server.close();
    });

    const damages: [string, () => Promise<void>][] = [
      ["an empty CURRENT", () => writeFile(join(folder, "CURRENT"), "")],
      ["no CURRENT", () => rm(join(folder, "CURRENT"))],
      ["a CURRENT that names nothing", () => writeFile(join(folder, "CURRENT"), "MANIFEST-999999\n")],
      [
        "a garbled manifest",
        async () => {
          const manifest = (await readFile(join(folder, "CURRENT"), "utf8")).trim();
          await writeFile(join(folder, manifest), "not a manifest at all, but long enough to be taken for one");
        },
      ],
    ];
    it.each(damages)("(%s) is broken, and nothing in it is touched", async (_, damage) => {
      await damage();
      const before = await contents(folder);

      const error = await refusal(folder);

      expect(error.kind).toBe("broken");
      expect(error.message).toMatch(/move it away/);
      expect(await contents(folder)).toEqual(before);
    });
  });

  it("with anything else in it is no database, and nothing is put there", async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "notes.txt"), "mine");

    const error = await refusal(folder);

    expect(error.kind).toBe("broken");
    expect(await readdir(folder)).toEqual(["notes.txt"]);
  });

  it("that is a file, or lies below one, is unusable", async () => {
    const file = join(root, "file");
    await writeFile(file, "mine");

    expect((await refusal(file)).kind).toBe("unusable");
    expect((await refusal(join(file, "below"))).kind).toBe("unusable");
    expect(await readFile(file, "utf8")).toBe("mine");
  });

  // Root may write anywhere, so there is no such folder to be had.
  it.skipIf(process.getuid?.() === 0)("that may not be written to is unusable", async () => {
    await mkdir(folder, { recursive: true, mode: 0o555 });

    expect((await refusal(folder)).kind).toBe("unusable");
    expect((await refusal(join(folder, "below"))).kind).toBe("unusable");
  });

  it("is not needed: without one everything is in memory", async () => {
    const server = await startDynalite();
    open.push(server);
    const { client } = connect(server.url);

    await createTables(client);

    expect(existsSync(folder)).toBe(false);
  });
});
