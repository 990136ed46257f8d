import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import { keyOfAddress, keyOfSalesNavigatorId } from "../../../lib/ledger/profile-key.ts";
import { sweeper, temporaryFolder } from "../../helpers/command-line.ts";

const CONNECTIONS = join(import.meta.dirname, "../flags/cases/linkedin-connections.csv");
const by = (slug: string) => addressSubject(keyOfAddress(`linkedin.com/in/${slug}`));
const bySales = (id: string) => addressSubject(keyOfSalesNavigatorId(id));
const ADA = by("ada-example");
const BO = by("bo-example");

function listOf(content: string | Buffer, name = "list.csv"): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}

const lines = (...all: readonly string[]) => all.join("\n");

/** Imports a list into a folder that is not there yet. */
async function imported(path: string, ...options: readonly string[]) {
  const data = join(temporaryFolder(), "data");
  const ran = await sweeper(["flags", "import", path, ...options, "--json", "--data", data]);
  const flags = async () => {
    const { out } = await sweeper(["flags", "--json", "--data", data]);
    const shown: { subject: string; kind: string; note: string | null }[] = JSON.parse(out);
    return shown.map(({ subject, kind, note }) => [subject, kind, note]).sort();
  };
  return { ...ran, data, flags, json: () => JSON.parse(ran.out) };
}

const both = (kind: string) =>
  [
    [ADA, kind, null],
    [BO, kind, null],
  ].sort();

