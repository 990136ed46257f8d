import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import { keyOfAddress } from "../../../lib/ledger/profile-key.ts";
import { openWorkspace } from "../../../lib/local/workspace.ts";
import { type Sandbox, startSandbox } from "../../../lib/sandbox/server.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";
import { account, NOBODY_ANSWERS } from "../../helpers/test-bed.ts";

const ADDRESS = "https://de.linkedin.com/in/Ana-Lee/?trk=x";
const KEY = keyOfAddress("linkedin.com/in/ana-lee");

interface Shown {
  readonly subject: string;
  readonly kind: string;
  readonly note: string | null;
  readonly by: string;
  readonly belongsTo: string | null;
}

/** The flags that stand in a data folder, by subject and kind. */
async function flagsIn(data: string): Promise<Shown[]> {
  const { out } = await sweeper(["flags", "--json", "--data", data]);
  const shown: Shown[] = JSON.parse(out);
  return shown.toSorted((a, b) => `${a.subject} ${a.kind}`.localeCompare(`${b.subject} ${b.kind}`));
}
const pairs = (flags: readonly Shown[]) => flags.map(({ subject, kind }) => `${subject} ${kind}`);

function csv(...lines: string[]): string {
  const path = join(temporaryFolder(), "flags.csv");
  writeFileSync(path, lines.join("\n"));
  return path;
}

describe("flag, flags and unflag", () => {
  it("set, show and take flags, with who, when and why", async () => {
    const data = temporaryFolder();

    await sweeper(["flag", "90001", "--as", "customer", "--note", "signed", "--by", "crm", "--data", data]);
    await sweeper(["flag", "90001", "--as", "protected", "--data", data]);
    const text = await sweeper(["flags", "--data", data]);
    const some = await sweeper(["flags", "--as", "customer", "--json", "--data", data]);
    const taken = await sweeper(["unflag", "90001", "--as", "customer", "--data", data]);
    const left = await flagsIn(data);

    expect(text.out).toMatch(/90001 +customer +\d{4}-\d\d-\d\d \d\d:\d\d +crm +signed/);
    expect(text.out).toContain("2 flags");
    expect(JSON.parse(some.out)).toMatchObject([{ subject: "90001", kind: "customer", by: "crm", note: "signed" }]);
    expect(taken.out).toBe("90001 is no longer flagged customer");
    expect(pairs(left)).toEqual(["90001 protected"]);
    expect(left[0]?.by).not.toBe("");
  });

  it("take an address in any spelling, say that it waits, and never show it again", async () => {
    const data = temporaryFolder();

    const set = await sweeper(["flag", ADDRESS, "--as", "do-not-contact", "--data", data]);
    const text = await sweeper(["flags", "--data", data]);
    const standing = await flagsIn(data);
    const taken = await sweeper(["unflag", "linkedin.com/in/ana-lee", "--data", data]);

    expect(set.code).toBe(0);
    expect(set.out).toContain("waits for the first listing");
    expect(text.out).toContain(`waiting for its first listing (address key ${KEY.slice(0, 8)}…)`);
    expect(pairs(standing)).toEqual([`${addressSubject(KEY)} do-not-contact`]);
    expect(taken.out).toContain("is no longer flagged do-not-contact");
    expect(
      [set, text, taken]
        .map(({ out }) => out)
        .join()
        .toLowerCase(),
    ).not.toContain("ana-lee");
  });

  it("say that nobody was flagged where nobody was", async () => {
    const { code, out } = await sweeper(["unflag", "90001", "--data", temporaryFolder()]);

    expect([code, out]).toEqual([0, "90001 was not flagged"]);
  });

  it.each([
    [["flag", "90001"], "--as"],
    [["flag", "90001", "--as", "vip"], "protected"],
    [["flag", "--as", "customer"], "profile"],
    [["flag", "Ana Lee", "--as", "customer"], "linkedin.com/in/"],
    [["flag", "https://www.linkedin.com/sales/lead/ACwAAB", "--as", "customer"], "Sales Navigator"],
    [["flag", "https://www.linkedin.com/in/UNKNOWN", "--as", "protected"], "names nobody"],
    [["unflag", "urn:li:fsd_profile:ACWAABEXAMPLE01"], "capital and small letters have been changed"],
    [["flag", "urn:li:fsd_invitation:77", "--as", "protected"], "an invitation, not a person"],
    [["flag", "7231400000000000000", "--as", "customer"], "a spreadsheet has rounded it"],
    [["flag", "1.23E+08", "--as", "customer"], "format the column as text"],
    [["flag", "90001", "--as", "customer", "--note", "x".repeat(1001)], "1,000"],
    [["flag", "90001", "--as", "customer", "--by", " "], "--by"],
    [["unflag", "0"], "names no person"],
    [["flags", "--json", "--csv"], "cannot be used with"],
    [["flags", "import", "/nowhere/flags.csv"], "ENOENT"],
    [["flags", "import", "/"], "folder"],
  ])("refuse %j, say why and leave no folder", async (argv, why) => {
    const data = join(temporaryFolder(), "data");

    const { code, out, err } = await sweeper([...argv, "--data", data]);

    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(why);
    expect(err).not.toContain("ACwAAB");
    expect(existsSync(data)).toBe(false);
  });

  it("say what to do while a run has the ledger open", async () => {
    const data = temporaryFolder();
    const policySeed = { document: {}, where: "the test" };
    const run = await openWorkspace({ root: data, edges: { kind: "sandbox" }, policySeed });

    const { code, err } = await sweeper(["flag", "90001", "--as", "protected", "--data", data]);

    await run.close();
    expect(code).toBe(1);
    expect(err).toContain("nothing was flagged");
    expect(err).toContain("Ctrl-C");
  });

  it.each([["flag"], ["unflag"], ["flags"], ["flags list"], ["flags import"]])(
    "%s --help has an example",
    async (name) => {
      const { out } = await sweeper([...name.split(" "), "--help"]);

      expect(out).toMatch(/Example:\n\s+\$ sweeper /);
    },
  );
});

