import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { instant } from "../contract/instant.ts";
import { FLAGS } from "../contract/tables.ts";
import { companyWords } from "../domain/company-words.ts";
import type { CompanyLedger, CompanySuggestion } from "./company-ledger.ts";
import { flagKey } from "./dynamo-flag-item.ts";
import { readItem, toInstant } from "./dynamo-item.ts";
import { type DynamoTable, newWriteName } from "./dynamo-table.ts";
import { COMPANIES } from "./flag-subject.ts";

const ATTRIBUTE = /^company_[0-9a-f]{32}$/;

/** Not spelled as the marks of a flag are: a version that knows no companies takes nothing in the item for a flag. */
const suggestion = z.object({ name: z.string(), suggests: z.string(), setBy: z.string(), setAt: instant });

/** The attribute of a company. A hash, because a name has signs that no expression takes. */
const attributeOf = (name: string): string =>
  `company_${createHash("sha256").update(companyWords(name).join(" ")).digest("hex").slice(0, 32)}`;

export function createDynamoCompanies(table: DynamoTable): CompanyLedger {
  return {
    async all() {
      const item = (await table.get(flagKey(COMPANIES))) ?? {};
      const companies = Object.keys(item)
        .filter((attribute) => ATTRIBUTE.test(attribute))
        .map((attribute): CompanySuggestion => {
          const read = readItem(FLAGS, z.object({ [attribute]: suggestion }), item)[attribute];
          if (read === undefined) throw new Error("an attribute that its schema names was not read");
          return { name: read.name, kind: read.suggests, by: read.setBy, at: read.setAt };
        });
      return companies.sort((one, other) => (one.name < other.name ? -1 : 1));
    },
    async set({ name, kind, by, at }) {
      const value = { name, suggests: kind, setBy: by, setAt: toInstant(at) };
      await table.update(flagKey(COMPANIES), { set: { [attributeOf(name)]: value } });
    },
    async take(name) {
      const attribute = attributeOf(name);
      const there = { when: `attribute_exists(#${attribute})`, as: newWriteName() };
      return table.update(flagKey(COMPANIES), { remove: [attribute] }, there);
    },
  };
}
