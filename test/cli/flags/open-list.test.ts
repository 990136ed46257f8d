import { writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { openList } from "../../../lib/cli/flags/open-list.ts";
import { addressSubject } from "../../../lib/ledger/flag-subject.ts";
import { keyOfAddress } from "../../../lib/ledger/profile-key.ts";
import { temporaryFolder } from "../../helpers/command-line.ts";
import { collect } from "../../helpers/dynamo-records.ts";

const OPTIONS = { as: "protected", column: null, noteColumn: null } as const;
const subjectOf = (slug: string) => addressSubject(keyOfAddress(`linkedin.com/in/${slug}`));

const word = fc.constantFrom("", "Ada", "Example Ltd", "12 Nov 2026", "4912345", "a, b; c", 'the "boss"', "two\nlines");
const title = fc.constantFrom("First Name", "Phone", "Company", "Company Linkedin Url", "Notes", "Record ID");
const note = fc.constantFrom("Notes:", "When exporting, some are missing", "as of 12 Nov", "two\nlines of it");

it("takes every person of a list, whatever stands above and beside their addresses, and leaves no row out", async () => {
  const path = join(temporaryFolder(), "list.csv");
  const table = fc.array(title, { minLength: 2, maxLength: 5 }).chain((titles) =>
    fc.record({
      titles: fc.constant(titles),
      at: fc.nat(titles.length),
      named: fc.constantFrom("URL", "LinkedIn profile", "linkedin_url", "Where to find"),
      rows: fc.array(fc.tuple(fc.boolean(), ...titles.map(() => word)), { minLength: 1, maxLength: 8 }),
    }),
  );

  await fc.assert(
    fc.asyncProperty(
      table,
      fc.array(note, { maxLength: 4 }),
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n"),
      fc.constantFrom("utf8", "utf16le"),
      async ({ titles, at, named, rows }, notes, delimiter, end, encoding) => {
        // Without a name for it the header is the first line, and without an address nothing is found by content.
        const above = named === "Where to find" ? [] : notes;
        const people = rows.map((row, index) => [index === 0 || named === "Where to find" || row[0], ...row.slice(1)]);
        const within = (cells: readonly string[], cell: string) => [...cells.slice(0, at), cell, ...cells.slice(at)];
        const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
        const table = people.map((row, index) => {
          const [hasAddress, ...cells] = row as [boolean, ...string[]];
          return {
            cells: within(cells, hasAddress ? `https://www.linkedin.com/in/person-${index}` : ""),
            hasAddress,
            index,
          };
        });
        const lines = [within(titles, named), ...table.map(({ cells }) => cells)];
        const text = [...above.map(quoted), ...lines.map((cells) => cells.map(quoted).join(delimiter))].join(end);
        writeFileSync(path, Buffer.from(`\ufeff${text}`, encoding));

        const read = await collect((await openList(path, OPTIONS)).rows());

        const subjects = read.flatMap((row) => ("fault" in row ? [] : [row.subject]));
        expect(subjects).toEqual(
          table.filter((row) => row.hasAddress).map(({ index }) => subjectOf(`person-${index}`)),
        );
        expect(read).toHaveLength(table.filter(({ cells }) => cells.some((cell) => cell.trim() !== "")).length);
      },
    ),
    { numRuns: 150 },
  );
});