describe("flags import", () => {
  it("flags everybody in the file, by id and by address, with the notes, and nothing the second time", async () => {
    const data = temporaryFolder();
    const file = csv("profile,as,note", `${ADDRESS},customer,"two\nlines"`, "90001,protected,", "90001,CUSTOMER,x");

    const first = await sweeper(["flags", "import", file, "--by", "crm", "--json", "--data", data]);
    const standing = await flagsIn(data);
    const second = await sweeper(["flags", "import", file, "--by", "somebody else", "--json", "--data", data]);

    expect(JSON.parse(first.out)).toEqual({
      target: "sandbox (made-up people)",
      rows: 3,
      written: 3,
      unchanged: 0,
      faulty: 0,
      elsewhere: 0,
      dryRun: false,
    });
    expect(JSON.parse(second.out)).toEqual({
      target: "sandbox (made-up people)",
      rows: 3,
      written: 0,
      unchanged: 3,
      faulty: 0,
      elsewhere: 0,
      dryRun: false,
    });
    expect(pairs(standing)).toEqual(["90001 customer", "90001 protected", `${addressSubject(KEY)} customer`]);
    expect(standing.map(({ note, by }) => [note, by])).toEqual([
      ["x", "crm"],
      [null, "crm"],
      ["two\nlines", "crm"],
    ]);
    expect(await flagsIn(data)).toEqual(standing);
  });

  it("leaves other kinds that stand, and replaces a note that has changed", async () => {
    const data = temporaryFolder();
    await sweeper(["flag", "90001", "--as", "protected", "--note", "mine", "--data", data]);
    await sweeper(["flag", "90001", "--as", "customer", "--note", "old", "--data", data]);

    await sweeper(["flags", "import", csv("as,profile,note", "customer,90001,new"), "--data", data]);

    expect((await flagsIn(data)).map(({ kind, note }) => [kind, note])).toEqual([
      ["customer", "new"],
      ["protected", "mine"],
    ]);
  });

  it("takes the later of two lines for the same flag, however far apart they stand", async () => {
    const data = temporaryFolder();
    const between = Array.from({ length: 1500 }, (_, index) => `${1000 + index},customer,`);

    await sweeper([
      ...["flags", "import", csv("profile,as,note", "7,customer,first", ...between, "7,customer,last")],
      ...["--data", data],
    ]);

    expect((await flagsIn(data)).find(({ subject }) => subject === "7")?.note).toBe("last");
  });

  const FAULTY = [
    "profile;as;note",
    'linkedin.com/in/one;customer;"a',
    'b"',
    ";customer;nobody",
    "linkedin.com/company/acme;customer;",
    "",
    "90001;friend;",
    "https://example.com/in/two;vip;x",
    "90002;customer;a;b",
    `90003;customer;${"n".repeat(1001)}`,
    "90004;customer;fine",
  ];

  it("tells every fault with its line, and writes nothing when there is one", async () => {
    const data = join(temporaryFolder(), "data");

    const { code, out, err } = await sweeper(["flags", "import", csv(...FAULTY), "--data", data]);

    const lines = err.split("\n");
    expect([code, out]).toEqual([2, ""]);
    expect(lines.map((line) => line.split(":", 1)[0])).toEqual([
      ...["line 4", "line 5", "line 7", "line 8", "line 9", "line 10"],
      "6 lines with errors",
    ]);
    expect(lines[0]).toContain("profile: nothing");
    expect(lines[1]).toContain("organisation");
    expect(lines[2]).toContain("as: not one of protected, do-not-contact, customer, icp-mismatch");
    expect(lines[3]).toMatch(/profile: .*; as: /);
    expect(lines[4]).toContain("4 columns where the header has 3");
    expect(lines[5]).toContain("note: longer than 1,000 characters");
    expect(lines[6]).toContain("nothing was written");
    expect(err).not.toMatch(/acme|example\.com|vip/);
    expect(existsSync(data)).toBe(false);
  });

  it("skips the lines with errors when told to, and still shows them", async () => {
    const data = temporaryFolder();

    const { code, out, err } = await sweeper([
      ...["flags", "import", csv(...FAULTY), "--skip-faulty", "--json", "--data", data],
    ]);

    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      target: "sandbox (made-up people)",
      rows: 2,
      written: 2,
      unchanged: 0,
      faulty: 6,
      elsewhere: 0,
      dryRun: false,
    });
    expect(err.split("\n")).toHaveLength(6);
    expect(pairs(await flagsIn(data))).toEqual([
      "90004 customer",
      `${addressSubject(keyOfAddress("linkedin.com/in/one"))} customer`,
    ]);
  });

  it("says in a dry run what it would write, and writes nothing", async () => {
    const data = temporaryFolder();
    await sweeper(["flag", "90001", "--as", "customer", "--data", data]);
    const file = csv("profile,as,note", "90001,customer,", "90002,customer,");

    const { code, out } = await sweeper(["flags", "import", file, "--dry-run", "--data", data]);

    expect(code).toBe(0);
    expect(out).toContain("2 flags in the file, 1 would be written, 1 unchanged");
    expect(pairs(await flagsIn(data))).toEqual(["90001 customer"]);
  });

  it("leaves no folder behind in a dry run where there was none", async () => {
    const data = join(temporaryFolder(), "data");

    const { code } = await sweeper([
      "flags",
      "import",
      csv("profile,as", "90001,customer"),
      "--dry-run",
      "--data",
      data,
    ]);

    expect(code).toBe(0);
    expect(existsSync(data)).toBe(false);
  });

  it("reads back what flags --csv prints, with who and when", async () => {
    const [from, to] = [temporaryFolder(), temporaryFolder()];
    await sweeper(["flag", ADDRESS, "--as", "protected", "--note", 'a "friend", since\n2019', "--data", from]);
    await sweeper(["flag", "90001", "--as", "customer", "--by", "crm", "--data", from]);
    const { out } = await sweeper(["flags", "--csv", "--data", from]);

    const { code } = await sweeper(["flags", "import", csv(...out.split("\n")), "--data", to]);

    expect(code).toBe(0);
    expect(await flagsIn(to)).toEqual(await flagsIn(from));
  });

  it("reads long ids and notes that begin as a formula back, which a spreadsheet neither rounds nor runs", async () => {
    const [from, to] = [temporaryFolder(), temporaryFolder()];
    const notes = ['=HYPERLINK("http://x.example")', "-2+3 call back", "@SUM(1)", "'=1", "a;=1"];
    for (const [index, note] of notes.entries()) {
      const person = `750000000000000000${index + 1}`;
      await sweeper(["flag", person, "--as", "customer", "--note", note, "--by", "+crm", "--data", from]);
    }
    const { out } = await sweeper(["flags", "--csv", "--data", from]);

    const { code } = await sweeper(["flags", "import", csv(...out.split("\n")), "--data", to]);

    const records = out.split("\n").slice(1);
    expect(records).toHaveLength(notes.length);
    for (const record of records) expect(record).toMatch(/^'750000000000000000\d,customer,"?('|a;')/);
    expect(code).toBe(0);
    expect(await flagsIn(to)).toEqual(await flagsIn(from));
  });

  it.each([
    [["profile,note", "90001,x"], /line 1 must name the columns.*"as"/],
    [["90001,customer"], /line 1 must name the columns/],
    [
      ["profile,as,company,email", "90001,customer,x,y"],
      /line 1: unknown columns: "company", "email"; accepted: profile, as, note, by, at/,
    ],
    [["profile,as,as", "90001,customer,customer"], /columns named twice: as/],
    [[""], /the file is empty/],
    [["profile,as,at", "90001,customer,yesterday"], /line 2: at: not an instant/],
    [["profile,as,at", "90001,customer,2026-02-30T25:00:00Z"], /line 2: at: not an instant/],
    [["profile,as,note", '90001,customer,"x'], /from line 2 on/],
  ])("refuses %j", async (lines, why) => {
    const data = join(temporaryFolder(), "data");

    const { code, err } = await sweeper(["flags", "import", csv(...lines), "--data", data]);

    expect(code).toBe(2);
    expect(err).toMatch(why);
    expect(existsSync(data)).toBe(false);
  });

  it("reads standard input", async () => {
    const data = temporaryFolder();
    const program = resolve(import.meta.dirname, "../../../bin/sweeper.mjs");
    const argv = [program, "flags", "import", "-", "--json", "--data", data];
    const child = spawn(process.execPath, argv, { stdio: ["pipe", "pipe", "inherit"] });
    const out: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk));

    child.stdin.end("\ufeffprofile;as\r\n90001;customer\r\n90002;customer\r\n");
    await once(child, "close");

    expect(JSON.parse(Buffer.concat(out).toString())).toMatchObject({ rows: 2, written: 2 });
    expect(pairs(await flagsIn(data))).toEqual(["90001 customer", "90002 customer"]);
  });
});

