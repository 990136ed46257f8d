import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { ClassicLevel } from "classic-level";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FLAGS, IDENTITIES, INVITATIONS, RUNS } from "../../lib/contract/tables.ts";
import { createDynamoLedger } from "../../lib/ledger/dynamo-ledger.ts";
import { createTables } from "../../lib/local/create-tables.ts";
import { DataFolderError, startDynalite } from "../../lib/local/dynalite.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { connect } from "../helpers/dynamo-emulator.ts";
import { appeared, collect, NOW } from "../helpers/dynamo-records.ts";

/** As LevelDB words it: without a code of the system's. */
const diskFull = () =>
  Object.assign(new Error("IO error: /data/ledger/000005.log: No space left on device"), { code: "LEVEL_IO_ERROR" });

const FULL =
  "cannot be written to: the disk is full (ENOSPC). Free some space and start the command again; what is recorded is kept.";

/** Writes of this method fail while `full` is set. */
function diskUnder(method: "put" | "del") {
  const disk = { full: false };
  const write: (...args: unknown[]) => Promise<void> = ClassicLevel.prototype[method];
  vi.spyOn(ClassicLevel.prototype, method).mockImplementation(function (this: ClassicLevel, ...args: unknown[]) {
    return disk.full ? Promise.reject(diskFull()) : write.apply(this, args);
  });
  return disk;
}
afterEach(() => {
  vi.restoreAllMocks();
});

async function start(path: string, onFault: (fault: Error) => void = () => {}) {
  const server = await startDynalite({ path, onFault });
  const { client, documentClient } = connect(server.url);
  await createTables(client);
  const tables = { invitations: INVITATIONS.id, identities: IDENTITIES.id, runs: RUNS.id, flags: FLAGS.id };
  return { server, ledger: createDynamoLedger({ documentClient, tables, now: () => NOW }) };
}

type Started = Awaited<ReturnType<typeof start>>;

const openIds = async ({ ledger }: Started): Promise<string[]> =>
  (await collect(ledger.invitations.open("identity-1"))).map(({ invitationId }) => invitationId);

describe("a ledger on a disk that becomes full", () => {
  it("refuses that write and all later ones in words, and keeps those before it until the next start", async () => {
    const folder = join(temporaryFolder(), "ledger");
    const disk = diskUnder("put");
    const faults: Error[] = [];
    const first = await start(folder, (fault) => void faults.push(fault));
    await appeared(first.ledger, { invitationId: "kept" });
    disk.full = true;
    await expect(appeared(first.ledger, { invitationId: "refused" })).rejects.toThrow(`data folder ${folder} ${FULL}`);
    disk.full = false;

    await expect(appeared(first.ledger, { invitationId: "later" })).rejects.toThrow(FULL);
    const readable = await openIds(first);
    await first.server.close();
    const second = await start(folder);
    await appeared(second.ledger, { invitationId: "after" });
    const there = await openIds(second);
    await second.server.close();

    expect(faults).toEqual([expect.any(DataFolderError)]);
    expect(readable).toEqual(["kept"]);
    expect(there.toSorted()).toEqual(["after", "kept"]);
  });

  it("is not noted as cleanly closed, so that the next start mends what the refused write has left half done", async () => {
    const folder = join(temporaryFolder(), "ledger");
    const disk = diskUnder("put");
    const { server, ledger } = await start(folder);
    disk.full = true;
    await expect(appeared(ledger)).rejects.toThrow(FULL);
    disk.full = false;
    await server.close();

    const database = new ClassicLevel(folder);
    await database.open();
    const noted = await database.get("cleanly-closed");
    await database.close();

    expect(noted).toBeUndefined();
  });

  it("closes without a word when there is no room for the note alone", async () => {
    const folder = join(temporaryFolder(), "ledger");
    const disk = diskUnder("put");
    const { server } = await start(folder);
    disk.full = true;

    await expect(server.close()).resolves.toBeUndefined();
  });

  it("is not called damaged at the next start, and nobody is told to move it away", async () => {
    const folder = join(temporaryFolder(), "ledger");
    const first = await start(folder);
    await appeared(first.ledger, { invitationId: "kept" });
    await first.server.close();
    const names = await readdir(folder);
    const disk = diskUnder("del");
    disk.full = true;

    const refused = startDynalite({ path: folder });

    await expect(refused).rejects.toMatchObject({ kind: "unusable", message: `data folder ${folder} ${FULL}` });
    disk.full = false;
    const second = await start(folder);
    expect(await openIds(second)).toEqual(["kept"]);
    await second.server.close();
    expect(names).toContain("CURRENT");
  });

  it("says so at once when the tables cannot be made", async () => {
    const folder = join(temporaryFolder(), "ledger");
    const disk = diskUnder("put");
    const server = await startDynalite({ path: folder });
    disk.full = true;

    await expect(createTables(connect(server.url).client)).rejects.toThrow(FULL);
    await server.close();
  });
});
