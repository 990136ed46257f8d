import { join } from "node:path";
import { ClassicLevel } from "classic-level";
import { describe, expect, it } from "vitest";
import type { Ledger } from "../../lib/ledger/ledger.ts";
import { noteCleanClose, takeCleanClose } from "../../lib/local/clean-close.ts";
import { createFastForwardClock } from "../../lib/local/fast-forward-clock.ts";
import { openLocalLedger } from "../../lib/local/local-ledger.ts";
import { temporaryFolder } from "../helpers/command-line.ts";
import { anInvitation, collect } from "../helpers/dynamo-records.ts";

const IDENTITY = "identity-1";

async function withLedger<Result>(folder: string, work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
  const { ledger, close } = await openLocalLedger(folder, createFastForwardClock(), 730);
  return work(ledger).finally(close);
}

async function withStore<Result>(folder: string, work: (store: ClassicLevel) => Promise<Result>): Promise<Result> {
  const store = new ClassicLevel(folder);
  await store.open();
  return work(store).finally(() => store.close());
}

/** A folder with three pending invitations. */
async function filled(): Promise<string> {
  const folder = join(temporaryFolder(), "ledger");
  await withLedger(folder, async ({ invitations }) => {
    for (const invitationId of ["1", "2", "3"]) await invitations.insertIfAbsent(anInvitation({ invitationId }));
  });
  return folder;
}

/** The store as a kill leaves it: in use to the last, and with what `tear` does to it. */
const torn = (folder: string, tear: (store: ClassicLevel) => Promise<unknown>) =>
  withStore(folder, async (store) => {
    await takeCleanClose(store);
    await tear(store);
  });

const everything = (folder: string) => withStore(folder, (store) => store.iterator().all());
const keys = (store: ClassicLevel, part: string) =>
  store
    .keys()
    .all()
    .then((all) => all.filter((key) => key.includes(part)));
const openIds = ({ invitations }: Ledger) =>
  collect(invitations.open(IDENTITY)).then((open) => open.map(({ invitationId }) => invitationId).sort());

describe("a local database that a killed process has left half written", () => {
  it("shows an invitation again whose index entry was removed and not yet replaced", async () => {
    const folder = await filled();
    const before = await everything(folder);
    await torn(folder, async (store) => store.del((await keys(store, "~pending~"))[1] ?? ""));

    expect(await withLedger(folder, openIds)).toEqual(["1", "2", "3"]);
    expect(await everything(folder)).toEqual(before);
  });

  it("shows nothing that an index has and no item", async () => {
    const folder = await filled();
    await torn(folder, async (store) => store.del((await keys(store, "item-Invitations~"))[0] ?? ""));

    expect(await withLedger(folder, openIds)).toHaveLength(2);
    for (const index of ["~pending~", "~byPerson~", "~byProfile~"]) {
      expect(await withStore(folder, (store) => keys(store, index))).toHaveLength(2);
    }
  });

  it("has an index say what the item says", async () => {
    const folder = await filled();
    const before = await everything(folder);
    await torn(folder, async (store) => {
      const [entry = ""] = await keys(store, "~pending~");
      const text = (await store.get(entry)) ?? "";
      await store.put(entry, text.replace('"pending"', '"withdrawing"'));
    });

    await withLedger(folder, openIds);

    expect(await everything(folder)).toEqual(before);
  });

  it("has a table created anew that was announced and never ready", async () => {
    const folder = join(temporaryFolder(), "ledger");
    await withLedger(folder, openIds);
    await torn(folder, async (store) => {
      const text = (await store.get("table~Invitations")) ?? "";
      await store.put("table~Invitations", text.replaceAll('"ACTIVE"', '"CREATING"'));
    });

    expect(await withLedger(folder, openIds)).toEqual([]);
  });

  it("that is not what dynalite writes is broken, and kept as it is", async () => {
    const folder = await filled();
    await torn(folder, async (store) => store.put((await keys(store, "item-Invitations~"))[0] ?? "", "{half"));
    const before = await everything(folder);

    await expect(withLedger(folder, openIds)).rejects.toMatchObject({ name: "DataFolderError", kind: "broken" });

    expect(await everything(folder)).toEqual(before);
  });
});

describe("a clean close", () => {
  it("is noted once, and is over with the next opening", async () => {
    const folder = await filled();

    expect(await withStore(folder, takeCleanClose)).toBe(true);
    expect(await withStore(folder, takeCleanClose)).toBe(false);
  });

  it("is not noted over the head of somebody who has opened the store since", async () => {
    const folder = await filled();
    await withStore(folder, async (store) => {
      await takeCleanClose(store);
      await noteCleanClose(folder);
    });

    expect(await withStore(folder, takeCleanClose)).toBe(false);
  });
});