describe("flags import of LinkedIn's own list of connections", () => {
  it("takes it as it comes, and says what it took from where", async () => {
    const { code, err, flags, json } = await imported(CONNECTIONS, "--as", "protected");

    expect(code).toBe(0);
    expect(err).toBe(
      'linkedin-connections.csv: 3 lines above the header left out; addresses from column "URL" (2 of 2 rows), everyone as protected; ignored: First Name, Last Name, Email Address, Company, Position, Connected On',
    );
    expect(json()).toMatchObject({
      ...{ rows: 2, written: 2, faulty: 0, dryRun: false },
      list: {
        ...{ headerLine: 4, linesLeftOut: 3, column: "URL", addresses: 2, rows: 2 },
        ...{ as: "protected", asColumn: null, noteColumn: null },
        ignored: ["First Name", "Last Name", "Email Address", "Company", "Position", "Connected On"],
      },
    });
    expect(await flags()).toEqual(both("protected"));
  });

  it("without a kind is refused with what to add, and leaves no folder", async () => {
    const { code, out, err, data } = await imported(CONNECTIONS);

    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("--as protected");
    expect(existsSync(data)).toBe(false);
  });

  it("in a dry run says the same and writes nothing", async () => {
    const { code, err, data, json } = await imported(CONNECTIONS, "--as", "protected", "--dry-run");

    expect(code).toBe(0);
    expect(err).toContain('addresses from column "URL" (2 of 2 rows)');
    expect(json()).toMatchObject({ written: 2, dryRun: true });
    expect(existsSync(data)).toBe(false);
  });

  const text = readFileSync(CONNECTIONS, "utf8");
  it.each([
    ["in UTF-16, as Excel's Unicode text", Buffer.from(`\ufeff${text.replaceAll(",", "\t")}`, "utf16le")],
    ["in UTF-16 the other way round", Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["with semicolons, which no line above the header has", text.replaceAll(",", ";")],
    ["with tabs and CRLF", text.replaceAll(",", "\t").replaceAll("\n", "\r\n")],
    ["behind a line that names the separator", `sep=;\r\n${text.replaceAll(",", ";")}`],
    ["with its notes over several lines", text.replace("you may notice", "you\nmay,\n\nnotice")],
    ["with notes padded to the width of the table", text.replace("Notes:", "Notes:,,,,,,")],
    ["with a date above that has a comma", `Exported on November 12, 2026\n${text}`],
    ["without its notes", text.slice(text.indexOf("First Name"))],
    ["with a byte order mark", `\ufeff${text}`],
  ])("is read %s", async (_, content) => {
    const { code, flags } = await imported(listOf(content), "--as", "customer");

    expect(code).toBe(0);
    expect(await flags()).toEqual(both("customer"));
  });

  it("tells a connection without an address with its line, and counts it", async () => {
    const path = listOf(`${text}Cy,Example,,,Example Ltd,CFO,10 Nov 2026\n,,,,,,\n`);

    const refused = await imported(path, "--as", "protected");
    const skipped = await imported(path, "--as", "protected", "--skip-faulty");

    expect(refused.code).toBe(2);
    expect(refused.err).toContain("line 7: URL: nothing");
    expect(refused.err).toContain('addresses from column "URL" (2 of 3 rows)');
    expect(refused.err).toContain("nothing was written");
    expect(existsSync(refused.data)).toBe(false);
    expect(skipped.json()).toMatchObject({ rows: 2, written: 2, faulty: 1, list: { addresses: 2, rows: 3 } });
    expect(refused.err).not.toContain("Cy");
  });
});

describe("flags import of an export", () => {
  const SALES = "https://www.linkedin.com/sales/lead/ACwAAAEXAMPLE01,NAME_SEARCH,ab1c";
  const address = "https://www.linkedin.com/in/ada-example";

  it.each([
    [
      "Apollo",
      "First Name,Company Linkedin Url,Person Linkedin Url,Website",
      `Ada,http://www.linkedin.com/company/x,${address},x.example`,
      "Person Linkedin Url",
      ADA,
    ],
    ["HubSpot", "Record ID,First Name,LinkedIn URL,Phone", `90001,Ada,${address},4912345`, "LinkedIn URL", ADA],
    [
      "HubSpot by its internal names",
      "hs_object_id,firstname,hs_linkedin_url",
      `90001,Ada,${address}`,
      "hs_linkedin_url",
      ADA,
    ],
    [
      "Salesforce",
      "Id,LastName,LinkedIn__c,NumberOfEmployees",
      `003A,Example,linkedin.com/in/ada-example,120`,
      "LinkedIn__c",
      ADA,
    ],
    ["Salesforce by its labels", "Contact ID,LinkedIn", `003A,${address}`, "LinkedIn", ADA],
    ["Pipedrive", "Person - Name,Person - ID,LinkedIn profile", `Ada,12,${address}`, "LinkedIn profile", ADA],
    [
      "Sales Navigator with both addresses",
      "Profile Url,Sales Navigator URL",
      `${address},"${SALES}"`,
      "Profile Url",
      ADA,
    ],
    [
      "Sales Navigator with its own address alone",
      "fullName,salesNavigatorUrl,companyId",
      `Ada,"${SALES}",1234`,
      "salesNavigatorUrl",
      bySales("ACwAAAEXAMPLE01"),
    ],
    ["ids of an export of Edges", "full_name,linkedin_profile_id", "Ada,123456789", "linkedin_profile_id", "123456789"],
    ["ids of members", "Name,Member ID", "Ada,123456789", "Member ID", "123456789"],
    [
      "a column of an own name, by what is in it",
      "Name,Phone,Where to find",
      `Ada,4912345,${address}`,
      "Where to find",
      ADA,
    ],
    ["our own name for it", "profile,city", `${address},Rome`, "profile", ADA],
  ])("from %s takes the column of addresses", async (_, header, row, column, subject) => {
    const { code, flags, json } = await imported(listOf(lines(header, row)), "--as", "protected");

    expect(code).toBe(0);
    expect(json().list.column).toBe(column);
    expect(await flags()).toEqual([[subject, "protected", null]]);
  });

  it("is asked about where two columns tie, with both names", async () => {
    const path = listOf(lines("LinkedIn URL,LinkedIn profile", `${address},https://www.linkedin.com/in/bo-example`));

    const { code, err } = await imported(path, "--as", "protected");
    const named = await imported(path, "--as", "protected", "--column", "linkedin PROFILE");

    expect(code).toBe(2);
    expect(err).toContain('"LinkedIn URL" and "LinkedIn profile"');
    expect(err).toContain("--column");
    expect(await named.flags()).toEqual([[BO, "protected", null]]);
  });

  it("is never read by content alone where two columns hold people", async () => {
    const path = listOf(
      lines(
        "Contact link,Manager link",
        `${address},https://www.linkedin.com/in/boss`,
        `,https://www.linkedin.com/in/boss`,
      ),
    );

    const { code, err } = await imported(path, "--as", "protected");

    expect(code).toBe(2);
    expect(err).toContain('"Contact link" and "Manager link"');
  });

  it("takes no column of numbers for people", async () => {
    const { code, err } = await imported(listOf(lines("Name,Phone,Employees", "Ada,4912345,120")), "--as", "protected");

    expect(code).toBe(2);
    expect(err).toContain("line 1 must name the columns");
  });

  it("takes no number in a column of addresses for a person", async () => {
    const path = listOf(lines("Name,LinkedIn", `Ada,${address}`, `Bo,${address}`, "Cy,512"));

    const { code, err } = await imported(path, "--as", "protected");

    expect(code).toBe(2);
    expect(err).toContain("line 4: LinkedIn: a number where the others are addresses");
  });

  it("takes no company's page for a person", async () => {
    const path = listOf(lines("Name,LinkedIn", "Acme,https://www.linkedin.com/company/acme"));

    const { code, err } = await imported(path, "--as", "protected");

    expect(code).toBe(2);
    expect(err).toContain("line 2: LinkedIn: the page of an organisation, not of a person");
  });

  it("knows its columns by --column, and says which there are", async () => {
    const path = listOf(lines("Name,Where to find,Phone", `Ada,${address},4912345`));

    const { code, err } = await imported(path, "--as", "protected", "--column", "where to fnd");

    expect(code).toBe(2);
    expect(err).toContain(
      'no column "where to fnd"; did you mean "Where to find"? The columns are: Name, Where to find, Phone',
    );
  });

  it("takes numbers for people's ids where --column says so", async () => {
    const path = listOf(lines("Name,LinkedIn number", "Ada,123456789"));

    const { flags } = await imported(path, "--as", "customer", "--column", "LinkedIn number");

    expect(await flags()).toEqual([["123456789", "customer", null]]);
  });

  it("takes the kind of each from a column as, and refuses another beside it", async () => {
    const path = listOf(lines("LinkedIn,As,City", `${address},Customer,Rome`));
    const own = listOf(lines("profile,as", `${address},customer`));

    const { flags } = await imported(path);
    const equal = await imported(own, "--as", "customer");
    const other = await imported(path, "--as", "protected");
    const otherOwn = await imported(own, "--as", "protected");

    expect(await flags()).toEqual([[ADA, "customer", null]]);
    expect(await equal.flags()).toEqual([[ADA, "customer", null]]);
    for (const { code, err } of [other, otherOwn]) {
      expect(code).toBe(2);
      expect(err).toContain('line 2 says customer in its column "as", and --as says protected');
    }
  });

  it("takes notes from the column named for them, and from no other", async () => {
    const path = listOf(lines("LinkedIn,Remarks,Notes", `${address},met in Rome,private`));

    const { flags, json } = await imported(path, "--as", "protected", "--note-column", "remarks");

    expect(await flags()).toEqual([[ADA, "protected", "met in Rome"]]);
    expect(json().list).toMatchObject({ noteColumn: "Remarks", ignored: ["Notes"] });
  });

  it("gives a list in our own columns without a kind the kind of --as", async () => {
    const { flags, err, json } = await imported(listOf(lines("profile,note", `${address},x`)), "--as", "customer");

    expect(await flags()).toEqual([[ADA, "customer", "x"]]);
    expect(err).toBe("");
    expect(json().list).toBeUndefined();
  });

  it.each([
    ["a person above the header", [address, "Name,LinkedIn", `Bo,${address}`], /line 1 .*names a person/, []],
    ["people without a header", [`Ada,${address}`, `Bo,${address}`], /must name the columns/, []],
    ["addresses alone without a header", [address, address], /must name the columns/, []],
    ["a header without rows", ["Name,LinkedIn"], /no row below line 1/, []],
    [
      "a header below line 20",
      [...Array(20).fill("x"), "Name,LinkedIn", `Ada,${address}`],
      /must name the columns/,
      [],
    ],
    ["a header that is wider than what follows", ["Name,LinkedIn,City", `Ada,${address}`], /must name the columns/, []],
    ["--column twice in the header", ["LinkedIn,linkedin", `${address},x`], /two columns/, ["--column", "LinkedIn"]],
    ["a kind nobody knows", ["Name,LinkedIn", `Ada,${address}`], /protected, do-not-contact/, ["--as", "friend"]],
  ])("with %s is refused", async (_, content, why, options) => {
    const { code, out, err, data } = await imported(listOf(lines(...content)), "--as", "protected", ...options);

    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(why);
    expect(existsSync(data)).toBe(false);
  });

  it("leaves no row out above one that happens to have the title of a column in it", async () => {
    const path = listOf(lines("Name,Link,Source,", `,,Event,LinkedIn`, `Bo,${address},,`));

    const { code, err } = await imported(path, "--as", "protected");

    expect(code).toBe(2);
    expect(err).toContain("line 2: Link: nothing");
    expect(err).toContain("(1 of 2 rows)");
  });

  it("never repeats a cell that may be somebody's name", async () => {
    const path = listOf(lines(`Ada Example,${address}`, `Bo Example,${address}`));

    const { err } = await imported(path, "--as", "protected", "--column", "LinkedIn");

    expect(err).not.toMatch(/Ada|Bo /);
  });
});

describe("flags import at a terminal", () => {
  const run = async (path: string, answer: boolean, ...options: readonly string[]) => {
    const data = temporaryFolder();
    const ran = await sweeper(["flags", "import", path, ...options, "--data", data], { answer });
    return { ...ran, flags: JSON.parse((await sweeper(["flags", "--json", "--data", data])).out).length };
  };

  it("asks before it writes what it found in a list of somebody else's", async () => {
    const no = await run(CONNECTIONS, false, "--as", "protected");
    const yes = await run(CONNECTIONS, true, "--as", "protected");

    expect([no.code, no.flags]).toEqual([2, 0]);
    expect(no.err).toContain("nothing was written");
    expect(no.asked).toEqual(["Flag 2 people as protected?"]);
    expect([yes.code, yes.flags]).toEqual([0, 2]);
  });

  it("does not ask with --yes, in a dry run, and for a list in our own columns", async () => {
    const own = listOf(lines("profile,as", "90001,customer"));

    const all = [
      await run(CONNECTIONS, false, "--as", "protected", "--yes"),
      await run(CONNECTIONS, false, "--as", "protected", "--dry-run"),
      await run(own, false),
    ];

    expect(all.map(({ code, asked, flags }) => [code, asked, flags])).toEqual([
      [0, [], 2],
      [0, [], 0],
      [0, [], 1],
    ]);
  });
});