describe("preview", () => {
  const running: Sandbox[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map((sandbox) => sandbox.close()));
  });

  it("decides by the flags as the run after it does, and leaves a waiting one waiting", async () => {
    const sandbox = await startSandbox({ seed: 3, identities: [account({ backlog: 30 })], fates: NOBODY_ANSWERS });
    running.push(sandbox);
    const env = { EDGES_BASE_URL: sandbox.url, EDGES_API_KEY: sandbox.apiKey };
    const target = ["--edges", "real", "--data", temporaryFolder()];
    const previewed = async () => {
      const { out } = await sweeper(["preview", "--json", ...target], { env });
      return JSON.parse(out).identities[0].plan as {
        readonly person: { readonly profileUrl: string };
        readonly personId: string;
        readonly verdict: string;
        readonly reason: string;
      }[];
    };
    const before = await previewed();
    const [stale, young] = [before.at(0), before.at(-1)];
    if (stale === undefined || young === undefined) throw new Error("a list of thirty");
    await sweeper(["flag", stale.person.profileUrl, "--as", "protected", ...target], { env });
    await sweeper(["flag", young.personId, "--as", "customer", ...target], { env });

    const after = await previewed();
    const waiting = await sweeper(["flags", ...target], { env });
    const run = await sweeper(["run", "--json", ...target], { env });
    const met = await sweeper(["flags", ...target], { env });

    expect([stale.verdict, young.verdict]).toEqual(["withdraw", "keep"]);
    expect(after.find(({ personId }) => personId === stale.personId)).toMatchObject({
      verdict: "keep",
      reason: "protected",
    });
    expect(after.find(({ personId }) => personId === young.personId)).toMatchObject({
      verdict: "withdraw",
      reason: "customer",
    });
    expect(JSON.parse(run.out).sweeps[0].byReason).toMatchObject({ protected: 1, customer: 1 });
    expect(waiting.out).toContain("waiting for its first listing");
    expect(met.out).toContain(`${stale.personId} (by address key`);
  });
});
