import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exactCell, exactText } from "../../../lib/cli/flags/exact-text.ts";
import { EXPORT_COLUMNS, exportedFlags } from "../../../lib/cli/flags/export-flags.ts";
import { flagRows } from "../../../lib/cli/flags/flag-rows.ts";
import { importFlags } from "../../../lib/cli/flags/import-flags.ts";
import { FLAG_KINDS } from "../../../lib/domain/rule.ts";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import type { FlagLedger, FlagMark, FlagRecord } from "../../../lib/ledger/ledger.ts";
import { type LocalDynamo, startDynalite } from "../../../lib/local/dynalite.ts";
import { csvText } from "../../../lib/report/csv.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { connect, freshLedger } from "../../helpers/dynamo-emulator.ts";
import { collect } from "../../helpers/dynamo-records.ts";

let server: LocalDynamo;
let connection: ReturnType<typeof connect>;
beforeAll(async () => {
  server = await startDynalite();
  connection = connect(server.url);
});
afterAll(async () => {
  connection.client.destroy();
  await server.close();
});

const freshFlags = async () => (await freshLedger(connection, { now: () => new Date() })).ledger.flags;
const key = fc.stringMatching(/^[0-9a-f]{32}$/);
const personId = fc.stringMatching(/^[1-9]\d{3,9}$/);
const awkward = fc.oneof(
  fc.string({ minLength: 1, maxLength: 40 }),
  fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
  fc
    .array(
      fc.constantFrom(
        " ",
        "'",
        "=",
        "+",
        '"',
        ";",
        ",",
        "\n",
        "\r",
        "\t",
        "\u202e",
        "\u00a0",
        "\ufeff",
        "x",
        "é",
        "\\",
      ),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((signs) => signs.join("")),
  fc.constantFrom('"x"', "null", "encoded", "sep=;", " ", "=1+1", "'=1"),
);
const mark: fc.Arbitrary<FlagMark> = fc.record({
  kind: fc.constantFrom(...FLAG_KINDS),
  by: awkward,
  at: fc.date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
  note: fc.option(awkward),
});
const flagged = fc.uniqueArray(
  fc.record({
    subject: fc.oneof(personId, key.map(addressSubject)),
    marks: fc.uniqueArray(mark, { selector: ({ kind }) => kind, minLength: 1, maxLength: 3 }),
    owner: fc.option(personId),
  }),
  { selector: ({ subject }) => subject, maxLength: 12 },
);

/** What a ledger says, in one order. `addresses` too: the way from a person to the addresses that are theirs. */
async function all(flags: FlagLedger): Promise<readonly FlagRecord[]> {
  const records = await collect(flags.all());
  return records.toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
}

async function carry(from: FlagLedger, to: FlagLedger): Promise<{ text: string; path: string }> {
  const path = join(temporaryFolder(), "flags.csv");
  const rows = await collect(exportedFlags(from.all(), (why) => expect(why).toBe("")));
  const text = csvText(EXPORT_COLUMNS, rows);
  writeFileSync(path, `${text}\n`);
  const options = { by: "nobody", now: new Date(0), dryRun: false, alone: true, onProgress: () => {} };
  const counts = await importFlags(to, () => flagRows(path), options);
  expect(counts).toEqual({ rows: rows.length, written: rows.length, unchanged: 0, elsewhere: 0 });
  const again = await importFlags(to, () => flagRows(path), { ...options, alone: false });
  expect(again).toEqual({ rows: rows.length, written: 0, unchanged: rows.length, elsewhere: 0 });
  return { text, path };
}

describe("an export of flags", () => {
  it("makes the same flags of them elsewhere: kinds, texts, times and whose address it is", {
    timeout: 180_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(flagged, async (people) => {
        const [old, fresh] = [await freshFlags(), await freshFlags()];
        for (const { subject, marks, owner } of people) {
          for (const one of marks) await old.add(subject, one);
          const [, profileKey] = subject.split("#");
          if (profileKey !== undefined && owner !== null) await old.claimAddress(profileKey, owner);
        }

        await carry(old, fresh);

        expect(await all(fresh)).toEqual(await all(old));
      }),
      { numRuns: 25 },
    );
  });

  it("brings every text back as it was", () => {
    fc.assert(
      fc.property(awkward, (text) => {
        const { cell, encoded } = exactCell(text);
        expect(encoded ? exactText(cell) : cell).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it("leaves an address with whom it belongs to in the new ledger, and says so", async () => {
    const [old, fresh] = [await freshFlags(), await freshFlags()];
    const subject = addressSubject("a".repeat(32));
    const given = { kind: "protected", by: "me", at: new Date("2026-01-01"), note: null } as const;
    for (const flags of [old, fresh]) await flags.add(subject, given);
    await old.claimAddress("a".repeat(32), "90001");
    await fresh.claimAddress("a".repeat(32), "90002");
    const path = join(temporaryFolder(), "flags.csv");
    writeFileSync(path, csvText(EXPORT_COLUMNS, await collect(exportedFlags(old.all(), () => {}))));

    const counts = await importFlags(fresh, () => flagRows(path), {
      ...{ by: "x", now: new Date(0), dryRun: false, alone: false, onProgress: () => {} },
    });

    expect(counts).toMatchObject({ elsewhere: 1, written: 0 });
    expect((await all(fresh))[0]?.belongsTo).toBe("90002");
  });
});

describe("flags export", () => {
  it("carries both kinds from one ledger to another, in a file for the owner's eyes, without anybody's address", async () => {
    const [old, fresh] = [temporaryFolder(), temporaryFolder()];
    const file = join(temporaryFolder(), "flags.csv");
    const note = '  said: "no";\n=2+2 \u202e';
    await sweeper(["flag", "90001", "--as", "protected", "--by", "crm", "--data", old]);
    await sweeper(["flag", "https://www.linkedin.com/in/Ana-Lee/", "--as", "customer", "--note", note, "--data", old]);

    const exported = await sweeper(["flags", "export", file, "--data", old]);
    const imported = await sweeper(["flags", "import", file, "--data", fresh, "--json"]);

    const shown = async (data: string) => {
      const { out } = await sweeper(["flags", "--json", "--data", data]);
      return JSON.parse(out);
    };
    expect(exported).toMatchObject({ code: 0, out: `2 flags in ${file}` });
    expect(JSON.parse(imported.out)).toMatchObject({ rows: 2, written: 2, elsewhere: 0 });
    expect(await shown(fresh)).toEqual(await shown(old));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, "utf8").toLowerCase()).not.toContain("ana-lee");
  });

  it("prints the CSV without a file, and writes over none", async () => {
    const data = temporaryFolder();
    const file = join(temporaryFolder(), "flags.csv");
    writeFileSync(file, "mine");
    await sweeper(["flag", "90001", "--as", "protected", "--by", "crm", "--data", data]);

    const printed = await sweeper(["flags", "export", "--data", data]);
    const refused = await sweeper(["flags", "export", file, "--data", data]);
    const json = await sweeper(["flags", "export", "--json", "--data", data]);

    expect(printed.out).toMatch(/^profile,as,note,by,at,person,encoded\n90001,protected,,crm,\d{4}-[^,]+Z,,$/);
    expect(refused).toMatchObject({ code: 2, err: `${file} exists: give another name, or remove it first` });
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(json.code).toBe(2);
  });

  it("tells of a kind that only another version knows, and keeps it in the file", async () => {
    const records = async function* (): AsyncGenerator<FlagRecord> {
      const unknown = [{ kind: "doNotMail", by: "me", at: new Date("2026-01-01"), note: null }];
      yield { subject: "90001", marks: [], unknown, belongsTo: null, addresses: [] };
    };
    const faults: string[] = [];

    const rows = await collect(exportedFlags(records(), (why) => void faults.push(why)));

    expect(rows).toMatchObject([{ profile: "90001", as: "doNotMail" }]);
    expect(faults).toEqual([expect.stringContaining("as: not one of")]);
  });
});
